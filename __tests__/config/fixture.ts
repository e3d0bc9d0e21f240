import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { Estate } from "../../config/estate.ts";
import type { Files } from "../../config/files.ts";
import { loadEstate } from "../../config/load.ts";
import { ConfigurationError, formatProblem } from "../../config/problems.ts";

/** The committed configuration. */
export const folder = "config";

/** The committed files by path, as text. */
export const committed: Readonly<Record<string, string>> = Object.fromEntries(
  ["estate.yaml", ...readdirSync(join(folder, "environments")).map((name) => `environments/${name}`)].map((path) => [
    path,
    readFileSync(join(folder, path), "utf8"),
  ]),
);

/** The committed configuration with some files replaced (or taken away), in memory; environments are listed last to first. */
export function inMemory(changed: Readonly<Record<string, string | Uint8Array | undefined>>): Files {
  const all: Readonly<Record<string, string | Uint8Array | undefined>> = { ...committed, ...changed };
  const missing = (path: string) => Object.assign(new Error(path), { code: "ENOENT" });
  return {
    list: (path) => {
      const inside = Object.keys(all).filter((name) => join(folder, name).startsWith(`${path}/`) && all[name] !== undefined);
      return inside.map((name) => join(folder, name).slice(path.length + 1)).reverse();
    },
    read: (path) => {
      const content = all[path.slice(folder.length + 1)];
      if (content === undefined) throw missing(path);
      return typeof content === "string" ? new TextEncoder().encode(content) : content;
    },
  };
}

/** Values by `<file>:<path>`: `{ "prod:clouds.gcp.regions.us-east4.dr": "us-west1" }`; undefined takes the key away. */
export type Edits = Readonly<Record<string, unknown>>;

const pathOf = (file: string) => (file === "estate" ? "estate.yaml" : `environments/${file}.yaml`);

/** The committed configuration with some keys set. */
export function edited(edits: Edits): Files {
  const data = new Map<string, unknown>();
  for (const [target, value] of Object.entries(edits)) {
    const [file = "", keys = ""] = target.split(":");
    const path = pathOf(file);
    const top = data.get(path) ?? parse(committed[path] ?? "{}");
    put(top as Record<string, unknown>, keys.split("."), value);
    data.set(path, top);
  }
  return inMemory(Object.fromEntries([...data].map(([path, value]) => [path, stringify(value)])));
}

function put(map: Record<string, unknown>, [key = "", ...rest]: string[], value: unknown): void {
  if (rest.length > 0) {
    map[key] ??= {};
    put(map[key] as Record<string, unknown>, rest, value);
  } else if (value === undefined) delete map[key];
  else map[key] = value;
}

export const load = (files: Files): Estate => loadEstate(folder, files);

/** What is wrong with the files: `<path>: <message>`, without file and line. */
export const refusals = (files: Files): string[] =>
  errorOf(files).problems.map((problem) => formatProblem({ ...problem, line: 0 }).slice(problem.file.length + 2));

/** The error of loading the files; throws when there is none, or another kind. */
export function errorOf(files: Files): ConfigurationError {
  try {
    load(files);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error("the configuration is accepted");
}
