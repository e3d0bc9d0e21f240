import type { Value } from "../values.ts";

const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Reads the JSON of a state. Numbers that a double would round (terraform's have 512 bits) become strings of their digits, which
 * terraform takes for numbers as well; JSON.parse alone would change them without a word.
 */
export function parseState(json: Uint8Array): Value {
  const exact = new TextDecoder().decode(json).replace(STRING_OR_NUMBER, (token) => (isRounded(token) ? `"${token}"` : token));
  return exact === "" ? null : JSON.parse(exact);
}

function isRounded(token: string): boolean {
  return !token.startsWith('"') && String(Number(token)) !== token;
}
