import { nestedJson, type Place } from "./sensitive.ts";
import { isObject, type Json, type JsonObject } from "./stack-json.ts";

/** One value that differs between two versions of a block. */
export interface Difference {
  /** Keys and indexes from the block to the value. */
  readonly path: readonly (string | number)[];
  /** Undefined: there was none. */
  readonly before?: Json;
  /** Undefined: there is none any more. */
  readonly after?: Json;
  /** Objects on the way to the value, of both versions: what the value is called may be said beside it. */
  readonly parents: readonly JsonObject[];
}

/** Fields that tell the elements of a list of objects apart, the first that all of them have. */
const identities = ["name", "id", "Sid", "sid", "key", "resource_type", "type", "rule_no", "priority", "display_name", "description"];

/** What differs between two values, down to single values; JSON text in strings is compared inside where both sides hold any. */
export function differences(before: Json | undefined, after: Json | undefined, at: Place = { path: [], parents: [] }): Difference[] {
  if (isObject(before) && isObject(after)) return objectDifferences(before, after, at);
  if (Array.isArray(before) && Array.isArray(after)) return listDifferences(before, after, at);
  if (before === after || (before === undefined && after === undefined)) return [];
  const [old, now] = [nestedJson(before), nestedJson(after)];
  if (old !== undefined && now !== undefined) {
    const inside = differences(old, now, at);
    if (inside.length > 0) return inside;
  }
  return [{ path: at.path, parents: at.parents, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}

function objectDifferences(before: JsonObject, after: JsonObject, { path, parents }: Place): Difference[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => differences(before[key], after[key], { path: [...path, key], parents: [...parents, before, after] }));
}

/** Lists of single values are compared as sets, lists of objects by what names their elements, others by position. */
function listDifferences(before: readonly Json[], after: readonly Json[], { path, parents }: Place): Difference[] {
  const [olds, news] = withoutEqual(before, after);
  if (olds.length === 0 && news.length === 0) {
    const moved = before.some((item, index) => text(item) !== text(after[index]));
    return moved ? [{ path, parents, before, after }] : [];
  }
  const pairs: [Element | undefined, Element | undefined][] = [];
  const left = [...news];
  for (const old of olds) {
    const index = left.findIndex((candidate) => isSame(old.item, candidate.item, olds.length === 1 && news.length === 1));
    pairs.push([old, index < 0 ? undefined : left.splice(index, 1)[0]]);
  }
  pairs.push(...left.map((item) => [undefined, item] as [undefined, Element]));
  return pairs.flatMap(([old, now]) => differences(old?.item, now?.item, { path: [...path, now?.index ?? old?.index ?? 0], parents }));
}

interface Element {
  readonly item: Json;
  readonly index: number;
}

/** The elements that have no equal on the other side. */
function withoutEqual(before: readonly Json[], after: readonly Json[]): [Element[], Element[]] {
  const counts = new Map<string, number>();
  for (const item of after) counts.set(text(item), (counts.get(text(item)) ?? 0) + 1);
  const take = (item: Json): boolean => {
    const count = counts.get(text(item)) ?? 0;
    if (count > 0) counts.set(text(item), count - 1);
    return count > 0;
  };
  const olds = before.map((item, index) => ({ item, index })).filter(({ item }) => !take(item));
  const news = after.map((item, index) => ({ item, index })).filter(({ item }) => take(item));
  return [olds, news];
}

/** Whether two elements are two versions of one thing. Elements without a name are if there is but one on each side. */
function isSame(before: Json, after: Json, only: boolean): boolean {
  if (!isObject(before) || !isObject(after)) return only && isObject(before) === isObject(after);
  const identity = identities.find((key) => typeof before[key] === "string" || typeof before[key] === "number");
  return only || (identity !== undefined && before[identity] === after[identity]);
}

/** Text of a value that does not depend on the order of keys. */
export function text(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map(text).join()}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? "";
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${text(value[key])}`).join()}}`;
}
