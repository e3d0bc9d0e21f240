import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { StackFile } from "./source.ts";

/** Every file in a folder, with its path inside it. */
export const readFiles = (folder: string): StackFile[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ path: relative(folder, file), bytes: readFileSync(file) }));
