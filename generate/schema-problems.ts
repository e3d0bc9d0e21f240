import type { z } from "zod";
import { nearest } from "../config/did-you-mean.ts";
import { shown } from "../config/problems.ts";

/** What to say of a key that a schema does not have, instead of "unknown". */
export type KeyRemarks = Readonly<Record<string, string>>;

/** What a strict schema has against a document, a line each, keys as paths with projects by name. */
export function schemaProblems(schema: z.ZodType, document: unknown, allowed: readonly string[], remarks: KeyRemarks): string[] {
  const { error } = schema.safeParse(document, { reportInput: true });
  return (error?.issues ?? []).flatMap((issue) => {
    const at = pathText(issue.path, document);
    if (issue.code === "unrecognized_keys") return issue.keys.map((key) => `${at}${key}: ${remarks[key] ?? unknownKey(key, allowed)}`);
    return [`${at.slice(0, -2)}: got ${shown(issue.input)}; ${issue.message.replace("Invalid input: ", "")}`];
  });
}

function unknownKey(key: string, allowed: readonly string[]): string {
  const likely = nearest(key, allowed);
  return `unknown key; ${likely === undefined ? "take it away" : `did you mean ${likely}?`}`;
}

function pathText(path: readonly PropertyKey[], document: unknown): string {
  const names = path.map((part, index) => {
    if (typeof part !== "number") return String(part);
    const item = path.slice(0, index + 1).reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)?.[key], document);
    return String((item as { name?: unknown } | undefined)?.name ?? part);
  });
  return names.map((name) => `${name}: `).join("");
}
