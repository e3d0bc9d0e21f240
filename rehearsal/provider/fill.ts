import type { CloudObject, Session } from "../cloud/session.ts";
import type { Type } from "../schema/schema.ts";
import { Dynamic, isObject, type ObjectValue, UNKNOWN, Unknown, type Value } from "../values.ts";
import { conformed, conformedMember, conformedValue, none } from "./conform.ts";
import { eachElement, eachKey, eachMember, isList, type Member, own, type Path, type Shape, typeOf } from "./shape.ts";
import { holdsUnknown } from "./unknown.ts";

/** Who decides what is unknown. */
export type Chooser = Pick<Session, "choose">;

type Ask = (path: Path, type: Type) => Value;

/** The object with a value for all that is unknown in it: its id first, for the rest is made of it, then in the schema's order. */
export function filled(chooser: Chooser, object: CloudObject, shape: Shape, values: ObjectValue): ObjectValue {
  const known = knownOf(values);
  const ask: Ask = (path, type) => {
    const answer = conformedValue(type, chooser.choose({ object, path, type, values: known }));
    if (holdsUnknown(answer)) throw new Error(`${object.key}: the cloud chose an unknown value for ${path.join(".")}; it must be known`);
    settle(known, path, answer);
    return answer;
  };
  const id = shape.get("id");
  const withId = id === undefined ? values : { ...values, id: filledMember(id, own(values, "id"), ["id"], ask) };
  return eachMember(shape, (name, member) => filledMember(member, own(withId, name), [name], ask));
}

/** A stored or found object with all of its attributes: the cloud chooses the computed ones it says nothing of. */
export function completed(chooser: Chooser, object: CloudObject, shape: Shape, values: ObjectValue): ObjectValue {
  return filled(
    chooser,
    object,
    shape,
    conformed(shape, values, (member) => (member.attribute?.computed ? UNKNOWN : none(member))),
  );
}

function filledMember(member: Member, value: Value, path: Path, ask: Ask): Value {
  if (member.kind === "plain") return filledValue(member.type, value, path, ask);
  if (value instanceof Unknown) return conformedMember(member, ask(path, typeOf(member)));
  return eachElement(member.mode, value, (element, step) =>
    eachMember(member.shape, (name, within) => filledMember(within, own(element, name), [...path, ...step, name], ask)),
  );
}

function filledValue(type: Type, value: Value, path: Path, ask: Ask): Value {
  if (value instanceof Unknown) return ask(path, type);
  if (value instanceof Dynamic) return new Dynamic(value.type, filledValue(value.type as Type, value.value, path, ask));
  if (value === null || typeof type === "string") return value;
  if (isList(value)) {
    return value.map((element, index) => filledValue(elementType(type, index), element, [...path, index], ask));
  }
  return isObject(value) ? eachKey(value, (element, key) => filledValue(elementType(type, key), element, [...path, key], ask)) : value;
}

function elementType(type: Exclude<Type, string>, step: string | number): Type {
  if (type[0] === "tuple") return type[1][Number(step)] ?? "dynamic";
  return type[0] === "object" ? (type[1][step] ?? "dynamic") : type[1];
}

/** A copy that `settle` may write to: unknown members are left out, unknown elements of lists hold their place as null. */
function knownOf(object: ObjectValue): ObjectValue {
  const entries = Object.entries(object).filter(([, value]) => !(value instanceof Unknown));
  return Object.fromEntries(entries.map(([name, value]) => [name, knownValue(value)]));
}

function knownValue(value: Value): Value {
  if (value instanceof Unknown) return null;
  if (isList(value)) return value.map(knownValue);
  return isObject(value) ? knownOf(value) : value;
}

/** Writes what was chosen into the copy, for the choices after it; what is within a dynamic value is not shown. */
function settle(known: ObjectValue, path: Path, value: Value): void {
  let holder: Value = known;
  for (const step of path.slice(0, -1)) holder = isList(holder) || isObject(holder) ? (Reflect.get(holder, step) ?? null) : null;
  const last = path.at(-1);
  if (last !== undefined && (isList(holder) || isObject(holder))) Reflect.set(holder, last, value);
}
