import type { z } from "zod";
import { chooseAmong, nearest } from "./did-you-mean.ts";
import { type Finding, type Path, type Problem, pathText, shown } from "./problems.ts";
import { childrenOf, descriptionOf, standInFor } from "./schema-walk.ts";
import { settingsSchema } from "./settings-schema.ts";
import type { Source } from "./yaml-source.ts";

/** The outcome of checking one file. */
export interface Checked<T> {
  /** What is left after the offending keys are dropped; absent when nothing is. */
  readonly value?: T;
  readonly problems: readonly Problem[];
  /** Keys whose value is not what the author meant. */
  readonly tainted: readonly Path[];
}

interface Flaw extends Finding {
  /** The key that was most likely meant. */
  readonly meant?: Path;
}

/** Checks the shape of a file: every key known, every value of its type. What is wrong is dropped, so that the rest can be checked further. */
export function checkStructure<S extends z.ZodType>(schema: S, source: Source): Checked<z.infer<S>> {
  const result = schema.safeParse(source.data);
  if (result.success) return { value: result.data, problems: [], tainted: [] };
  const flaws = result.error.issues.flatMap((issue) => flawsOf(schema, source.data, issue));
  const inFile = (path: Path) => [...source.prefix, ...path];
  const problems = flaws.map(({ path, got, rule, remedy }): Problem => {
    const full = inFile(path);
    return { path: full.length > 0 ? pathText(full) : source.file, file: source.file, line: source.lineOf(full), got, rule, remedy };
  });
  const tainted = flaws.flatMap(({ path, meant }) => (meant ? [inFile(path), inFile(meant)] : [inFile(path)]));
  return { value: withoutFlaws(schema, source.data, flaws), problems, tainted };
}

function flawsOf(schema: z.ZodType, data: unknown, issue: z.core.$ZodIssue): Flaw[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(schema, data, path, key));
  const value = valueAt(data, path);
  const name = descriptionOf(schema, path);
  const purpose = name ? ` (${name})` : "";
  if (value === undefined) return [{ path, got: "nothing", rule: "is given, and it is required", remedy: `add it${purpose}` }];
  const [rule, remedy] = wrongValue(issue, value);
  return [{ path, got: shown(value), rule, remedy: `${remedy}${purpose}` }];
}

const kinds: Record<string, string> = { regions: "region", clouds: "cloud" };

function unknownKey(schema: z.ZodType, data: unknown, path: Path, key: string): Flaw {
  const known = childrenOf(schema, path);
  const kind = kinds[path.at(-1) ?? ""] ?? "key";
  const where = kind === "region" ? `of ${path.at(-2)}` : "here";
  const misplaced = known.includes("settings") && key in settingsSchema.shape;
  const likely = nearest(key, known);
  const meant = misplaced ? [...path, "settings", key] : likely !== undefined ? [...path, likely] : undefined;
  return {
    path: [...path, key],
    got: JSON.stringify(key),
    rule: `is not a ${kind} ${where}`,
    remedy: misplaced ? "write it under settings" : chooseAmong(key, known),
    ...(meant && valueAt(data, meant) === undefined && { meant }),
  };
}

const types: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
  record: "a map",
};

function wrongValue(issue: z.core.$ZodIssue, value: unknown): [rule: string, remedy: string] {
  switch (issue.code) {
    case "invalid_value": {
      const allowed = issue.values.map(String);
      return ["is not allowed", chooseAmong(typeof value === "string" ? value : "", allowed)];
    }
    case "invalid_type": {
      const wanted = types[issue.expected] ?? issue.expected;
      if (value === null && wanted === "a map") return ["is given where a map is expected", "write {} to take every default"];
      const quotes = wanted === "text" && (typeof value === "number" || typeof value === "boolean");
      return [`is given where ${wanted} is expected`, quotes ? "put it in quotes" : `write ${wanted}`];
    }
    case "too_small":
      return issue.origin === "string" ? ["is empty", "fill it in"] : [`is below ${issue.minimum}`, `use ${issue.minimum} or more`];
    case "too_big":
      return [`is above ${issue.maximum}`, `use ${issue.maximum} or less`];
    default:
      return [`is not allowed: ${issue.message.toLowerCase()}`, "correct it"];
  }
}

/** The data with every flaw dropped and stand-ins for what is then missing; absent when even that has no valid shape. */
function withoutFlaws<S extends z.ZodType>(schema: S, data: unknown, flaws: readonly Flaw[]): z.infer<S> | undefined {
  const rest: unknown = structuredClone(data);
  for (const { path } of flaws) drop(rest, path);
  for (let round = 0; round < 20; round++) {
    const result = schema.safeParse(rest);
    if (result.success) return result.data;
    for (const { path } of result.error.issues) put(rest, path.map(String), standInFor(schema, path.map(String)));
  }
  return undefined;
}

/** Takes away the key at `path`; an item of a list takes its list along, for the others would change places. */
function drop(data: unknown, path: Path): void {
  if (path.length === 0) return;
  const parent = valueAt(data, path.slice(0, -1));
  if (Array.isArray(parent)) drop(data, path.slice(0, -1));
  else if (typeof parent === "object" && parent !== null) delete (parent as Record<string, unknown>)[path.at(-1) ?? ""];
}

function put(data: unknown, path: Path, value: unknown): void {
  const parent = valueAt(data, path.slice(0, -1));
  if (typeof parent === "object" && parent !== null) (parent as Record<string, unknown>)[path.at(-1) ?? ""] = structuredClone(value);
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined,
    data,
  );
}
