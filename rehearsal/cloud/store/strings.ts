import { Dynamic, isObject, type ObjectValue, type Value } from "../../values.ts";
import { ADDRESS } from "../session.ts";

/** What describes an object and refers to nothing. */
const DESCRIPTIVE = new Set(["tags", "tags_all", "labels", "effective_labels", "terraform_labels", "annotations", ADDRESS]);

/** A string of an object, and the name of the attribute it is in (of the innermost, for a list: of the list). */
export interface Held {
  readonly text: string;
  readonly attribute: string;
}

/** All strings of an object, at any depth, but those that only describe it. */
export function* stringsOf(value: Value, attribute = ""): Generator<Held> {
  if (typeof value === "string") yield { text: value, attribute };
  else if (value instanceof Dynamic) yield* stringsOf(value.value, attribute);
  else if (Array.isArray(value)) for (const element of value) yield* stringsOf(element, attribute);
  else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) if (!DESCRIPTIVE.has(name)) yield* stringsOf(member, name);
  }
}

/** A string attribute of the object itself; undefined if it has none of the name, or an empty one. */
export function textOf(values: ObjectValue, name: string): string | undefined {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** An id as ids are compared: Azure's regardless of case. */
export function comparable(id: string): string {
  return /^\/subscriptions\//i.test(id) ? id.toLowerCase() : id;
}
