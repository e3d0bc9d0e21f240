/** `newline` separates statements; the parser skips it inside brackets. */
export interface Token {
  readonly kind: "name" | "string" | "number" | "symbol" | "newline" | "end";
  readonly text: string;
  readonly line: number;
  /** White space stands before it. */
  readonly spaced: boolean;
}

const patterns: readonly (readonly [Token["kind"] | "space", RegExp])[] = [
  ["newline", /\n/y],
  ["space", /[ \t\r]+|#[^\n]*/y],
  ["number", /\d+(?:\.\d+)?\b/y],
  ["string", /"(?:[^"\\\n]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|`[^`]*`/y],
  ["name", /[A-Za-z_]\w*/y],
  ["symbol", /:=|==|!=|<=|>=|[-+*/%&|<>(){}[\],;:.]/y],
];

/**
 * Rego as tokens.
 * @throws where a character begins nothing of the subset
 */
export function tokens(source: string): Token[] {
  const found: Token[] = [];
  let [at, line, spaced] = [0, 1, false];
  while (at < source.length) {
    const [kind, text] = next(source, at, line);
    if (kind === "space") spaced = true;
    else {
      found.push({ kind, text, line, spaced });
      spaced = kind === "newline";
    }
    at += text.length;
    line += text.split("\n").length - 1;
  }
  return [...found, { kind: "end", text: "the end of the file", line, spaced: true }];
}

function next(source: string, at: number, line: number): readonly [Token["kind"] | "space", string] {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match) return [kind, match[0]];
  }
  throw new Error(`line ${line}: ${JSON.stringify(source.slice(at, at + 12))} is not Rego that these tests understand`);
}

/** What a string token stands for. */
export const unquoted = (text: string): string => (text.startsWith("`") ? text.slice(1, -1) : JSON.parse(text));
