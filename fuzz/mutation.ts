import { type Document, isMap, isScalar, isSeq, parseDocument } from "yaml";

/** Files of a configuration by path, as text; undefined for one that cannot be read. */
export type ConfigFiles = ReadonlyMap<string, string>;

/** One thing done to a configuration: numbers, so that it can be made smaller. */
export interface Mutation {
  readonly kind: number;
  /** Which place, of all there are. */
  readonly place: number;
  /** Which variant. */
  readonly variant: number;
}

type Path = readonly (string | number)[];

/** Values that no key expects. */
const strange: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e21,
    9_007_199_254_740_992,
    "",
    " ",
    "true",
    "null",
    "0",
    "${x}",
    "%{x}",
    "$(id)",
    "../../etc",
    "a".repeat(5000),
  ],
  ...[
    "é☃𝒳",
    "\u0000",
    "\n",
    "a: b",
    "*",
    "&a",
    "10.0.0.0/8",
    "0.0.0.0/0",
    "300.0.0.0/99",
    "eu-central-1",
    "2020-01-01",
    "__proto__",
    "constructor",
  ],
  ...[[], {}, [[]], [null], { a: { b: { c: 1 } } }, Array.from({ length: 200 }, (_, index) => `x${index}`), { toString: "x" }],
];

/** Keys that mean something to the language or to nobody. */
const strangeKeys = ["__proto__", "constructor", "toString", "", " ", "é", "a.b", "x".repeat(300), "null", "0", "<<"];

const choose = <T>(items: readonly T[], variant: number): T | undefined => items[variant % Math.max(items.length, 1)];

/** Every place in a document, from the top. */
function placesIn(document: Document): Path[] {
  const found: Path[] = [];
  const walk = (node: unknown, path: Path): void => {
    if (path.length > 0) found.push(path);
    if (isMap(node)) for (const { key, value } of node.items) walk(value, [...path, isScalar(key) ? String(key.value) : String(key)]);
    if (isSeq(node)) for (const [index, item] of node.items.entries()) walk(item, [...path, index]);
  };
  walk(document.contents, []);
  return found;
}

/** Values that the schemas allow for a key of this name, in some place. */
export type Allowed = ReadonlyMap<string, readonly unknown[]>;

interface Place {
  readonly document: Document;
  readonly path: Path;
  readonly all: readonly Path[];
  readonly variant: number;
  readonly allowed: Allowed;
}

/** What can be done at a place of a document. */
const edits: readonly ((place: Place) => void)[] = [
  ({ document, path }) => document.deleteIn(path),
  ({ document, path, variant }) => document.setIn(path, document.createNode(choose(strange, variant))),
  ({ document, path, variant }) => renamed(document, path, choose(strangeKeys, variant) ?? ""),
  ({ document, path }) => renamed(document, path, `${String(path.at(-1)).slice(0, -1)}x`),
  ({ document, path, all, variant }) => document.setIn(path, document.getIn(choose(all, variant) ?? path)),
  ({ document, path, variant }) => document.setIn([...path.slice(0, -1), choose(strangeKeys, variant)], 1),
  ({ document, path, variant }) => multiplied(document, path, variant),
  // The schema's own words, and numbers near those there: what is often accepted.
  ...Array.from({ length: 3 }, () => ({ document, path, variant, allowed }: Place) => {
    const words = allowed.get(String(path.at(-1))) ?? [];
    if (words.length > 0) document.setIn(path, choose(words, variant));
    else nudged(document, path, variant);
  }),
];

function renamed(document: Document, path: Path, name: string): void {
  const value = document.getIn(path, true);
  document.deleteIn(path);
  document.setIn([...path.slice(0, -1), name], value);
}

/** A map or list with many more of what is in it. */
function multiplied(document: Document, path: Path, variant: number): void {
  const node = document.getIn(path, true);
  const count = 2 + (variant % 60);
  if (isSeq(node)) for (let index = 0; index < count; index++) node.add(node.items[index % Math.max(node.items.length, 1)] ?? "x");
  else if (isMap(node)) for (let index = 0; index < count; index++) node.set(`more${index}`, node.items[0]?.value ?? null);
}

function nudged(document: Document, path: Path, variant: number): void {
  const value = document.getIn(path);
  if (typeof value === "boolean") document.setIn(path, !value);
  else if (typeof value === "number") document.setIn(path, value + (variant % 7) - 3);
  else if (typeof value === "string") document.setIn(path, variant % 2 === 0 ? `${value}${variant % 10}` : value.slice(1));
}

/** What can be done to a file as text. */
const damages: readonly ((text: string, variant: number) => string | undefined)[] = [
  () => undefined,
  () => "",
  (text, variant) => text.slice(0, variant % text.length),
  (text, variant) => `${text.slice(0, variant % text.length)}\t${text.slice(variant % text.length)}`,
  (text, variant) => `${text}\n${text.split("\n")[variant % text.split("\n").length]}\n`,
  (text, variant) => `${text.slice(0, variant % text.length)}\u0000\ufffd${text.slice(variant % text.length)}`,
  (text) => `a: &a [*a]\n${text}`,
  (text) => `--- !!js/function >\n${text}`,
  (text, variant) => text.replaceAll(":", variant % 2 === 0 ? " :" : ":"),
];

/** How many kinds of mutation there are. */
export const KINDS = edits.length + 1;

/** The configuration with the mutations done to it, one after the other. */
export function mutated(files: ConfigFiles, mutations: readonly Mutation[], allowed: Allowed): ConfigFiles {
  const result = new Map(files);
  for (const { kind, place, variant } of mutations) {
    const [file = "", text = ""] = [...result][place % Math.max(result.size, 1)] ?? [];
    const edit = edits[kind % KINDS];
    const changed =
      edit === undefined ? damages[variant % damages.length]?.(text || " ", place) : edited(text, edit, place, variant, allowed);
    if (changed === undefined) result.delete(file);
    else result.set(file, changed);
  }
  return result;
}

function edited(text: string, edit: (place: Place) => void, place: number, variant: number, allowed: Allowed): string {
  const document = parseDocument(text);
  const all = placesIn(document);
  const path = choose(all, Math.floor(place / 4));
  if (document.errors.length > 0 || path === undefined) return text;
  try {
    edit({ document, path, all, variant, allowed });
    return document.toString({ lineWidth: 0 });
  } catch {
    return text; // what cannot be done there, such as a name in a list
  }
}
