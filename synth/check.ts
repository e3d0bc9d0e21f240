import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { firstDifference } from "./difference.ts";
import { manifest } from "./manifest.ts";
import { isHalfReplaced, sameBytes, stackFiles, stackFolders } from "./output.ts";
import { type Rendered, renderEach } from "./render.ts";
import type { StackFile } from "./source.ts";
import { derive, type SynthOptions, withOutput } from "./synthesize.ts";

/** Says, per stack, how the output on disk differs from what the code gives; writes nothing. Empty when it is up to date. */
export async function check(options: SynthOptions): Promise<string[]> {
  const { outdir, selected, all } = options;
  const differences: string[] = isHalfReplaced(outdir) ? ["a synth was killed while it replaced the output; the next one finishes it"] : [];
  const rendered = await renderEach(options, (id, files) => {
    if (files === undefined) return;
    const difference = stackDifference(join(outdir, "stacks", id), files);
    if (difference !== undefined) differences.push(`${id}: ${difference}`);
  });
  const ids = new Set(all.map((source) => source.id));
  if (selected.length === all.length) {
    const gone = stackFolders(outdir).filter((id) => !ids.has(id));
    differences.push(...gone.map((id) => `${id}: on disk, and no longer in the configuration`));
  }
  if (differences.length === 0 && !sameBytes(join(outdir, "manifest.json"), manifest(rendered.version, withOutput(options)))) {
    differences.push("manifest.json: differs from what the code gives");
  }
  return [...differences, ...derivedDifferences(options, rendered)];
}

function derivedDifferences(options: SynthOptions, rendered: Rendered): string[] {
  const { outdir } = options;
  return derive(options, rendered).flatMap(({ path, bytes }) => {
    const onDisk = read(join(outdir, "..", path));
    if (onDisk === undefined) return [`${path}: missing`];
    return onDisk === bytes.toString("utf8")
      ? []
      : [`${path}: line ${firstLine(onDisk, bytes.toString("utf8"))} differs from what the code gives`];
  });
}

/** Number of the first line that differs. */
function firstLine(onDisk: string, fromCode: string): number {
  const [theirs, ours] = [onDisk.split("\n"), fromCode.split("\n")];
  return ours.findIndex((line, index) => line !== theirs[index]) + 1 || ours.length + 1;
}

const read = (file: string): string | undefined => (existsSync(file) ? readFileSync(file, "utf8") : undefined);

function stackDifference(folder: string, files: readonly StackFile[]): string | undefined {
  for (const { path, bytes } of files) {
    const file = join(folder, path);
    if (!existsSync(file)) return `${path} is missing on disk`;
    if (!sameBytes(file, bytes)) return `${path} differs at ${firstDifference(readFileSync(file, "utf8"), bytes.toString("utf8"))}`;
  }
  const wanted = new Set(files.map(({ path }) => path));
  const extra = stackFiles(folder).find((path) => !wanted.has(path));
  return extra === undefined ? undefined : `${extra} is on disk, and the code does not give it`;
}
