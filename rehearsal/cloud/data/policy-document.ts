import { isObject, type ObjectValue, type Value } from "../../values.ts";

type Statement = Readonly<Record<string, unknown>>;

interface Document {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement?: Statement | readonly Statement[];
}

/** IAM's own JSON of a policy: the statements of the sources, then its own, then the overriding ones; one of the same Sid replaces another. */
export function policyDocument(config: ObjectValue): ObjectValue {
  const documents = (names: readonly string[]): Document[] => names.flatMap((name) => texts(config[name])).map(parsed);
  const own = list(config.statement).filter(isObject).map(statementOf);
  const before = documents(["source_json", "source_policy_documents"]).flatMap(statementsOf);
  const after = documents(["override_json", "override_policy_documents"]).flatMap(statementsOf);
  const [id] = texts(config.policy_id);
  const [version = "2012-10-17"] = texts(config.version);
  const document = { Version: version, ...(id !== undefined && { Id: id }), Statement: merged([...before, ...own, ...after]) };
  return { json: JSON.stringify(document, null, 2), minified_json: JSON.stringify(document) };
}

function statementOf(block: ObjectValue): Statement {
  const [sid] = texts(block.sid);
  const conditions = conditionsOf(block.condition);
  const lists = { Action: block.actions, NotAction: block.not_actions, Resource: block.resources, NotResource: block.not_resources };
  const principals = { Principal: principalsOf(block.principals), NotPrincipal: principalsOf(block.not_principals) };
  return {
    ...(sid !== undefined && { Sid: sid }),
    Effect: texts(block.effect)[0] ?? "Allow",
    ...kept(lists, (value) => oneOrMany(texts(value))),
    ...kept(principals, (value) => value),
    ...(Object.keys(conditions).length > 0 && { Condition: conditions }),
  };
}

function principalsOf(value: Value | undefined): unknown {
  const byType = new Map<string, string[]>();
  for (const { type, identifiers } of list(value).filter(isObject)) {
    byType.set(String(type), [...(byType.get(String(type)) ?? []), ...texts(identifiers)]);
  }
  if (byType.size === 0) return undefined;
  return byType.get("*")?.includes("*") ? "*" : Object.fromEntries([...byType].map(([type, names]) => [type, oneOrMany(names)]));
}

function conditionsOf(value: Value | undefined): Record<string, Record<string, unknown>> {
  const conditions: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of list(value).filter(isObject)) {
    conditions[String(test)] = { ...conditions[String(test)], [String(variable)]: oneOrMany(texts(values)) };
  }
  return conditions;
}

function merged(statements: readonly Statement[]): Statement[] {
  const bySid = new Map<unknown, Statement>();
  for (const statement of statements) bySid.set(statement.Sid ?? statement, statement);
  return [...bySid.values()];
}

function kept(members: Readonly<Record<string, Value | unknown>>, change: (value: Value) => unknown): Statement {
  const changed = Object.entries(members).map(([name, value]) => [name, value === undefined ? undefined : change(value as Value)] as const);
  return Object.fromEntries(changed.filter(([, value]) => value !== undefined));
}

function oneOrMany(values: readonly string[]): string | readonly string[] | undefined {
  return values.length > 1 ? values : values[0];
}

function parsed(text: string): Document {
  return JSON.parse(text) as Document;
}

function statementsOf({ Statement: statement = [] }: Document): readonly Statement[] {
  return Array.isArray(statement) ? statement : [statement as Statement];
}

function texts(value: Value | undefined): string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  return list(value).filter((element) => typeof element === "string");
}

function list(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? value : [];
}
