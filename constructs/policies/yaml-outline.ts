import type { Json } from "./policy.ts";

/** A key of a YAML text with what is below it. Items of a list have the key `-`. */
export interface Outline {
  readonly key: string;
  /** What stands on the key's own line. */
  readonly value: string;
  readonly children: readonly Outline[];
}

/** How far in each line begins, with the dashes of a list's items: `- name: x` is as far in as the next key of the same item. */
interface Line {
  readonly start: number;
  readonly end: number;
  readonly indent: number;
  readonly isItem: boolean;
}

const lead = / *(?:- +)*/y;

function lineAt(text: string, start: number): Line {
  lead.lastIndex = start;
  const [before = ""] = lead.exec(text) ?? [];
  const end = text.indexOf("\n", start);
  return { start, end: end < 0 ? text.length : end, indent: before.length, isItem: before.includes("-") };
}

const isBlank = ({ start, end, indent }: Line): boolean => start + indent >= end;

/** The lines before a position, nearest first, or from it on. */
function* linesBefore(text: string, at: number): Iterable<Line> {
  for (let start = at; start > 0; ) {
    start = text.lastIndexOf("\n", start - 2) + 1;
    const line = lineAt(text, start);
    if (!isBlank(line)) yield line;
  }
}

function* linesFrom(text: string, at: number): Iterable<Line> {
  for (let start = at; start < text.length; ) {
    const line = lineAt(text, start);
    if (!isBlank(line)) yield line;
    start = line.end + 1;
  }
}

/**
 * The part of a text with the keys that stand beside the one of the line at `at`. Texts are read by their indents and not parsed:
 * values have expressions in them that are no YAML before Terraform puts in what they stand for, and parsing all takes seconds.
 */
export function besides(text: string, at: number): { readonly start: number; readonly text: string } {
  const own = lineAt(text, at);
  let start = at;
  if (!own.isItem)
    for (const line of linesBefore(text, at)) {
      if (line.indent < own.indent) break;
      start = line.start;
      if (line.indent === own.indent && line.isItem) break;
    }
  let end = text.length;
  for (const line of linesFrom(text, own.end + 1)) {
    if (line.indent > own.indent || (line.indent === own.indent && !line.isItem)) continue;
    end = line.start;
    break;
  }
  return { start, text: text.slice(start, end) };
}

/** Names of what a line stands in, outermost first. @param levels how many of the innermost; those further out cost a look at all before */
export function pathTo(text: string, at: number, levels = Number.POSITIVE_INFINITY): string[] {
  const path: string[] = [];
  let within = lineAt(text, at).indent;
  for (const line of linesBefore(text, at)) {
    if (within === 0 || path.length >= levels) break;
    if (line.indent >= within) continue;
    const [, key] = /^["']?([\w./-]+)["']?:/.exec(text.slice(line.start + line.indent, line.end)) ?? [];
    if (key === undefined) continue;
    path.unshift(key);
    within = line.indent;
  }
  return path;
}

/** A short text as a tree. */
export function outlineOf(text: string): Outline[] {
  const top: Outline[] = [];
  const open: { readonly indent: number; readonly children: Outline[] }[] = [{ indent: -1, children: top }];
  const add = (indent: number, key: string, value = ""): void => {
    while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
    const children = flowIn(value);
    open.at(-1)?.children.push({ key, value, children });
    open.push({ indent, children });
  };
  for (const { start, end, indent, isItem } of linesFrom(text, 0)) {
    // An item may begin as far in as the list's own key.
    if (isItem) add(text.lastIndexOf("-", start + indent - 1) - start + 0.5, "-");
    const [, key, value] = /^["']?([\w./-]+)["']?:(?: +(.*?))?(?: +#.*)?$/.exec(text.slice(start + indent, end)) ?? [];
    if (key !== undefined) add(indent, key, value);
  }
  return top;
}

/** `{ cpu: 50m, memory: 64Mi }` */
function flowIn(value: string): Outline[] {
  const inside = /^\{(.*)\}$/.exec(value)?.[1] ?? "";
  return [...inside.matchAll(/["']?([\w./-]+)["']? *: *(\{(?:[^{}]|\{[^{}]*\})*\}|[^,{}]*)/g)].map(([, key = "", text = ""]) => ({
    ...{ key, value: text, children: flowIn(text) },
  }));
}

/** JSON as such a text; as it is if it has expressions in it that make it none. */
export function linesOfJson(text: string): string {
  if (!text.trimStart().startsWith("{")) return text;
  try {
    return rows(JSON.parse(text) as Json, "").join("\n");
  } catch {
    return text;
  }
}

function rows(json: Json, indent: string): string[] {
  if (typeof json !== "object" || json === null) return [`${indent}${JSON.stringify(json)}`];
  if (Array.isArray(json))
    return json.flatMap((item: Json) => [`${indent}-`, ...rows(item, `${indent}  `)].join("\n").replace(/-\n +/, "- "));
  return Object.entries(json).flatMap(([key, value]) =>
    typeof value === "object" && value !== null
      ? [`${indent}${key}:`, ...rows(value as Json, `${indent}  `)]
      : [`${indent}${key}: ${JSON.stringify(value)}`],
  );
}
