import type { StackJson } from "../stacks.ts";

type Variable = Readonly<Record<string, unknown>>;

/** A stand-in for text that only a person or the real workspace knows. */
const TEXT = "rehearsal";

/** A file in each stack's folder, with that text in it: for variables that say where HCP Terraform writes something. */
export const standInFile = { name: "rehearsal.txt", text: TEXT };

/**
 * Values for the variables of a stack that have none of their own, by name, as terraform reads them from `TF_VAR_<name>`: those
 * without a default, and secrets whose default is null (in earnest they come another way, and provider schemas require them).
 *
 * @param given values by name, which go first
 */
export function variableValues(json: StackJson, given: Readonly<Record<string, string>>): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, variable] of Object.entries(json.variable ?? {})) {
    const value = given[name] ?? (needsValue(variable) ? standIn(variable.type, keysOf(json, name)) : undefined);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

/** Keys by which the stack looks into maps that are in a variable: they have to be there. */
function keysOf(json: StackJson, variable: string): string[] {
  const uses = JSON.stringify(json).matchAll(new RegExp(`var\\.${variable}[\\w.]*\\[\\\\*"(\\w+)\\\\*"\\]`, "g"));
  return [...new Set([...uses].map(([, key = ""]) => key))];
}

function needsValue(variable: Variable): boolean {
  if (variable.default === undefined) return true;
  return variable.default === null && variable.sensitive === true && typeOf(variable.type) === "string";
}

const typeOf = (type: unknown): string =>
  String(type ?? "string")
    .replace(/^\$\{(.*)\}$/, "$1")
    .replace(/\s/g, "");

/** A value of a type expression, as the text of an expression; plain text for a string, as terraform takes it. */
function standIn(type: unknown, keys: readonly string[]): string {
  const plain = typeOf(type);
  return plain === "string" || plain === "any" ? TEXT : expression(plain, keys);
}

function expression(type: string, keys: readonly string[]): string {
  const [, kind = "", inner = ""] = /^(\w+)(?:\((.*)\))?$/.exec(type) ?? [];
  if (kind === "number") return "1";
  if (kind === "bool") return "false";
  if (kind === "list" || kind === "set") return "[]";
  if (kind === "map") return keys.length === 0 ? "{}" : `{ ${keys.map((key) => `${key} = ${expression(inner, keys)}`).join(", ")} }`;
  if (kind === "tuple")
    return `[${split(inner.slice(1, -1))
      .map((part) => expression(part, keys))
      .join(", ")}]`;
  if (kind === "object") return `{ ${attributes(inner.slice(1, -1), keys).join(", ")} }`;
  return JSON.stringify(TEXT);
}

/** Optional attributes are left out. */
function attributes(inner: string, keys: readonly string[]): string[] {
  return split(inner).flatMap((attribute) => {
    const [, name = "", type = ""] = /^"?([\w-]+)"?=(.*)$/.exec(attribute) ?? [];
    if (type.startsWith("optional(")) return [];
    return [`${name} = ${name.endsWith("_file_path") ? JSON.stringify(standInFile.name) : expression(type, keys)}`];
  });
}

/** Splits at the commas that no bracket encloses. */
function split(list: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (const [index, character] of [...list].entries()) {
    if ("([{".includes(character)) depth++;
    if (")]}".includes(character)) depth--;
    if (character !== "," || depth > 0) continue;
    parts.push(list.slice(from, index));
    from = index + 1;
  }
  return [...parts, list.slice(from)].filter((part) => part !== "");
}
