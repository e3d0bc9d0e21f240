import type { Values } from "../../constructs/addons/addon.ts";

/** What is known of a chart's values, at one version. */
export interface ChartKeys {
  readonly chart: string;
  readonly version: string;
  /** Where the keys can be seen. */
  readonly source: string;
  /** Paths that the chart reads. */
  readonly keys: readonly string[];
  /** Paths below which it takes anything. */
  readonly free?: readonly string[];
}

/** Paths of the values that the chart would not read: a misspelt key changes nothing, and nobody is told. */
export function unknownKeys(values: Values, { keys, free = [] }: ChartKeys): string[] {
  const known = new Set(keys);
  const open = new Set(free);
  const walk = (value: unknown, path: string): string[] => {
    if (value === undefined || open.has(path)) return [];
    if (isMap(value)) return Object.entries(value).flatMap(([key, below]) => walk(below, path === "" ? key : `${path}.${key}`));
    return known.has(path) ? [] : [path];
  };
  return [...new Set(walk(values, ""))];
}

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
