import { readdirSync, readFileSync } from "node:fs";

/** Where the configuration is read from; both throw an error with a `code` when they cannot. */
export interface Files {
  list(folder: string): readonly string[];
  read(path: string): Uint8Array;
}

/** The files of this machine. */
export const disk: Files = {
  list: (folder) => readdirSync(folder),
  read: (path) => readFileSync(path),
};
