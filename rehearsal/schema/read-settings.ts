import type { Node, Statement } from "@babel/types";
import { type Holding, type Setting, typeNamed } from "./binding.ts";
import { called, entries, lastName, objectNamed, text } from "./syntax.ts";

const MAPPER = /^(.*)ToHclTerraform$/;
const LIBRARY = "cdktf";

/** The settings in a generated function for HCL: its object `attrs`, one entry per attribute or block. */
export function readSettings(body: readonly Statement[]): Record<string, Setting> {
  const attrs = objectNamed("attrs", body);
  const settings: Record<string, Setting> = {};
  for (const [name, entry] of attrs === undefined ? [] : entries(attrs)) {
    if (entry.type !== "ObjectExpression") continue;
    settings[name] = setting(new Map(entries(entry)));
  }
  return settings;
}

function setting(entry: ReadonlyMap<string, Node>): Setting {
  const value = entry.get("value");
  const writesNull = value?.type === "ConditionalExpression";
  const written = value?.type === "ConditionalExpression" ? value.alternate : value;
  const kind = text(entry.get("type")) ?? "simple";
  const storage = text(entry.get("storageClassType")) ?? "any";
  const struct = structOf(written);
  return {
    property: propertyOf(written),
    holding: HOLDINGS[kind] ?? "single",
    one: called(called(written)?.callee) === undefined,
    of: struct === undefined ? (typeNamed(storage, kind === "set" ? "set" : undefined) ?? "dynamic") : { struct },
    writesNull,
  };
}

const HOLDINGS: Readonly<Record<string, Holding>> = { list: "list", set: "set", map: "map" };

/** The struct behind a mapper: `fooBarToHclTerraform(...)`, or that within `listMapperHcl(...)` or `hashMapperHcl(...)`. */
function structOf(node: Node | undefined): string | undefined {
  if (node?.type === "SequenceExpression") return structOf(node.expressions.at(-1));
  const call = called(node);
  if (call !== undefined)
    return structOf(call.callee) ?? (called(call.callee) === undefined ? structOfArgument(call.callee, call.first) : undefined);
  if (node?.type === "MemberExpression" && lastName(node.object) === LIBRARY) return undefined;
  const [, struct] = MAPPER.exec(lastName(node) ?? "") ?? [];
  return struct === undefined ? undefined : struct.charAt(0).toUpperCase() + struct.slice(1);
}

function structOfArgument(callee: Node, argument: Node | undefined): string | undefined {
  return /MapperHcl$/.test(lastName(callee) ?? "") ? structOf(argument) : undefined;
}

/** `foo` of `struct.foo`, `this._foo` and `this._foo.internalValue`. */
function propertyOf(node: Node | undefined): string {
  const argument = called(node)?.first;
  const within = argument?.type === "MemberExpression" && lastName(argument) === "internalValue" ? argument.object : argument;
  return (lastName(within) ?? "").replace(/^_/, "");
}
