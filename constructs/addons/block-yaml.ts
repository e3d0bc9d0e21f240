import { Document, Scalar as ScalarNode, stringify } from "yaml";

/** A scalar that is to stand as it is given, without quotes. */
export class Bare {
  constructor(readonly text: string) {}
}

/** Text that is to stand in double quotes whatever it looks like. */
export class Quoted {
  constructor(readonly text: string) {}
}

/** What can be written: plain data, and the two kinds of marked text. Entries that are undefined are left out. */
export type Yaml = null | boolean | number | string | Bare | Quoted | readonly Yaml[] | { readonly [key: string]: Yaml | undefined };

/**
 * Block-style YAML, byte for byte as the `yaml` package writes it with `lineWidth: 0` and without anchors. That package builds a
 * document of nodes first, which took a quarter of a whole synth; here only scalars that are not plainly plain are left to it.
 *
 * @returns the text, with a line break at its end
 */
export function blockYaml(value: Yaml): string {
  try {
    if (isMap(value)) return `${mapText(value, "") || "{}"}\n`;
    return Array.isArray(value) ? `${listText(value, "") || "[]"}\n` : byDocument(value);
  } catch (error) {
    if (error instanceof Unusual) return byDocument(value);
    throw error;
  }
}

/** Thrown where only the package knows how a scalar is written. */
class Unusual extends Error {}

const options = { lineWidth: 0, aliasDuplicateObjects: false } as const;

const byDocument = (value: Yaml): string => new Document(node(value), options).toString(options);

function node(value: Yaml | undefined): unknown {
  if (value instanceof Bare) return Object.assign(new ScalarNode(value.text), { type: ScalarNode.PLAIN });
  if (value instanceof Quoted) return Object.assign(new ScalarNode(value.text), { type: ScalarNode.QUOTE_DOUBLE });
  if (Array.isArray(value)) return value.map(node);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, node(inner)]])));
}

type Scalar = null | boolean | number | string | Bare | Quoted;

const STEP = "  ";

const isMap = (value: Yaml | undefined): value is { readonly [key: string]: Yaml | undefined } =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Bare) && !(value instanceof Quoted);

/** Entries on lines of their own, the first one without its indentation; empty for an empty map. */
function mapText(map: { readonly [key: string]: Yaml | undefined }, indent: string): string {
  const lines: string[] = [];
  for (const key of Object.keys(map)) {
    const value = map[key];
    if (value !== undefined) lines.push(`${keyText(key)}:${afterKey(value, indent)}`);
  }
  return lines.join(`\n${indent}`);
}

function afterKey(value: Yaml, indent: string): string {
  const inner = indent + STEP;
  if (Array.isArray(value)) {
    const text = listText(value, inner);
    return text === "" ? " []" : `\n${inner}${text}`;
  }
  if (isMap(value)) {
    const text = mapText(value, inner);
    return text === "" ? " {}" : `\n${inner}${text}`;
  }
  return ` ${scalarText(value as Scalar, indent)}`;
}

function listText(list: readonly Yaml[], indent: string): string {
  return list.map((item) => `- ${itemText(item, indent)}`).join(`\n${indent}`);
}

function itemText(item: Yaml, indent: string): string {
  if (Array.isArray(item)) return listText(item, indent + STEP) || "[]";
  if (isMap(item)) return mapText(item, indent + STEP) || "{}";
  return scalarText(item as Scalar, indent);
}

function scalarText(value: Scalar, indent: string): string {
  if (value instanceof Bare) return value.text;
  if (value instanceof Quoted) return quotedText(value.text);
  if (typeof value !== "string") return byPackage(value);
  if (isPlain(value)) return value;
  return value.includes("\n") ? lines(value, indent + STEP) : byPackage(value);
}

/** Text that stands between double quotes on one line, as in JSON. */
const oneLine = /^[ -~]*$/;

function quotedText(text: string): string {
  if (!oneLine.test(text)) throw new Unusual();
  return JSON.stringify(text);
}

/** Text that stands without quotes and cannot be taken for anything else: words, paths, names of images. */
const plain = /^[A-Za-z/_](?:[\w./@=+*%,;()<>&$~^[\]{}"'!?|\\-]|[ ](?!#)|:(?! ))*$/;
const isPlain = (text: string): boolean => plain.test(text) && !/[ :-]$|^(?:true|false|null|n|y|yes|no|on|off)$/i.test(text);

const keyText = (key: string): string => (isPlain(key) ? key : byPackage({ [key]: 0 }).slice(0, -": 0".length));

/** Lines of text as they are: each empty or with something in it, the first not indented, and at most one line break at the end. */
const simpleLines = /^[!-~][ -~]*(?:\n+ *[!-~][ -~]*)*\n?$/;

function lines(text: string, indent: string): string {
  const ends = text.endsWith("\n");
  if (!simpleLines.test(text)) throw new Unusual();
  return `|${ends ? "" : "-"}\n${indent}${(ends ? text.slice(0, -1) : text).replace(/\n(?=[^\n])/g, `\n${indent}`)}`;
}

/** How many scalars are remembered. */
const MOST_SCALARS = 10_000;
const scalars = new Map<Scalar, string>();

/** On one line, as the package writes it inside a collection. */
function byPackage(value: Exclude<Scalar, Bare | Quoted> | Record<string, 0>): string {
  // A map takes 0 and -0 for one.
  const scalar = typeof value === "object" || Object.is(value, -0) ? undefined : value;
  const known = scalar === undefined ? undefined : scalars.get(scalar);
  if (known !== undefined) return known;
  const text = stringify(typeof value === "object" && value !== null ? value : [value], options)
    .replace(/^- /, "")
    .slice(0, -1);
  if (text.includes("\n")) throw new Unusual();
  if (scalar !== undefined && scalars.size < MOST_SCALARS) scalars.set(scalar, text);
  return text;
}
