/** A key and its value in a text. */
export interface TextPair {
  readonly key: string;
  readonly value: string;
  readonly isQuoted: boolean;
  /** Where the value begins. */
  readonly at: number;
}

/**
 * The end of a key that may hold a secret, and what comes before its value: `key: value`, `"key": "value"`, `KEY=value`; also where
 * quotes are escaped, as in JSON within a text. It begins with a word, which is found faster than any word would be.
 */
const keyEnd =
  /(?:pass|pwd|token|secret|key|credential|psk|jwt|connection|value)[\w.-]{0,12}(?:\\*["'])?[ \t]*(?::(?=[ \t]|\\*["'])|=>|=)[ \t]*(?=[^\s=>])/gi;

/** The name that a value stands beside, `name: PASSWORD` and then `value: ...`, at the end of what is before it. */
const nameBefore = /(?:\bname|\bkey)(?:\\*["'])?[ \t]*[:=][ \t]*(?:\\*["'])?([\w.-]+)(?:\\*["'])?[,;\s]*(?:\\*["'])?$/;

/** The pairs of a text whose key may hold a secret. */
export function pairsIn(text: string): TextPair[] {
  return [...text.matchAll(keyEnd)].flatMap((match) => {
    const [, lead = "", end = ""] = /^([\w.-]*)([\s\S]*)$/.exec(match[0]) ?? [];
    const [start = ""] = /[\w.-]*$/.exec(text.slice(Math.max(0, match.index - 80), match.index)) ?? [];
    const key = `${start}${lead}`;
    // What is behind a colon or a slash is a part of an address.
    if (/[:/]/.test(text[match.index - start.length - 1] ?? "")) return [];
    const before = text.slice(Math.max(0, match.index - 200), match.index);
    const name = key.toLowerCase() === "value" ? nameBefore.exec(before)?.[1] : undefined;
    return [valueAt(text, name ?? key, match.index + match[0].length, end)];
  });
}

function valueAt(text: string, key: string, at: number, before: string): TextPair {
  const end = text.indexOf("\n", at);
  const line = text.slice(at, end < 0 ? undefined : end);
  const quoted = /^\\*(["'])(.*?)\\*\1/.exec(line);
  if (quoted !== null) return { key, value: quoted[2] ?? "", isQuoted: true, at };
  // After `=` comes one word; after `:` the line, without a remark, or up to the next of several on it.
  const isWord = before.trimEnd().endsWith("=");
  const [value = ""] = (isWord ? /^[^\s;&,"'`)\\]*/ : /^.*?(?=\s+#|,\s|[,;}\]]*$)/).exec(line) ?? [];
  return { key, value: value.trim(), isQuoted: false, at };
}
