/** What is wrong in a stack's folder. */
export interface Problem {
  /** Where: a path in the JSON (`resource.aws_vpc.Vpc.provisioner`), or a file. */
  readonly path: string;
  /** What, got what, allowed what, do what. */
  readonly message: string;
}

/** What stacks may say of one provider. */
export interface ProviderPolicy {
  readonly version: string;
  /** Arguments that its configuration may have, those of blocks with a dot: `kubernetes`, `kubernetes.host`. */
  readonly arguments: readonly string[];
  /** Arguments that say where credentials are sent, with the values each may have. */
  readonly addresses: Readonly<Record<string, readonly string[]>>;
}

/** What the server enforces. It is part of the server's image, so no pull request can change it. */
export interface Policy {
  readonly hostname: string;
  readonly organization: string;
  /** The one version of Terraform, exact. */
  readonly terraformVersion: string;
  /** By full source: `registry.terraform.io/hashicorp/aws`. */
  readonly providers: Readonly<Record<string, ProviderPolicy>>;
  /** Programs a provider may run for a cluster's token. */
  readonly exec: Readonly<Record<string, Program>>;
}

/** How a program may be run: the arguments it must begin with, and the options that may follow, each with a value. */
export interface Program {
  readonly begin: readonly string[];
  readonly options: readonly string[];
}

/** Which stack the server is about to plan or apply, as its folder says. */
export interface Stack {
  readonly id: string;
  readonly policy: Policy;
}

/** `acme-prod-aws-use1-network`: the one workspace a stack may use. */
export const expectedWorkspace = ({ id, policy }: Stack): string => `${policy.organization}-${id}`;

/** `acme-prod`: an id begins with its environment. */
export const expectedProject = ({ id, policy }: Stack): string => `${policy.organization}-${id.split("-")[0]}`;

/** Arguments whose keys are data, not arguments: tags and labels. */
export const isMap = (argument: string): boolean => /(^|_)(tags|labels)$/.test(argument);

const policyKeys = ["hostname", "organization", "terraformVersion", "providers", "exec"];

/** Reads a policy. @throws if the text is not one: a server without rules must not run anything */
export function parsePolicy(text: string): Policy {
  const policy = JSON.parse(text);
  const missing = policyKeys.filter((key) => policy?.[key] === undefined);
  if (missing.length > 0)
    throw new Error(`policy: ${missing.join(", ")} is missing; build the image from a tree where npm run synth has run`);
  return policy;
}

/** `aws` -> `registry.terraform.io/hashicorp/aws`: what Terraform makes of a provider's source. */
export function fullSource(source: string): string {
  const parts = source.toLowerCase().split("/");
  return [...["registry.terraform.io", "hashicorp"].slice(0, Math.max(0, 3 - parts.length)), ...parts].join("/");
}
