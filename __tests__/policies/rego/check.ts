import { builtins } from "./builtins.ts";
import { type Body, type Expression, type Module, type Rule, rulesByName, type Statement } from "./syntax.ts";

type Scope = ReadonlySet<string>;

/**
 * Refuses what OPA's compiler refuses, also in rules that no test reaches: names that nothing gives, wrong numbers of
 * arguments, a name given twice, rules of one name and different kinds, rules that need themselves.
 */
export function checkModule({ rules }: Module): void {
  const byName = rulesByName(rules);
  for (const [name, group] of byName) {
    const kinds = new Set(group.filter(({ kind }) => kind !== "default").map(({ kind, params }) => `${kind} ${params.length}`));
    if (kinds.size !== 1) throw new Error(`${name}: rules of ${kinds.size} kinds have this name; there must be one`);
  }
  for (const rule of rules) checkRule(rule, byName);
  for (const name of byName.keys()) refuseRecursion(name, byName, []);
}

function checkRule(rule: Rule, byName: ReadonlyMap<string, readonly Rule[]>): void {
  const fail = (message: string): never => {
    throw new Error(`line ${rule.line}, ${rule.name}: ${message}`);
  };
  const isFunction = (name: string) => byName.get(name)?.[0]?.kind === "function";
  const expression = (found: Expression, scope: Scope): void => {
    if (found.kind === "name" && !scope.has(found.name)) {
      if (!byName.has(found.name) && found.name !== "input" && found.name !== "data") fail(`${found.name} is given nowhere`);
      if (isFunction(found.name)) fail(`${found.name} is a function; call it`);
    }
    if (found.kind === "call") checkCall(found.name, found.args.length);
    for (const [inner, body] of parts(found)) expression(inner, body === undefined ? scope : statements(body, scope));
  };
  const checkCall = (name: string, args: number): void => {
    const arity = byName.get(name)?.find(({ kind }) => kind === "function")?.params.length ?? builtins[name]?.arity;
    if (arity === undefined) fail(`${name} is no function that the tests know`);
    if (arity !== args) fail(`${name} takes ${arity} arguments, got ${args}`);
  };
  const bind = (names: readonly (string | undefined)[], scope: Scope): Scope => {
    const given = names.filter((name) => name !== undefined && name !== "_") as string[];
    for (const name of given) if (scope.has(name) || byName.has(name)) fail(`${name} is given twice`);
    return new Set([...scope, ...given]);
  };
  const statement = (found: Statement, scope: Scope): Scope => {
    if (found.kind === "test" || found.kind === "not") {
      expression(found.expression, scope);
      return scope;
    }
    if (found.kind === "assign") {
      expression(found.expression, scope);
      return bind([found.name], scope);
    }
    expression(found.of, scope);
    const inside = bind([found.key, found.value], scope);
    if (found.kind === "some") return inside;
    statements(found.body, inside);
    return scope;
  };
  const statements = (body: Body, scope: Scope): Scope => body.reduce<Scope>((known, found) => statement(found, known), scope);
  expression(rule.head, statements(rule.body, bind(rule.params, new Set())));
}

/** The expressions inside, with the body they come after, if any. */
function parts(found: Expression): [Expression, Body?][] {
  if (found.kind === "reference") return [[found.of], [found.key]];
  if (found.kind === "call") return found.args.map((arg) => [arg]);
  if (found.kind === "operation") return [[found.left], [found.right]];
  if (found.kind === "array" || found.kind === "set") return found.items.map((item) => [item]);
  if (found.kind === "object") return found.entries.flat().map((inner) => [inner]);
  if (found.kind === "array comprehension" || found.kind === "set comprehension") return [[found.head, found.body]];
  if (found.kind === "object comprehension") {
    return [
      [found.key, found.body],
      [found.head, found.body],
    ];
  }
  return [];
}

function refuseRecursion(name: string, byName: ReadonlyMap<string, readonly Rule[]>, above: readonly string[]): void {
  if (above.includes(name)) throw new Error(`${[...above, name].join(" -> ")}: a rule must not need itself`);
  for (const needed of new Set(JSON.stringify(byName.get(name)).match(/(?<="kind":"(?:name|call)","name":")\w+/g))) {
    if (byName.has(needed)) refuseRecursion(needed, byName, [...above, name]);
  }
}
