import { Dynamic, isObject, Unknown, type Value } from "../../values.ts";

/** The member that marks an object of the JSON as something JSON has no notation for. */
const MARK = "$";

/** A value as JSON, from which `decode` makes the same value: integers beyond 2^53 and dynamic values are marked. Throws for an unknown one. */
export function encode(value: Value): unknown {
  if (value instanceof Unknown) throw new Error("a value is unknown where the cloud stores it; choose it before it is stored");
  if (typeof value === "bigint") return { [MARK]: "bigint", digits: String(value) };
  if (value instanceof Dynamic) return { [MARK]: "dynamic", type: value.type, value: encode(value.value) };
  if (isObject(value)) {
    const members = mapped(value, encode);
    return Object.hasOwn(value, MARK) ? { [MARK]: "object", members } : members;
  }
  return Array.isArray(value) ? value.map(encode) : value;
}

/** The value that `encode` made the JSON of. */
export function decode(json: unknown): Value {
  if (Array.isArray(json)) return json.map(decode);
  if (typeof json !== "object" || json === null) return json as null | string | number | boolean;
  const object = json as Record<string, unknown>;
  if (!Object.hasOwn(object, MARK)) return mapped(object, decode);
  if (object[MARK] === "bigint") return BigInt(String(object.digits));
  if (object[MARK] === "dynamic") return new Dynamic(object.type, decode(object.value));
  return mapped(object.members as Record<string, unknown>, decode);
}

function mapped<From, To>(object: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}
