import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import type { Stack } from "../stacks.ts";
import { countIn, readState } from "./state-file.ts";
import { standInFile } from "./variables.ts";

/** Files of terraform's that may lie in a stack's folder and do not belong to the stack. */
const leftovers = /^(\.terraform.*|.*\.tfstate(\..*)?|.*\.tfplan)$/;
/** The configuration of a stack. */
const STACK_FILE = "cdk.tf.json";
/** Read after each other by name: the second wins. */
const OVERRIDE = "rehearsal_override.tf.json";
const RELEASE = "rehearsal_release_override.tf.json";
/** Says which processes want to work in the folder, one a line, and that the folder is one of a rehearsal: the first that lives does. */
const OWNERS = "rehearsal.pid";

/** The folder of one rehearsal: copies of the stacks, their states, the simulated cloud. */
export class WorkFolder {
  private constructor(readonly path: string) {}

  /**
   * @param path an empty or new folder @default a new one among the system's temporary files
   * @throws if there is something in it
   */
  static create(path?: string): WorkFolder {
    if (path === undefined) return new WorkFolder(temporaryFolder()).taken("temporary folder");
    const folder = resolve(path);
    if (existsSync(folder) && !statSync(folder).isDirectory()) throw new Error(`--dir ${path}: is a file; name a new or an empty folder`);
    mkdirSync(folder, { recursive: true });
    if (readdirSync(folder).length > 0) {
      const hint = existsSync(join(folder, OWNERS)) ? `go on there with --continue ${path}` : "name a new or an empty folder";
      throw new Error(`--dir ${path}: is not empty; ${hint}`);
    }
    return new WorkFolder(folder).taken(`--dir ${path}`);
  }

  /** @throws if it is not one of a rehearsal, or another rehearsal is at work there */
  static reopen(path: string): WorkFolder {
    const folder = resolve(path);
    if (!existsSync(join(folder, OWNERS)))
      throw new Error(`--continue ${path}: no rehearsal was there; name the folder that the rehearsal printed`);
    return new WorkFolder(folder).taken(`--continue ${path}`);
  }

  /** The simulated cloud's store. */
  get store(): string {
    return join(this.path, "cloud.jsonl");
  }

  /** An empty configuration of terraform's. */
  get configFile(): string {
    return join(this.path, "terraform.rc");
  }

  /** The copy of a stack. */
  copyOf(id: string): string {
    return join(this.path, "stacks", id);
  }

  stateFile(id: string): string {
    return join(this.path, "states", `${id}.tfstate`);
  }

  /** Ids of the stacks that have a state here. */
  states(): string[] {
    return readdirSync(join(this.path, "states"))
      .filter((name) => name.endsWith(".tfstate"))
      .map((name) => basename(name, ".tfstate"))
      .sort();
  }

  /** Whether other stacks have something here, from an earlier rehearsal. */
  holdsOthersThan(ids: readonly string[]): boolean {
    return this.states().some((id) => !ids.includes(id) && countIn(readState(this.stateFile(id))) > 0);
  }

  /** Where terraform keeps its own things for a stack. */
  dataFolder(id: string): string {
    return join(this.path, "terraform", id);
  }

  /**
   * Copies a stack as it is now, with its override; a release of an earlier run is gone.
   *
   * @param rewrite what becomes of the text of its `cdk.tf.json`
   */
  place({ id, folder }: Stack, override: object, rewrite: (text: string) => string): void {
    rmSync(this.copyOf(id), { recursive: true, force: true });
    cpSync(folder, this.copyOf(id), { recursive: true, filter: (source) => source === folder || !leftovers.test(basename(source)) });
    writeFileSync(join(this.copyOf(id), STACK_FILE), rewrite(readFileSync(join(folder, STACK_FILE), "utf8")));
    writeFileSync(join(this.copyOf(id), standInFile.name), standInFile.text);
    writeFileSync(join(this.copyOf(id), OVERRIDE), JSON.stringify(override, undefined, 2));
  }

  /** Adds the override that lets go of what is protected. */
  release(id: string, override: object): void {
    writeFileSync(join(this.copyOf(id), RELEASE), JSON.stringify(override, undefined, 2));
  }

  /** Others may go on here. */
  leave(): void {
    writeFileSync(join(this.path, OWNERS), "");
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  /** Lines that are appended do not get lost, so of two that come at the same time both see the same one first. */
  private taken(as: string): this {
    const file = join(this.path, OWNERS);
    let owner: number | undefined;
    // The one that is at work may empty the file just after this one wrote to it.
    while (owner === undefined) {
      appendFileSync(file, `\n${process.pid}\n`);
      owner = readFileSync(file, "utf8").split("\n").map(Number).find(isAlive);
    }
    if (owner !== process.pid) {
      throw new Error(`${as}: process ${owner} is at work there; wait until it ends (or, if it is no rehearsal, empty ${file})`);
    }
    mkdirSync(join(this.path, "states"), { recursive: true });
    writeFileSync(this.configFile, "");
    return this;
  }
}

function temporaryFolder(): string {
  if (!existsSync(tmpdir())) throw new Error(`TMPDIR: ${tmpdir()} is not there; make it, or name a folder with --dir`);
  return mkdtempSync(join(realpathSync(tmpdir()), "rehearsal-"));
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another person's process may not be asked, but is there.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
