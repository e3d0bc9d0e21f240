import { spawnSync } from "node:child_process";

/** What a git command answered. */
export interface GitAnswer {
  readonly ok: boolean;
  readonly out: Buffer;
  readonly error: string;
}

/** Room for every blob of a large estate at once, in bytes. */
const maxBuffer = 1 << 30;

/** Runs git, reads only, in one folder of one repository. */
export class Git {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Refuses a machine without git and a folder outside a repository. */
  static open(folder: string): Git {
    const git = new Git(folder);
    const { ok, error } = git.ask(["rev-parse", "--is-inside-work-tree"]);
    if (ok) return git;
    if (error.includes("not a git repository"))
      throw new Error(`${folder}: is not in a git repository; run this in a clone of the platform's repository`);
    throw new Error(`${folder}: git cannot read the repository: ${firstLine(error)}`);
  }

  /** The answer, whatever it is. */
  ask(args: readonly string[], input?: string): GitAnswer {
    const { error, status, stdout, stderr } = spawnSync("git", args, {
      cwd: this.folder,
      input,
      maxBuffer,
      // Messages are compared with English text, and a reader must not wait for the locks of writers.
      env: { ...process.env, LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0" },
    });
    if (error && (error as NodeJS.ErrnoException).code === "ENOENT")
      throw new Error("git: cannot be started; install git and make it reachable by PATH");
    if (error) throw new Error(`git ${args[0]}: cannot be run: ${error.message}`);
    return { ok: status === 0, out: stdout, error: stderr.toString("utf8") };
  }

  /** The answer as text without the last line end; throws git's own first line if it refuses. */
  text(args: readonly string[], input?: string): string {
    const { ok, out, error } = this.ask(args, input);
    if (!ok) throw new Error(`git ${args[0]}: refused: ${firstLine(error)}`);
    return out.toString("utf8").replace(/\n$/, "");
  }

  /** The full id of the commit that a reference names; undefined if it names none. */
  commit(reference: string): string | undefined {
    const { ok, out } = this.ask(["rev-parse", "--verify", "--quiet", "--end-of-options", `${reference}^{commit}`]);
    return ok ? out.toString("utf8").trim() : undefined;
  }

  /** Whether history was cut off when the clone was made, as CI systems do. */
  isShallow(): boolean {
    return this.text(["rev-parse", "--is-shallow-repository"]) === "true";
  }

  /** The contents of blobs by their ids, with one process for all. */
  blobs(ids: readonly string[]): Map<string, Buffer> {
    const found = new Map<string, Buffer>();
    const wanted = [...new Set(ids)];
    if (wanted.length === 0) return found;
    const { ok, out, error } = this.ask(["cat-file", "--batch"], `${wanted.join("\n")}\n`);
    if (!ok) throw new Error(`git cat-file: refused: ${firstLine(error)}`);
    let at = 0;
    for (const id of wanted) {
      const end = out.indexOf(10, at);
      const [, type, size] = out.toString("utf8", at, end).split(" ");
      if (type !== "blob") throw new Error(`git object ${id}: is missing in this clone; fetch it whole, without --filter`);
      found.set(id, out.subarray(end + 1, end + 1 + Number(size)));
      at = end + 1 + Number(size) + 1;
    }
    return found;
  }
}

const firstLine = (text: string): string =>
  text
    .trim()
    .split("\n")[0]
    ?.replace(/^fatal: /, "") || "no reason given";
