import type { Type } from "../schema/schema.ts";
import { Dynamic, isObject, type ObjectValue, Unknown, type Value } from "../values.ts";
import { eachElement, eachKey, eachMember, isList, type Member, type NestedMember, own, type Shape } from "./shape.ts";

/** What stands for a member of which a stored object knows nothing. */
export type Absent = (member: Member) => Value;

/** No value: null, or no blocks. */
export function none(member: Member): Value {
  if (member.attribute !== undefined || member.kind === "plain") return null;
  if (member.mode === "single") return null;
  if (member.mode === "group") return eachMember(member.shape, (_, within) => none(within));
  return member.mode === "map" ? {} : [];
}

/**
 * An object as the schema has it now: names the schema lacks are dropped, those the object lacks are `absent`, values of another
 * type are turned into this one where that is plain, else null; write-only ones are null.
 */
export function conformed(shape: Shape, object: ObjectValue, absent: Absent = none): ObjectValue {
  return eachMember(shape, (name, member) =>
    Object.hasOwn(object, name) ? conformedMember(member, own(object, name), absent) : absent(member),
  );
}

/** A member's value as the schema has it now. */
export function conformedMember(member: Member, value: Value, absent: Absent = none): Value {
  if (member.attribute?.write_only) return null;
  if (member.kind === "plain") return conformedValue(member.type, value);
  if (value instanceof Unknown) return value;
  return fits(member, value) ? eachElement(member.mode, value, (element) => conformed(member.shape, element, absent)) : none(member);
}

function fits({ mode }: NestedMember, value: Value): boolean {
  return mode === "list" || mode === "set" ? isList(value) : isObject(value);
}

/** A value as a value of the type. */
export function conformedValue(type: Type, value: Value): Value {
  if (value === null || value instanceof Unknown) return value;
  if (typeof type === "string") return type === "dynamic" ? dynamic(value) : primitive(type, value);
  switch (type[0]) {
    case "list":
    case "set":
      return isList(value) ? value.map((element) => conformedValue(type[1], element)) : null;
    case "tuple":
      return isList(value) ? type[1].map((element, index) => conformedValue(element, value[index] ?? null)) : null;
    case "map":
      return isObject(value) ? eachKey(value, (element) => conformedValue(type[1], element)) : null;
    case "object":
      if (!isObject(value)) return null;
      return Object.fromEntries(Object.entries(type[1]).map(([name, member]) => [name, conformedValue(member, own(value, name))]));
  }
}

/** A value with its type: as it travels, or the way a state's JSON writes it, `{"type": ..., "value": ...}`. */
function dynamic(value: Value): Value {
  if (value instanceof Dynamic) return value;
  if (!isObject(value) || !Object.hasOwn(value, "type") || !Object.hasOwn(value, "value")) return null;
  const type = own(value, "type");
  return new Dynamic(type, conformedValue(type as Type, own(value, "value")));
}

function primitive(type: "string" | "number" | "bool", value: Value): Value {
  if (type === "bool") return typeof value === "boolean" ? value : value === "true" ? true : value === "false" ? false : null;
  if (typeof value === "string") return type === "string" || isNumeric(value) ? value : null;
  if (typeof value === "number" || typeof value === "bigint") return type === "string" ? String(value) : value;
  return typeof value === "boolean" && type === "string" ? String(value) : null;
}

function isNumeric(value: string): boolean {
  return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value);
}
