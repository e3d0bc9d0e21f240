import type { Type } from "../schema/schema.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Member, Path, Shape } from "./shape.ts";

/** A JSON object of a stack. */
type Written = Readonly<Record<string, unknown>>;

/**
 * Names that are written within attributes and that the schema does not have. Terraform checks names of arguments and blocks; those
 * within an attribute's value it drops, while it converts the value to the attribute's type, so no provider ever sees them.
 * What an expression makes is not looked into.
 */
export function dropped(shape: Shape, body: Written): readonly Diagnostic[] {
  return [...shape].flatMap(([name, member]) => (Object.hasOwn(body, name) ? inMember(member, body[name], [name]) : []));
}

function inMember(member: Member, written: unknown, path: Path): readonly Diagnostic[] {
  if (member.kind === "plain") return inType(member.type, written, path);
  const { attribute, mode, shape } = member;
  return elements(mode === "single" || mode === "group", mode === "map", written, path).flatMap(([element, at]) => {
    const unknown = attribute === undefined ? [] : unknownNames([...shape.keys()], element, at);
    const known = [...shape].filter(([name]) => Object.hasOwn(element, name));
    return [...unknown, ...known.flatMap(([name, within]) => inMember(within, element[name], [...at, name]))];
  });
}

function inType(type: Type, written: unknown, path: Path): readonly Diagnostic[] {
  if (typeof type === "string" || type[0] === "tuple") return [];
  if (type[0] === "object") {
    return elements(true, false, written, path).flatMap(([element, at]) => {
      const known = Object.entries(type[1]).filter(([name]) => Object.hasOwn(element, name));
      const within = known.flatMap(([name, inner]) => inType(inner, element[name], [...at, name]));
      return [...unknownNames(Object.keys(type[1]), element, at), ...within];
    });
  }
  const steps = Array.isArray(written) ? [...written.entries()] : type[0] === "map" && isWritten(written) ? Object.entries(written) : [];
  return steps.flatMap(([step, element]) => inType(type[1], element, [...path, step]));
}

/** The objects that are written out, and where: blocks may be written without the list around them. */
function elements(isOne: boolean, isMap: boolean, written: unknown, path: Path): readonly (readonly [Written, Path])[] {
  if (Array.isArray(written)) {
    return written.flatMap((element, index) => (isWritten(element) ? [[element, isOne ? path : [...path, index]] as const] : []));
  }
  if (!isWritten(written)) return [];
  if (!isMap) return [[written, path]];
  return Object.entries(written).flatMap(([key, element]) => (isWritten(element) ? [[element, [...path, key]] as const] : []));
}

function unknownNames(names: readonly string[], element: Written, path: Path): readonly Diagnostic[] {
  const unknown = Object.keys(element).filter((name) => !names.includes(name) && !name.includes("${"));
  return unknown.map((name) => ({
    severity: "error",
    summary: "Unsupported argument",
    detail: `"${[...path, name].join(".")}" is not expected here, and terraform would drop it without a word; expected are: ${names.join(", ")}.`,
    path,
  }));
}

function isWritten(value: unknown): value is Written {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
