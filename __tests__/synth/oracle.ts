import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { App, type TerraformStack } from "cdktf";
import stringify from "json-stable-stringify";
import { elementsOf } from "../../synth/document-writer.ts";
import { Engine } from "../../synth/engine.ts";
import { listBlocksOf } from "../../synth/nested-blocks.ts";
import type { StackSource } from "../../synth/source.ts";

/** What came of a stack: its files by path, or why there are none. */
export type Outcome = { readonly files: Record<string, string> } | { readonly error: string };

/** What cdktf makes of the stack: its own app, its own synthesis, and our nested blocks on top. */
export function byCdktf(source: StackSource): Outcome {
  const outdir = mkdtempSync(join(tmpdir(), "oracle-"));
  try {
    const app = new App({ outdir });
    source.build(app);
    app.synth();
    const stack = app.node.findChild(source.id) as TerraformStack;
    const files = filesIn(join(outdir, "stacks", source.id));
    const document = JSON.parse(files["cdk.tf.json"] ?? "");
    listBlocksOf(elementsOf(stack), document);
    return { files: { ...files, "cdk.tf.json": stringify(document, { space: 2 }) as string } };
  } catch (error) {
    return { error: firstLines(error, outdir) };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** What the engine makes of it, and whether in its quick way. */
export function byEngine(source: StackSource): { outcome: Outcome; isQuick: boolean } {
  const engine = new Engine();
  try {
    const files = engine.render(source).map(({ path, bytes }) => [path, bytes.toString("utf8")] as const);
    return { outcome: { files: Object.fromEntries(files) }, isQuick: engine.writtenByCdktf.length === 0 };
  } catch (error) {
    return { outcome: { error: firstLines(error, "") }, isQuick: false };
  } finally {
    engine.close();
  }
}

function filesIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path, "utf8")]));
}

/** The message without where and as how manieth a token was made. */
function firstLines(error: unknown, outdir: string): string {
  const message = error instanceof Error ? error.message : String(error);
  const lines = message.split("\n").filter((line) => !/^\s+at |^Object creation stack/.test(line));
  const text = lines.join("\n").replace(/TOKEN\.\d+/g, "TOKEN");
  return outdir === "" ? text : text.replaceAll(outdir, "");
}
