import type { ClassDeclaration, Comment, Node, Statement } from "@babel/types";
import { type Holding, type Reading, typeNamed } from "./binding.ts";
import type { Type } from "./schema.ts";
import { called, lastName, methods, text } from "./syntax.ts";

type Named = readonly [name: string, reading: Reading];

/** What a generated class can read: its getters, and the members its constructor makes for structs and maps. */
export function readReadings(node: ClassDeclaration): Record<string, Reading> {
  const made = methods(node, "constructor").flatMap(({ body }) => body.flatMap(member));
  const got = methods(node, "get").flatMap(({ body, remarks }) => getter(body, remarks));
  return Object.fromEntries([...made, ...got]);
}

/** `this._foo = new FooList(this, "foo", false);` */
function member(statement: Statement): readonly Named[] {
  if (statement.type !== "ExpressionStatement" || statement.expression.type !== "AssignmentExpression") return [];
  const made = statement.expression.right;
  if (made.type !== "NewExpression" || made.arguments[0]?.type !== "ThisExpression") return [];
  const name = text(made.arguments[1]);
  const flag = made.arguments[2];
  const className = lastName(made.callee);
  if (name === undefined || className === undefined) return [];
  const computed = saysComputed(statement.leadingComments);
  return [[name, { ...holder(className, flag?.type === "BooleanLiteral" && flag.value), computed }]];
}

/** What a class such as `FooOutputReference`, `FooList`, `FooMap` or the library's `StringMap` holds. */
function holder(className: string, isSet: boolean): Pick<Reading, "holding" | "of"> {
  const plain = typeNamed(className, isSet ? "set" : undefined);
  if (plain !== undefined) return { holding: "single", of: plain };
  const [, struct = className, suffix = ""] = /^(.+?)(OutputReference|List|Map)$/.exec(className) ?? [];
  return { holding: suffix === "List" && isSet ? "set" : (HOLDERS[suffix] ?? "single"), of: { struct } };
}

const HOLDERS: Readonly<Record<string, Holding>> = { List: "list", Map: "map" };

/** `return this.getStringAttribute('foo');`, perhaps within `cdktf.Fn.tolist(...)`. */
function getter(body: readonly Statement[], remarks: readonly Comment[] | null | undefined): readonly Named[] {
  const [statement] = body;
  if (statement?.type !== "ReturnStatement") return [];
  const read = readType(statement.argument);
  return read === undefined ? [] : [[read.name, { holding: "single", of: read.type, computed: saysComputed(remarks) }]];
}

function readType(node: Node | null | undefined): { readonly name: string; readonly type: Type } | undefined {
  const call = called(node);
  if (call === undefined) return undefined;
  const name = text(call.first);
  const method = lastName(call.callee) ?? "";
  if (name === undefined) return method === "tolist" ? asSet(readType(call.first)) : readType(call.first);
  if (method === "interpolationForAttribute") return { name, type: "dynamic" };
  const [, word = ""] = /^get(\w+)Attribute$/.exec(method) ?? [];
  const type = typeNamed(word === "List" ? "StringList" : word);
  return type === undefined ? undefined : { name, type };
}

function asSet(read: ReturnType<typeof readType>): ReturnType<typeof readType> {
  if (read === undefined || typeof read.type === "string" || read.type[0] !== "list") return read;
  return { name: read.name, type: ["set", read.type[1]] };
}

/** The generator's remark: `// foo - computed: true, optional: false, required: false`. */
function saysComputed(remarks: readonly Comment[] | null | undefined): boolean {
  return remarks?.some(({ value }) => value.includes("- computed: true,")) ?? false;
}
