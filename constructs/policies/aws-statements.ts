import type { Json } from "./policy.ts";

/** A statement of a policy document of AWS, as far as rules look into it. */
export interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Of `*` and of `AWS`; those of services and identity providers are in `federated`. */
  readonly principals: readonly string[];
  readonly federated: readonly string[];
  readonly hasCondition: boolean;
  /** Keys of its conditions, with what they are compared with. */
  readonly conditions: readonly (readonly [key: string, values: readonly string[]])[];
}

type Block = { readonly [name: string]: Json };

const list = (value: Json | undefined): string[] => [value ?? []].flat().map(String);

/** The statements of a document; none where it is only known at apply. */
export function statementsOf(document: Json | undefined): Statement[] {
  if (typeof document !== "string") return [];
  try {
    const { Statement: statements = [] } = JSON.parse(document) as { Statement?: Json };
    return ([statements].flat() as Block[]).map(statementOf);
  } catch {
    return [];
  }
}

function statementOf(block: Block): Statement {
  const principal = block.Principal as Json | undefined;
  const named = (name: string): string[] => (typeof principal === "object" ? list((principal as Block | null)?.[name]) : []);
  const conditions = Object.values((block.Condition ?? {}) as Block).flatMap((compared) =>
    Object.entries(compared as Block).map(([key, values]) => [key, list(values)] as const),
  );
  return {
    effect: String(block.Effect),
    actions: list(block.Action),
    resources: list(block.Resource),
    principals: typeof principal === "string" ? [principal] : named("AWS"),
    federated: named("Federated"),
    hasCondition: conditions.length > 0,
    conditions,
  };
}
