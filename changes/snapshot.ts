import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Git } from "./git.ts";
import type { Revision } from "./revisions.ts";

/** Where the committed output is, relative to the repository. */
export const stacksFolder = "cdktf.out/stacks";

/** The file that tells Atlantis of its projects. */
export const atlantisFile = "atlantis.yaml";

/** The files of one revision that this room knows: what Atlantis reads of every stack, and its own configuration. */
export interface Snapshot {
  readonly revision: Revision;
  /** Git object id by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Contents of some of them. */
  read(paths: readonly string[]): Map<string, Buffer>;
}

/** What Atlantis plans a stack for: the JSON, the lock file, and assets. Not `.terraform`, which a plan by hand leaves. */
const watched = /^cdktf\.out\/stacks\/[^/]+\/(cdk\.tf\.json|\.terraform\.lock\.hcl|assets\/.+)$/;

const isKnown = (path: string): boolean => path === atlantisFile || watched.test(path);

/** The stack that a path belongs to; undefined for a path outside the stacks. */
export const stackOf = (path: string): string | undefined => (watched.test(path) ? path.split("/")[2] : undefined);

/** The snapshot of a commit, or of the working tree. */
export const snapshotOf = (git: Git, revision: Revision): Snapshot =>
  revision.commit === undefined ? treeSnapshot(git, revision) : commitSnapshot(git, revision, revision.commit);

function commitSnapshot(git: Git, revision: Revision, commit: string): Snapshot {
  const files = new Map<string, string>();
  const listed = git.text(["ls-tree", "-r", "-z", commit, "--", stacksFolder, atlantisFile]);
  for (const row of listed.split("\0")) {
    const [mode, , id, path] = /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/s.exec(row)?.slice(1) ?? [];
    if (mode?.startsWith("100") && id && path && isKnown(path)) files.set(path, id);
  }
  return {
    revision,
    files,
    read: (paths) => {
      const ids = paths.flatMap((path) => files.get(path) ?? []);
      const blobs = git.blobs(ids);
      return new Map(paths.flatMap((path) => contentOf(path, blobs.get(files.get(path) ?? ""))));
    },
  };
}

const contentOf = (path: string, bytes: Buffer | undefined): [string, Buffer][] => (bytes === undefined ? [] : [[path, bytes]]);

function treeSnapshot(git: Git, revision: Revision): Snapshot {
  const contents = new Map<string, Buffer>();
  for (const path of treePaths(git.folder)) contents.set(path, readFileSync(join(git.folder, path)));
  const format = git.ask(["rev-parse", "--show-object-format"]).out.toString("utf8").trim() === "sha256" ? "sha256" : "sha1";
  const files = new Map([...contents].map(([path, bytes]) => [path, blobId(bytes, format)]));
  return { revision, files, read: (paths) => new Map(paths.flatMap((path) => contentOf(path, contents.get(path)))) };
}

/** As `git hash-object` gives it. */
const blobId = (bytes: Buffer, format: string): string => createHash(format).update(`blob ${bytes.length}\0`).update(bytes).digest("hex");

function treePaths(folder: string): string[] {
  const entries = (path: string) => {
    try {
      return readdirSync(join(folder, path), { withFileTypes: true });
    } catch {
      return [];
    }
  };
  const filesIn = (path: string): string[] =>
    entries(path).flatMap((entry) => {
      if (entry.isDirectory()) return entry.name === ".terraform" ? [] : filesIn(`${path}/${entry.name}`);
      return entry.isFile() ? [`${path}/${entry.name}`] : [];
    });
  const atlantis = entries(".").filter((entry) => entry.isFile() && entry.name === atlantisFile);
  return [...filesIn(stacksFolder), ...atlantis.map(({ name }) => name)].filter(isKnown).sort();
}

/** Paths under the output, and `atlantis.yaml`, that differ from HEAD or are not tracked. */
export function dirtyPaths(git: Git): string[] {
  const prefix = git.text(["rev-parse", "--show-prefix"]);
  const rows = git.text(["status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", stacksFolder, atlantisFile]);
  return rows
    .split("\0")
    .filter((row) => row !== "")
    .map((row) => row.slice(3 + prefix.length))
    .filter(isKnown);
}
