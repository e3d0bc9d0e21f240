/** What a request may do at a path. `sudo` is not among them: where Vault asks for it, the policy's text has it. */
export type Capability = "create" | "read" | "update" | "delete" | "list" | "deny";

/** Values that a parameter may have or may not have; a list in the list is one value. Empty: any. */
export type Parameters = Readonly<Record<string, readonly (string | boolean | readonly string[])[]>>;

/** What may be done at a path, which may have `+` for any one part of it, and `*` at its end for whatever follows. */
export interface Rule {
  readonly path: string;
  readonly may: readonly Capability[];
  /** Once there is one, all others are refused but for `*`, which stands for them. @default whatever the path takes */
  readonly parameters?: Parameters;
  /** @default none */
  readonly refused?: Parameters;
}

/** What a stack needs for what it makes itself, and looks at again. */
export const whole: readonly Capability[] = ["create", "read", "update", "delete"];

/** What changing takes: whether something is new, Vault tells apart at some paths only. */
export const write: readonly Capability[] = ["create", "update"];

/** Paths at which Vault asks for `sudo` besides. https://developer.hashicorp.com/vault/docs/concepts/policies#root-protected-api-endpoints */
const protectedPaths = [
  /^sys\/audit(\/|$)/,
  /^sys\/auth\//,
  /^sys\/leases\/revoke-(force|prefix)\//,
  /^sys\/(rotate|seal|step-down)$/,
] as const;

const text = (value: unknown): string => JSON.stringify(value);

function block(name: string, parameters: Parameters | undefined): string[] {
  if (parameters === undefined) return [];
  const lines = Object.entries(parameters).map(([parameter, values]) => `    ${text(parameter)} = ${text(values)}`);
  return [`  ${name} = {`, ...lines, "  }"];
}

function stanza({ path, may, parameters, refused }: Rule): string {
  const isProtected = !may.includes("deny") && protectedPaths.some((pattern) => pattern.test(path));
  const lines = [
    `path ${text(path)} {`,
    `  capabilities = ${text(isProtected ? [...may, "sudo"] : may)}`,
    ...block("allowed_parameters", parameters),
    ...block("denied_parameters", refused),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

/** The rules as Vault reads them. What no rule names is refused. @throws if two rules are for one path: Vault would take their sum */
export function policyText(rules: readonly Rule[]): string {
  const paths = rules.map(({ path }) => path);
  const twice = paths.find((path, index) => paths.indexOf(path) !== index);
  if (twice !== undefined) throw new Error(`policy: has two rules for ${twice}; make them one`);
  // Vault refuses an empty text.
  return rules.length === 0 ? "# nothing\n" : rules.map(stanza).join("\n");
}

/** The same paths, to look at only. */
export const readOnly = (rules: readonly Rule[]): Rule[] =>
  rules.flatMap(({ path, may }): Rule[] => (may.includes("read") ? [{ path, may: ["read"] }] : []));
