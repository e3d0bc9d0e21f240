import { priceProblems } from "./price-rules.ts";

/** A synthesized stack, as far as what is derived looks into it. */
export interface StackJson {
  readonly terraform?: {
    readonly required_version?: string;
    readonly cloud?: { readonly workspaces?: { readonly name?: string } };
    readonly required_providers?: StackExtract["providers"];
  };
  readonly provider?: StackExtract["settings"];
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What is derived needs no more of a stack than this: plain data, which is kept for as long as the stack is the same. */
export interface StackExtract {
  /** Of Terraform, exact. */
  readonly version?: string;
  readonly workspace?: string;
  /** By the name that the stack has for them. */
  readonly providers: Readonly<Record<string, { readonly source: string; readonly version: string }>>;
  /** Arguments of each configuration of a provider, by the same name. */
  readonly settings: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  /** Names of resources by type. */
  readonly resources: Readonly<Record<string, readonly string[]>>;
  /** What Infracost would price in a wrong way, a line each. */
  readonly unpriced: readonly string[];
}

/** Gives the extract of a stack as the running synth leaves it; undefined where it has none yet. */
export type ReadExtract = (stackId: string) => StackExtract | undefined;

/** What is derived looks at in a stack's document. */
export function stackExtract({ terraform, provider = {}, resource = {} }: StackJson): StackExtract {
  const workspace = terraform?.cloud?.workspaces?.name;
  return {
    ...(terraform?.required_version !== undefined && { version: terraform.required_version }),
    ...(workspace !== undefined && { workspace }),
    providers: terraform?.required_providers ?? {},
    settings: provider,
    resources: Object.fromEntries(Object.entries(resource).map(([type, named]) => [type, Object.keys(named)])),
    unpriced: priceProblems(resource),
  };
}

/** Of every resource in the stack. */
export const addressesIn = ({ resources }: StackExtract): string[] =>
  Object.entries(resources).flatMap(([type, names]) => names.map((name) => `${type}.${name}`));
