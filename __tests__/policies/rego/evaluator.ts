import { builtins } from "./builtins.ts";
import { checkModule } from "./check.ts";
import { operate } from "./operators.ts";
import { parseModule } from "./parser.ts";
import { type Body, type Expression, type Module, type Rule, rulesByName, type Statement } from "./syntax.ts";
import { canonical, entriesOf, lookUp, RegoSet, type Value } from "./values.ts";

/** Names and what they stand for. */
type Scope = ReadonlyMap<string, Value>;
/** An expression can have many values (`input.projects[_]`), one, or none, which Rego calls undefined. */
type Values = Generator<Value, void>;

/** A policy of one file, with the data that lies beside it. */
export class Policy {
  readonly #module: Module;
  readonly #rules: ReadonlyMap<string, readonly Rule[]>;
  readonly #data: Value;

  /** @throws on Rego outside of the subset, and on what OPA's compiler would refuse */
  constructor(source: string, data: Value = {}) {
    this.#module = parseModule(source);
    checkModule(this.#module);
    this.#rules = rulesByName(this.#module.rules);
    this.#data = data;
  }

  /** The dotted package. */
  get package(): string {
    return this.#module.package;
  }

  /** What a rule of the package gives for the input; undefined where none of the name gives anything. */
  query(name: string, input: Value): Value | undefined {
    if (!this.#rules.has(name)) throw new Error(`${name}: no rule of this name`);
    return new Evaluation(this.#rules, this.#data, input).rule(name);
  }
}

class Evaluation {
  readonly #rules: ReadonlyMap<string, readonly Rule[]>;
  readonly #roots: Scope;

  constructor(rules: ReadonlyMap<string, readonly Rule[]>, data: Value, input: Value) {
    this.#rules = rules;
    this.#roots = new Map([
      ["input", input],
      ["data", data],
    ]);
  }

  rule(name: string, args: readonly Value[] = []): Value | undefined {
    const rules = this.#rules.get(name) ?? [];
    const found = rules.filter(({ kind }) => kind !== "default").flatMap((rule) => [...this.#heads(rule, args)]);
    if (rules.some(({ kind }) => kind === "set")) return new RegoSet(found);
    if (new Set(found.map(canonical)).size > 1)
      throw new Error(`${name}: its rules give several values: ${found.map(canonical).join(", ")}`);
    const fallback = rules.find(({ kind }) => kind === "default");
    return found[0] ?? (fallback && [...this.#heads(fallback, [])][0]);
  }

  *#heads(rule: Rule, args: readonly Value[]): Values {
    const scope = new Map(rule.params.map((param, index) => [param, args[index] as Value]));
    for (const inner of this.#body(rule.body, scope)) yield* this.#values(rule.head, inner);
  }

  /** The scope at the end of the body, once for every way in which all statements hold. */
  *#body([first, ...rest]: Body, scope: Scope): Generator<Scope, void> {
    if (first === undefined) yield scope;
    else for (const next of this.#statement(first, scope)) yield* this.#body(rest, next);
  }

  *#statement(statement: Statement, scope: Scope): Generator<Scope, void> {
    if (statement.kind === "test") {
      for (const value of this.#values(statement.expression, scope)) if (value !== false) yield scope;
    } else if (statement.kind === "not") {
      if (![...this.#values(statement.expression, scope)].some((value) => value !== false)) yield scope;
    } else if (statement.kind === "assign") {
      for (const value of this.#values(statement.expression, scope)) yield new Map([...scope, [statement.name, value]]);
    } else if (statement.kind === "some") {
      yield* this.#bindings(statement, scope);
    } else {
      const all = [...this.#bindings(statement, scope)];
      const isDefined = [...this.#values(statement.of, scope)].length > 0;
      if (isDefined && all.every((inner) => !this.#body(statement.body, inner).next().done)) yield scope;
    }
  }

  *#bindings({ key, value, of }: { key?: string; value: string; of: Expression }, scope: Scope): Generator<Scope, void> {
    for (const collection of this.#values(of, scope)) {
      for (const [at, member] of entriesOf(collection)) yield new Map([...scope, [value, member], ...(key ? [[key, at] as const] : [])]);
    }
  }

  *#values(expression: Expression, scope: Scope): Values {
    switch (expression.kind) {
      case "literal":
        return yield expression.value;
      case "name":
        return yield* this.#name(expression.name, scope);
      case "reference":
        return yield* this.#reference(expression.of, expression.key, scope);
      case "call":
        return yield* this.#call(expression.name, expression.args, scope);
      case "operation":
        return yield* this.#operation(expression.operator, [expression.left, expression.right], scope);
      case "array":
        return yield* this.#each(expression.items, scope);
      case "set":
        for (const members of this.#each(expression.items, scope)) yield new RegoSet(members);
        return;
      case "wildcard":
        throw new Error("_ stands only between brackets: input.projects[_]");
      default:
        return yield* this.#collected(expression, scope);
    }
  }

  *#collected(expression: Expression, scope: Scope): Values {
    if (expression.kind === "object") yield* this.#object(expression.entries, scope);
    if (expression.kind === "object comprehension") {
      const pairs = [...this.#body(expression.body, scope)].flatMap((inner) => [...this.#each([expression.key, expression.head], inner)]);
      yield objectOf(pairs);
    }
    if (expression.kind === "array comprehension" || expression.kind === "set comprehension") {
      const found = [...this.#body(expression.body, scope)].flatMap((inner) => [...this.#values(expression.head, inner)]);
      yield expression.kind === "array comprehension" ? found : new RegoSet(found);
    }
  }

  *#name(name: string, scope: Scope): Values {
    const known = [scope, this.#roots].find((names) => names.has(name));
    const value = known ? known.get(name) : this.rule(name);
    if (value !== undefined) yield value;
  }

  *#reference(of: Expression, key: Expression, scope: Scope): Values {
    for (const collection of this.#values(of, scope)) {
      if (key.kind === "wildcard") yield* entriesOf(collection).map(([, member]) => member);
      else {
        for (const at of this.#values(key, scope)) {
          const found = lookUp(collection, at);
          if (found !== undefined) yield found;
        }
      }
    }
  }

  *#call(name: string, args: readonly Expression[], scope: Scope): Values {
    for (const given of this.#each(args, scope)) {
      const value = this.#rules.has(name) ? this.rule(name, given) : builtins[name]?.run(...given);
      if (value !== undefined) yield value;
    }
  }

  *#operation(operator: string, operands: readonly Expression[], scope: Scope): Values {
    for (const [left, right] of this.#each(operands, scope)) {
      const value = operate(operator, left as Value, right as Value);
      if (value !== undefined) yield value;
    }
  }

  *#object(entries: readonly (readonly [Expression, Expression])[], scope: Scope): Values {
    for (const flat of this.#each(entries.flat(), scope)) {
      yield objectOf(entries.map((_, index) => [flat[2 * index] as Value, flat[2 * index + 1] as Value]));
    }
  }

  /** Every combination of the expressions' values. */
  *#each([first, ...rest]: readonly Expression[], scope: Scope): Generator<Value[], void> {
    if (first === undefined) return yield [];
    for (const value of this.#values(first, scope)) for (const others of this.#each(rest, scope)) yield [value, ...others];
  }
}

function objectOf(pairs: readonly (readonly Value[])[]): Value {
  const object: Record<string, Value> = {};
  for (const [key, value] of pairs as [Value, Value][]) {
    if (typeof key !== "string") throw new Error(`${canonical(key)} is a key of an object; use text`);
    if (Object.hasOwn(object, key) && canonical(object[key] as Value) !== canonical(value))
      throw new Error(`the key ${key} has two values`);
    object[key] = value;
  }
  return object;
}
