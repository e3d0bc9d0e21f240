import { TerraformStack, Testing } from "cdktf";
import { keycloakSignIn } from "../../../constructs/sso/sign-in.ts";
import { EstateVault, type EstateVaultProps } from "../../../constructs/vault/estate-vault.ts";
import type { VaultPlace } from "../../../constructs/vault/facts.ts";

/** A place as Vault knows it: in no mesh, with no database. */
export const vaultPlace = (id: string, rest: Partial<VaultPlace> = {}): VaultPlace => ({
  ...{ id, name: `acme-${id}`, environment: id.slice(0, id.indexOf("-")), isCentral: false, mesh: "none", federated: false, logins: [] },
  ...rest,
});

const central = vaultPlace("mgmt-aws-use1", { isCentral: true, engine: "postgresql", logins: ["keycloak"] });

/** Three environments: one without anything, one of two places in a mesh, and the one Vault runs in. */
export const sampleEstate: EstateVaultProps = {
  domain: "example.com",
  terraform: { hostname: "app.terraform.io", organization: "acme-hcp" },
  projects: { dev: "acme-dev", prod: "acme-prod", mgmt: "acme-mgmt" },
  github: { owner: "acme", repository: "platform", tokenHost: "token.actions.githubusercontent.com" },
  groups: { administrators: "platform-admins", operators: "platform-ops", developers: "platform-devs", auditors: "platform-audit" },
  signIn: keycloakSignIn("example.com"),
  central,
  places: [
    central,
    vaultPlace("dev-aws-use1"),
    vaultPlace("prod-aws-use1", { mesh: "istio", federated: true, engine: "postgresql", logins: ["dms", "debezium"] }),
    vaultPlace("prod-gcp-use4", { mesh: "istio", federated: true }),
  ],
};

export interface ParsedRule {
  readonly path: string;
  readonly capabilities: string[];
  readonly allowed: Record<string, unknown[]>;
  readonly denied: Record<string, unknown[]>;
}

const stanza =
  /^path (".+") \{\n {2}capabilities = (\[.+\])\n((?: {2}(?:allowed|denied)_parameters = \{\n(?: {4}".+" = \[.*\]\n)+ {2}\}\n)*)\}\n\n?/;

/** Parameters of the block of a name, within a stanza. */
function parameters(blocks: string, name: string): Record<string, unknown[]> {
  const block = new RegExp(`${name}_parameters = \\{\\n((?: {4}.+\\n)+)`).exec(blocks)?.[1] ?? "";
  return Object.fromEntries(
    [...block.matchAll(/^ {4}"(.+?)" = (\[.*\])$/gm)].map(([, key = "", values = ""]) => [key, JSON.parse(values)]),
  );
}

/** A policy's text, read as strictly as it is written. @throws at anything else */
export function parsed(text: string): ParsedRule[] {
  const rules: ParsedRule[] = [];
  let rest = text.replace(/^# nothing\n$/, "");
  while (rest !== "") {
    const found = stanza.exec(rest);
    if (found === null) throw new Error(`not a policy: ${rest}`);
    const [whole, path = "", capabilities = "", blocks = ""] = found;
    rules.push({
      path: JSON.parse(path),
      capabilities: JSON.parse(capabilities),
      allowed: parameters(blocks, "allowed"),
      denied: parameters(blocks, "denied"),
    });
    rest = rest.slice(whole.length);
  }
  return rules;
}

/** Whether Vault would match a rule's path against that of a request. */
export function covers(rule: string, path: string): boolean {
  const pattern = rule
    .replace(/[.^$()|[\]{}\\]/g, "\\$&")
    .replaceAll("+", "[^/]+")
    .replace(/\*$/, ".*");
  return new RegExp(`^${pattern}$`).test(path);
}

type Body = Record<string, unknown>;

/** The estate's part of Vault, as Terraform reads it. */
export function estate(props: Partial<EstateVaultProps> = {}) {
  const stack = new TerraformStack(Testing.app(), "stack");
  new EstateVault(stack, "Vault", { ...sampleEstate, ...props });
  const { resource } = JSON.parse(Testing.synth(stack)) as { resource: Record<string, Record<string, Body>> };
  const all = (type: string): Body[] => Object.values(resource[`vault_${type}`] ?? {});
  const policies = new Map(all("policy").map(({ name, policy }) => [String(name), parsed(String(policy))]));
  const rules = (name: string): ParsedRule[] => {
    const found = policies.get(name);
    if (found === undefined) throw new Error(`no policy ${name}; there are ${[...policies.keys()].join(", ")}`);
    return found;
  };
  /** What a policy lets do at a path, by the rule that is most exact. */
  const may = (name: string, path: string): string[] => {
    const matching = rules(name).filter((rule) => covers(rule.path, path));
    const exactness = (rule: string): number => (rule.endsWith("*") ? rule.length : rule.length * 1000) - (rule.includes("+") ? 500 : 0);
    return matching.sort((a, b) => exactness(b.path) - exactness(a.path))[0]?.capabilities ?? [];
  };
  return { resource, all, policies, rules, may };
}
