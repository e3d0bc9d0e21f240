import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { manifest } from "./manifest.ts";
import { DOCUMENT, OutputFolder, stackFolders } from "./output.ts";
import { type Rendered, type RenderOptions, renderEach } from "./render.ts";
import type { StackFile, StackSource, SynthSource } from "./source.ts";

/** What to build, where to, and whom to tell. */
export interface SynthOptions extends RenderOptions {
  /** Output folder, relative to the working directory or absolute. */
  readonly outdir: string;
  /** All stacks that exist, of which `selected` are built: others are removed when everything is built. */
  readonly all: readonly StackSource[];
  readonly derive?: SynthSource["derive"];
  readonly onWait: () => void;
}

/** Ids of the stacks, by what happened to their output. */
export interface SynthReport {
  readonly created: string[];
  readonly changed: string[];
  readonly unchanged: string[];
  readonly removed: string[];
  /** Derived files that are new or changed, by path. */
  readonly derived: string[];
}

/** Builds the selected stacks and replaces their output; on any error the output stays as it was. */
export async function synthesize(options: SynthOptions): Promise<SynthReport> {
  const { outdir, selected, all, cache } = options;
  const output = await OutputFolder.open(outdir, options.onWait);
  try {
    const report: SynthReport = { created: [], changed: [], unchanged: [], removed: [], derived: [] };
    const rendered = await renderEach(options, (id, files) => report[files ? output.stage(id, files) : "unchanged"].push(id));
    const isWhole = selected.length === all.length;
    if (isWhole) report.removed.push(...output.removeOthers(new Set(all.map((source) => source.id))));
    output.replace("manifest.json", manifest(rendered.version, withOutput(options)));
    const derived = derive(options, rendered);
    report.derived.push(...derived.filter(({ path, bytes }) => output.replace(join("..", path), bytes)).map(({ path }) => path));
    output.commit();
    const files = [join(outdir, "manifest.json"), ...derived.map(({ path }) => join(outdir, "..", path))];
    cache?.keep(selected, isWhole ? files : undefined);
    return report;
  } finally {
    await output.close();
  }
}

/** What is derived from the stacks that were built, and from the others as they are on disk. */
export function derive(options: SynthOptions, { extracts }: Rendered): readonly StackFile[] {
  const { derive, cache } = options;
  const extractOf = (id: string): unknown => extracts.get(id) ?? cache?.extractOf(id) ?? onDisk(options, id);
  const work = (): readonly StackFile[] => derive?.(extractOf) ?? [];
  return cache ? cache.loading(work) : work();
}

/** @throws where a file that this synth does not write is no JSON: a merge conflict, mostly */
function onDisk({ outdir, extract }: SynthOptions, id: string): unknown {
  const file = join(outdir, "stacks", id, DOCUMENT);
  if (extract === undefined || !existsSync(file)) return undefined;
  try {
    return extract(JSON.parse(readFileSync(file, "utf8")) as object);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Error(`${file}: is not JSON; run npm run synth without patterns, which writes it anew`);
  }
}

/** The stacks the manifest may list: built now, or there already. */
export function withOutput({ outdir, selected, all }: Pick<SynthOptions, "outdir" | "selected" | "all">): StackSource[] {
  const present = new Set([...stackFolders(outdir), ...selected.map((source) => source.id)]);
  return all.filter((source) => present.has(source.id));
}
