import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { runChanges } from "../../changes/command.ts";
import type { ChangesReport } from "../../changes/report.ts";

export type Stack = Record<string, unknown>;

/** What a run of the command printed. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** A small git repository in a folder of its own, gone after the test. */
export class Repository {
  readonly folder: string;

  constructor(folder = mkdtempSync(join(tmpdir(), "changes-"))) {
    this.folder = folder;
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  }

  static create(): Repository {
    const repository = new Repository();
    repository.git("init", "--quiet", "--initial-branch=main");
    return repository;
  }

  git(...args: string[]): string {
    const identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
    const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
    return execFileSync("git", [...identity, ...args], { cwd: this.folder, env, encoding: "utf8", stdio: "pipe" }).trim();
  }

  write(path: string, text: string): this {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
    return this;
  }

  stack(id: string, json: Stack): this {
    return this.write(`cdktf.out/stacks/${id}/cdk.tf.json`, `${JSON.stringify(json, undefined, 2)}\n`);
  }

  /** Projects as [stack, stacks that are applied before it]. */
  atlantis(...projects: [string, string[]][]): this {
    const entries = projects.map(([id, after]) => ({
      name: id,
      dir: `cdktf.out/stacks/${id}`,
      workspace: `acme-${id}`,
      depends_on: after,
    }));
    return this.write("atlantis.yaml", JSON.stringify({ version: 3, projects: entries }));
  }

  remove(id: string): this {
    rmSync(join(this.folder, "cdktf.out/stacks", id), { recursive: true });
    return this;
  }

  commit(message = "change"): string {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--message", message);
    return this.git("rev-parse", "HEAD");
  }

  run(...args: string[]): Run {
    const [out, error]: [string[], string[]] = [[], []];
    const code = runChanges(args, this.folder, { out: (text) => out.push(text), error: (text) => error.push(text) });
    return { code, out: out.join("\n"), error: error.join("\n") };
  }

  /** The report of the working tree against HEAD. */
  report(...args: string[]): ChangesReport {
    const { out, error } = this.run("--json", ...args);
    if (out === "") throw new Error(error);
    return JSON.parse(out);
  }
}

/** A stack with resources as { type: { Name: attributes } }. */
export const stack = (resource: Stack, rest: Stack = {}): Stack => ({ terraform: { required_version: "1.11.4" }, ...rest, resource });

/** The expression that reads an output of another stack. */
export const read = (producer: string, output: string): string => `\${data.terraform_remote_state.${producer}.outputs.${output}}`;

/** The report of a change of one stack. */
export function reportOf(before: Stack, after: Stack): ChangesReport {
  const repository = Repository.create().stack("s", before);
  repository.commit();
  return repository.stack("s", after).report();
}
