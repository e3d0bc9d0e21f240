import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { FolderLock } from "./folder-lock.ts";
import type { StackFile } from "./source.ts";

export type Change = "created" | "changed" | "unchanged";

/** What a commit does, written down first so that a killed one can be finished. */
interface Journal {
  /** Relative to the output folder; each is staged under the number of its place. */
  readonly replace: string[];
  readonly removeFiles: string[];
  readonly removeStacks: string[];
}

/** Name of a stack's document. */
export const DOCUMENT = "cdk.tf.json";

/** What synthesis writes in a stack's folder and may remove; everything else there belongs to terraform or the user. */
const ourNames = ["assets", DOCUMENT];

/** What terraform leaves in a stack's folder and can make again; removed with the stack. */
const terraformLeavings = [".terraform", ".terraform.lock.hcl"];

/** Written last into a staging folder: from then on the commit will be finished, by this run or the next. */
const JOURNAL = "journal.json";

/**
 * The output folder, changed all at once or not at all. Changes are collected in a staging folder inside it; `commit`
 * writes a journal, renames the staged files into place and removes what is gone. A run killed before the journal has
 * changed nothing; one killed after it is finished by the next run.
 */
export class OutputFolder {
  private readonly staging: string;
  private readonly journal: Journal = { replace: [], removeFiles: [], removeStacks: [] };

  private constructor(
    readonly root: string,
    private readonly lock: FolderLock,
  ) {
    this.staging = join(root, `.staging-${process.pid}`);
  }

  /** Opens the folder for writing; waits for another synth to finish, and finishes one that was killed. */
  static async open(root: string, onWait: () => void): Promise<OutputFolder> {
    makeFolder(root);
    const lock = await FolderLock.take(root, onWait);
    finishKilledRuns(root);
    return new OutputFolder(root, lock);
  }

  /** Takes the stack's files; they replace what is there at `commit`. */
  stage(stackId: string, files: readonly StackFile[]): Change {
    const folder = join("stacks", stackId);
    const isNew = !existsSync(join(this.root, folder, DOCUMENT));
    const written = files.filter(({ path, bytes }) => this.replace(join(folder, path), bytes));
    const wanted = new Set(files.map(({ path }) => path));
    const stale = stackFiles(join(this.root, folder)).filter((path) => !wanted.has(path));
    this.journal.removeFiles.push(...stale.map((path) => join(folder, path)));
    if (isNew) return "created";
    return written.length > 0 || stale.length > 0 ? "changed" : "unchanged";
  }

  /** Stages one file, its path relative to the output folder; true when its bytes differ from what is there. */
  replace(path: string, bytes: Buffer): boolean {
    if (sameBytes(join(this.root, path), bytes)) return false;
    mkdirSync(this.staging, { recursive: true });
    writeFileSync(join(this.staging, String(this.journal.replace.length)), bytes);
    this.journal.replace.push(path);
    return true;
  }

  /** Stages the removal of the stacks that are not among `ids`; returns their ids. */
  removeOthers(ids: ReadonlySet<string>): string[] {
    const gone = stackFolders(this.root).filter((id) => !ids.has(id));
    this.journal.removeStacks.push(...gone);
    return gone;
  }

  /** @throws when the lock was lost meanwhile, with nothing changed */
  commit(): void {
    this.lock.assertHeld();
    if (Object.values(this.journal).some((paths) => paths.length > 0)) {
      mkdirSync(this.staging, { recursive: true });
      writeFileSync(join(this.staging, "journal.tmp"), JSON.stringify(this.journal));
      renameSync(join(this.staging, "journal.tmp"), join(this.staging, JOURNAL));
      apply(this.root, this.staging, this.journal);
      rmSync(this.staging, { recursive: true });
    }
  }

  /** Drops what was staged and not committed, and lets the next synth in. A commit that began is left for it to finish. */
  async close(): Promise<void> {
    if (!existsSync(join(this.staging, JOURNAL))) rmSync(this.staging, { recursive: true, force: true });
    await this.lock.release();
  }
}

/** Ids of the stacks that have output. */
export function stackFolders(root: string): string[] {
  const folder = join(root, "stacks");
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((id) => existsSync(join(folder, id, DOCUMENT)));
}

/** Our files in a stack's folder, relative to it. */
export function stackFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => ourNames.includes(name))
    .flatMap((name) => filesIn(folder, name))
    .sort();
}

/** The file of that name, or the files below the folder of that name. */
function filesIn(folder: string, name: string): string[] {
  if (name === DOCUMENT) return [name];
  return readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

/** Whether the file is there with exactly these bytes. */
export function sameBytes(file: string, bytes: Buffer): boolean {
  return existsSync(file) && readFileSync(file).equals(bytes);
}

/** Whether a synth was killed while it replaced the output, so that a part of it is new and a part old. */
export const isHalfReplaced = (root: string): boolean => stagingFolders(root).some((staging) => existsSync(join(staging, JOURNAL)));

function stagingFolders(root: string): string[] {
  const names = existsSync(root) ? readdirSync(root).filter((entry) => entry.startsWith(".staging-")) : [];
  return names.map((name) => join(root, name));
}

/** Step by step: `mkdirSync` with `recursive` never returns on a file system that has no such folders (Node 20, /proc). */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  if (!existsSync(path)) mkdirSync(path);
}

/** Under the lock every staging folder is a dead run's: with a journal it is finished, without one it is dropped. */
function finishKilledRuns(root: string): void {
  for (const staging of stagingFolders(root)) {
    const journal = join(staging, JOURNAL);
    if (existsSync(journal)) apply(root, staging, JSON.parse(readFileSync(journal, "utf8")) as Journal);
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Carries the journal out; doing it again after an interruption has the same result. */
function apply(root: string, staging: string, journal: Journal): void {
  for (const [place, path] of journal.replace.entries()) moveStaged(join(staging, String(place)), join(root, path));
  for (const path of journal.removeFiles) rmSync(join(root, path), { force: true });
  for (const id of journal.removeStacks) removeStack(join(root, "stacks", id));
}

function moveStaged(staged: string, target: string): void {
  if (!existsSync(staged)) return; // renamed before the interruption
  mkdirSync(dirname(target), { recursive: true });
  renameSync(staged, target);
}

/** Removes what synthesis and terraform made of a stack; foreign files stay, and so does their folder. */
function removeStack(folder: string): void {
  for (const name of [...ourNames, ...terraformLeavings]) rmSync(join(folder, name), { recursive: true, force: true });
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}
