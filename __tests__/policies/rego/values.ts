/** A set: members that are equal are there once, in a fixed order. */
export class RegoSet {
  readonly members: readonly Value[];

  constructor(members: Iterable<Value>) {
    const byText = new Map([...members].map((member) => [canonical(member), member]));
    this.members = [...byText.keys()].sort().map((text) => byText.get(text) as Value);
  }
}

/** What Rego computes with: JSON and sets. Keys of objects are strings. */
export type Value = string | number | boolean | null | readonly Value[] | RegoSet | { readonly [key: string]: Value };

export const isSet = (value: Value): value is RegoSet => value instanceof RegoSet;
export const isArray = (value: Value): value is readonly Value[] => Array.isArray(value);
export const isObject = (value: Value): value is { readonly [key: string]: Value } =>
  typeof value === "object" && value !== null && !isArray(value) && !isSet(value);

/** Text that is the same for equal values only. */
export function canonical(value: Value): string {
  if (isSet(value)) return `set(${value.members.map(canonical).join(",")})`;
  if (isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (isObject(value)) {
    const entries = Object.keys(value).sort();
    return `{${entries.map((key) => `${JSON.stringify(key)}:${canonical(value[key] as Value)}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

/** The value as OPA prints it: sets as arrays. */
export function plain(value: Value): unknown {
  if (isSet(value)) return value.members.map(plain);
  if (isArray(value)) return value.map(plain);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  return value;
}

/** What is iterated: [key, value] of an array, an object or a set; nothing for the rest, as in Rego. */
export function entriesOf(value: Value): [Value, Value][] {
  if (isSet(value)) return value.members.map((member) => [member, member]);
  if (isArray(value)) return value.map((member, index) => [index, member]);
  if (isObject(value)) return Object.entries(value);
  return [];
}

/** One look-up; undefined where there is nothing. */
export function lookUp(value: Value, key: Value): Value | undefined {
  if (isSet(value)) return value.members.some((member) => canonical(member) === canonical(key)) ? key : undefined;
  if (isArray(value)) return typeof key === "number" ? value[key] : undefined;
  return isObject(value) && typeof key === "string" && Object.hasOwn(value, key) ? value[key] : undefined;
}
