import type { ObjectValue } from "../../values.ts";
import { comparable, type Held, stringsOf, textOf } from "./strings.ts";

/** The attributes by whose value others name an object. */
const HANDLES = ["id", "arn", "self_link"];

/** What others name an object by, comparable. */
export function handlesOf(values: ObjectValue): string[] {
  const handles = HANDLES.flatMap((name) => textOf(values, name) ?? []);
  return [...new Set(handles.map(comparable))];
}

/** What an object names: its strings and, for one of Azure's, the resource group that its id says it is in. */
export function* heldBy(values: ObjectValue): Generator<Held> {
  for (const { text, attribute } of stringsOf(values)) if (isName(text)) yield { text: comparable(text), attribute };
  const group = textOf(values, "id")?.match(/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+(?=\/)/i)?.[0];
  if (group !== undefined) yield { text: comparable(group), attribute: "id" };
}

/** Text of several words is no name, nor is a document; leaving them out keeps the index small. */
function isName(text: string): boolean {
  return text !== "" && text.length <= 1024 && !/\s|^[{[]/.test(text);
}

/** Which objects are known by a name, and which ones name it: looked up in one step, however many objects there are. */
export class References {
  private readonly claims = new Map<string, Set<string>>();
  private readonly holders = new Map<string, Set<string>>();

  /** Notes that an object was made (nothing before), changed or deleted (nothing after). */
  replace(key: string, before: ObjectValue | undefined, after: ObjectValue | undefined): void {
    reindex(this.claims, key, handles(before), handles(after));
    reindex(this.holders, key, names(before), names(after));
  }

  /** Keys of the objects known by a name, in the order in which they were made: the first is the one others mean (a bucket's policy has the bucket's id). */
  known(handle: string): readonly string[] {
    return [...(this.claims.get(comparable(handle)) ?? [])];
  }

  /** Keys of the objects that name something. */
  naming(text: string): readonly string[] {
    return [...(this.holders.get(comparable(text)) ?? [])];
  }
}

function handles(values: ObjectValue | undefined): Set<string> {
  return new Set(values === undefined ? [] : handlesOf(values));
}

function names(values: ObjectValue | undefined): Set<string> {
  const texts = new Set<string>();
  if (values !== undefined) for (const { text } of heldBy(values)) texts.add(text);
  return texts;
}

/** What stays keeps its place: the order of the claims says who was first. */
function reindex(index: Map<string, Set<string>>, key: string, before: ReadonlySet<string>, after: ReadonlySet<string>): void {
  for (const text of before) {
    const keys = after.has(text) ? undefined : index.get(text);
    if (keys?.delete(key) && keys.size === 0) index.delete(text);
  }
  for (const text of after) {
    const keys = index.get(text);
    if (keys === undefined) index.set(text, new Set([key]));
    else keys.add(key);
  }
}
