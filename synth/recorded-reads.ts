import fs, { type PathLike } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { resolve } from "node:path";
import { type FileRecord, hashOf, record, renewed } from "./launch/inputs.cjs";

/** What was looked at on disk, as it was then. */
export interface Reads {
  readonly files: FileRecord;
  /** Folders that were listed, with a hash of their names. */
  readonly folders: readonly (readonly [path: string, hash: string])[];
  /** Paths at which there was nothing. */
  readonly absent: readonly string[];
}

/** Functions by which a program can learn of files; what they look at is recorded. */
const watched = ["readFileSync", "readdirSync", "existsSync", "statSync", "lstatSync", "copyFileSync", "openSync"] as const;

/** Records what is looked at on disk, from its making until it is closed. One at a time. */
export class ReadRecorder {
  private seen = new Set<string>();
  private readonly originals = watched.map((name) => [name, fs[name]] as const);

  /** @param ignored folders below which nothing is recorded */
  constructor(private readonly ignored: readonly string[]) {
    for (const [name, original] of this.originals) {
      const recorded = (path: PathLike, ...rest: unknown[]): unknown => {
        if (typeof path === "string") this.seen.add(resolve(path));
        return (original as (...args: unknown[]) => unknown)(path, ...rest);
      };
      Object.assign(fs, { [name]: recorded });
    }
    syncBuiltinESMExports();
  }

  /** Runs `work`. @returns what it gave, and what it looked at; no reads if some of that changed meanwhile */
  during<T>(work: () => T): { readonly result: T; readonly reads?: Reads } {
    const since = Date.now();
    const outer = this.seen;
    this.seen = new Set();
    try {
      const result = work();
      const paths = [...this.seen].filter((path) => !this.ignored.some((folder) => isBelow(path, folder)));
      return { result, reads: readsOf(paths, since) };
    } finally {
      this.seen = outer;
    }
  }

  close(): void {
    for (const [name, original] of this.originals) Object.assign(fs, { [name]: original });
    syncBuiltinESMExports();
  }
}

const isBelow = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

function readsOf(paths: readonly string[], since: number): Reads | undefined {
  const kinds = paths.map((path) => fs.statSync(path, { throwIfNoEntry: false }));
  const files = record(
    paths.filter((_, index) => kinds[index]?.isFile()),
    since,
  );
  if (files === undefined) return undefined;
  const folders = paths.filter((_, index) => kinds[index]?.isDirectory());
  return {
    files,
    folders: folders.map((path) => [path, namesIn(path)] as const),
    absent: paths.filter((_, index) => kinds[index] === undefined),
  };
}

const namesIn = (folder: string): string => hashOf(JSON.stringify(fs.readdirSync(folder).sort()));

/** @returns the reads, renewed where a file was touched and is the same; undefined if anything is not what it was */
export function stillSame(reads: Reads): Reads | undefined {
  try {
    const files = renewed(reads.files);
    const isSame = reads.folders.every(([path, names]) => namesIn(path) === names) && reads.absent.every((path) => !fs.existsSync(path));
    return files && isSame ? { ...reads, files } : undefined;
  } catch {
    return undefined;
  }
}

/** Several reads as one. */
export const joined = (all: readonly Reads[]): Reads => ({
  files: { since: Math.min(...all.map(({ files }) => files.since)), entries: all.flatMap(({ files }) => files.entries) },
  folders: all.flatMap(({ folders }) => folders),
  absent: all.flatMap(({ absent }) => absent),
});
