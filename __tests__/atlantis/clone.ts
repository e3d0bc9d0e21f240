import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach } from "vitest";
import { goodStack, stack } from "./good-stack.ts";

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A git repository with a good stack in it, gone after the test. */
export class Clone {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), "clone-")));
  readonly folder = join(this.root, "cdktf.out/stacks", stack.id);

  constructor() {
    made.push(this.root);
    execFileSync("git", ["init", "--quiet", this.root]);
    this.write("cdk.tf.json", JSON.stringify(goodStack()));
    this.write("assets/queue/policy.json", "{}");
    this.add();
  }

  /** Writes a file of the stack, in git only after `add`. */
  write(path: string, text: string | Uint8Array): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  /** What a pull request has is in git. */
  add(): void {
    execFileSync("git", ["-C", this.root, "add", "--all", "--force"]);
  }
}
