/** Whether there is more in a text than printable ASCII that means itself. */
const needsCare = /[^ !#-[\]-~]/;

/** A string as JSON. */
export const quoted = (text: string): string => (needsCare.test(text) ? JSON.stringify(text) : `"${text}"`);

/** How many different keys are remembered: those of the providers' arguments; a map with endless keys must not fill the memory. */
const MOST_KEYS = 50_000;
const keys = new Map<string, string>();

/** An object's key as JSON, with what comes after it. */
export function keyText(key: string): string {
  const known = keys.get(key);
  if (known !== undefined) return known;
  const text = `${quoted(key)}: `;
  if (keys.size < MOST_KEYS) keys.set(key, text);
  return text;
}

const breaks: string[] = [];

/** A new line, indented for what is `level` deep. */
export function lineAt(level: number): string {
  for (let next = breaks.length; next <= level; next++) breaks.push(`\n${"  ".repeat(next)}`);
  return breaks[level] as string;
}

/** Text that is JSON already, indented for where it stands. */
export class Written {
  constructor(readonly text: string) {}
}

/**
 * JSON with sorted keys and two spaces, as `json-stable-stringify` writes it: keys by code unit, `[` and `]` on two lines also around
 * nothing, arrays with `null` for what is no JSON, objects without it.
 *
 * @param level how deep the value stands
 */
export function jsonText(value: unknown, level: number): string | undefined {
  if (typeof value === "string") return quoted(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (value instanceof Written) return value.text;
  if (Array.isArray(value)) return listText(value, level, (item) => jsonText(item, level + 1) ?? "null");
  if ("toJSON" in value && typeof value.toJSON === "function") return jsonText(value.toJSON(), level);
  return objectText(Object.keys(value).sort(), level, (key) => jsonText((value as Record<string, unknown>)[key], level + 1));
}

/** @param textOf gives an item's text; undefined leaves it out */
export function listText<T>(items: readonly T[], level: number, textOf: (item: T, index: number) => string | undefined): string {
  const inside = lineAt(level + 1);
  let text = "[";
  let separator = inside;
  for (let index = 0; index < items.length; index++) {
    const item = textOf(items[index] as T, index);
    if (item === undefined) continue;
    text += separator + item;
    separator = `,${inside}`;
  }
  return `${text}${lineAt(level)}]`;
}

/** @param textOf gives the text of a key's value; undefined leaves the key out */
export function objectText(sortedKeys: readonly string[], level: number, textOf: (key: string) => string | undefined): string {
  const inside = lineAt(level + 1);
  let text = "{";
  let separator = inside;
  for (const key of sortedKeys) {
    const value = textOf(key);
    if (value === undefined) continue;
    text += separator + keyText(key) + value;
    separator = `,${inside}`;
  }
  return `${text}${lineAt(level)}}`;
}
