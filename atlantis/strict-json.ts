import type { Problem } from "./policy.ts";

/** A JSON object as read: anything may be in it. */
export type Json = Record<string, unknown>;

/** Whether a value is a JSON object, not an array. */
export const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Reads JSON so that it means one thing to every reader: UTF-8 without byte order mark, one object, and no key twice, since of
 * two equal keys Terraform may take the one that was not checked.
 */
export function parseStrictly(bytes: Uint8Array): { readonly json?: Json; readonly problems: Problem[] } {
  const refuse = (path: string, message: string) => ({ problems: [{ path, message }] });
  let text: string;
  let json: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    json = JSON.parse(text);
  } catch (error) {
    return refuse(
      "cdk.tf.json",
      `is not JSON in UTF-8 (${error instanceof Error ? error.message : error}); run npm run synth and commit what it writes`,
    );
  }
  if (!isObject(json)) return refuse("cdk.tf.json", "is not a JSON object; run npm run synth and commit what it writes");
  return { json, problems: repeatedKeys(text) };
}

interface Level {
  readonly keys?: Set<string>;
  readonly name: string;
  /** Last key of an object: the name of what is in it. */
  key: string;
  expectsKey: boolean;
}

/** @param text valid JSON */
function repeatedKeys(text: string): Problem[] {
  const problems: Problem[] = [];
  const levels: Level[] = [];
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]/g)) {
    const level = levels.at(-1);
    if (token === "{" || token === "[") {
      levels.push({ ...(token === "{" && { keys: new Set() }), name: level?.key ?? "", key: "", expectsKey: token === "{" });
    } else if (token === "}" || token === "]") levels.pop();
    else if (level?.keys === undefined) continue;
    else if (token === ",") level.expectsKey = true;
    else if (token === ":") level.expectsKey = false;
    else if (level.expectsKey) {
      level.key = JSON.parse(token);
      if (level.keys.has(level.key)) problems.push({ path: pathOf(levels), message: "is there twice; keep one" });
      level.keys.add(level.key);
    }
  }
  return problems;
}

const pathOf = (levels: readonly Level[]): string => [...levels.map(({ name }) => name), levels.at(-1)?.key].filter(Boolean).join(".");
