import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { App, type TerraformStack } from "cdktf";
import type { StackFile, StackSource } from "./source.ts";

/** An app in which no stack may refer to a live object of another one: that would create hidden outputs and hidden order. */
class IsolatedApp extends App {
  override crossStackReference(from: TerraformStack, to: TerraformStack, identifier: string): string {
    throw new Error(
      `${to.node.id}: refers to ${identifier} of ${from.node.id}, a live object of another stack; publish it there in a contract and consume the contract here`,
    );
  }
}

/** cdktf's own synthesis, one stack at a time: build, write to a scratch folder, read back, drop. */
export class Engine {
  private readonly scratch = mkdtempSync(join(tmpdir(), "synth-"));
  private readonly app = new IsolatedApp({ outdir: this.scratch });

  /** Version of cdktf, as its manifest states it. */
  get version(): string {
    return this.app.manifest.version;
  }

  /** Every file the stack consists of. */
  render(source: StackSource): StackFile[] {
    const folder = join(this.scratch, "stacks", source.id);
    try {
      source.build(this.app);
      const stack = this.app.node.findChild(source.id) as TerraformStack;
      stack.prepareStack();
      mkdirSync(folder, { recursive: true });
      stack.synthesizer.synthesize({ outdir: this.scratch, skipValidation: false, manifest: this.app.manifest });
      return readFiles(folder);
    } finally {
      this.app.node.tryRemoveChild(source.id);
      rmSync(folder, { recursive: true, force: true });
    }
  }

  close(): void {
    rmSync(this.scratch, { recursive: true, force: true });
  }
}

function readFiles(folder: string): StackFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ path: relative(folder, file), bytes: readFileSync(file) }));
}
