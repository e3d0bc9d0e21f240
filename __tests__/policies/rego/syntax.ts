/** A literal, a reference or a computation. */
export type Expression =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "wildcard" }
  | { readonly kind: "reference"; readonly of: Expression; readonly key: Expression }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: "operation"; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "array" | "set"; readonly items: readonly Expression[] }
  | { readonly kind: "object"; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: "array comprehension" | "set comprehension"; readonly head: Expression; readonly body: Body }
  | { readonly kind: "object comprehension"; readonly key: Expression; readonly head: Expression; readonly body: Body };

/** One line of a rule's body: all must hold. */
export type Statement =
  | { readonly kind: "test"; readonly expression: Expression }
  | { readonly kind: "not"; readonly expression: Expression }
  | { readonly kind: "assign"; readonly name: string; readonly expression: Expression }
  | { readonly kind: "some"; readonly key?: string; readonly value: string; readonly of: Expression }
  | { readonly kind: "every"; readonly key?: string; readonly value: string; readonly of: Expression; readonly body: Body };

/** Statements in order. */
export type Body = readonly Statement[];

/**
 * `complete`: `name := head if body`; `function`: the same with parameters; `set`: `name contains head if body`;
 * `default`: the value where no other rule of the name gives one.
 */
export interface Rule {
  readonly kind: "complete" | "function" | "set" | "default";
  readonly name: string;
  readonly line: number;
  readonly params: readonly string[];
  readonly head: Expression;
  readonly body: Body;
}

/** One file of Rego. */
export interface Module {
  /** Dotted, without `data.`. */
  readonly package: string;
  readonly rules: readonly Rule[];
}

/** The rules of each name, in the order of the file. */
export function rulesByName(rules: readonly Rule[]): ReadonlyMap<string, readonly Rule[]> {
  const byName = new Map<string, Rule[]>();
  for (const rule of rules) byName.set(rule.name, [...(byName.get(rule.name) ?? []), rule]);
  return byName;
}
