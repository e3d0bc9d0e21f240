import { isObject, type Json } from "./strict-json.ts";

/** A block of configuration, found by its labels. */
export interface Block {
  readonly labels: readonly string[];
  readonly body: Json;
  /** `resource.aws_vpc.Vpc`. */
  readonly path: string;
}

/** A value somewhere in the JSON. */
export interface Visited {
  readonly key: string;
  readonly value: unknown;
  readonly path: string;
}

/**
 * The blocks under a key. Terraform's JSON allows an array at every level (`"resource": [{"aws_vpc": [{...}]}]`) and reads each
 * element, so all forms give the same list here. What is neither object nor array is given to `onOther`.
 */
export function blocksOf(value: unknown, labelCount: number, path: string, onOther: (path: string) => void): Block[] {
  const open = (at: unknown, labels: readonly string[], where: string): Block[] => {
    if (Array.isArray(at)) return at.flatMap((element) => open(element, labels, where));
    if (!isObject(at)) {
      onOther(where);
      return [];
    }
    if (labels.length === labelCount) return [{ labels, body: at, path: where }];
    return Object.entries(at).flatMap(([label, inner]) => open(inner, [...labels, label], `${where}.${label}`));
  };
  return value === undefined ? [] : open(value, [], path);
}

/** Every key and value below, at any depth, also where Terraform would see a comment: what is not read is not trusted either. */
export function* visit(value: unknown, path: string): Generator<Visited> {
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) {
      if (typeof element === "string") yield { key: "", value: element, path: `${path}[${index}]` };
      else yield* visit(element, path);
    }
  } else if (isObject(value)) {
    for (const [key, inner] of Object.entries(value)) {
      const at = path === "" ? key : `${path}.${key}`;
      yield { key, value: inner, path: at };
      yield* visit(inner, at);
    }
  }
}

/** Whether two JSON values are the same, whatever the order of keys. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((element, index) => isSame(element, other[index]));
  if (!isObject(one) || !isObject(other)) return one === other;
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]));
}

/** A value for a message, cut where it gets long. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
