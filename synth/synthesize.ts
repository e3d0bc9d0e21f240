import { setImmediate } from "node:timers/promises";
import { Engine } from "./engine.ts";
import { manifest } from "./manifest.ts";
import { OutputFolder, stackFolders } from "./output.ts";
import type { StackFile, StackSource, SynthSource } from "./source.ts";

/** What to build, where to, and whom to tell. */
export interface SynthOptions {
  /** Output folder, relative to the working directory or absolute. */
  readonly outdir: string;
  /** The stacks to build, of `all` that exist: stacks outside `all` are removed when everything is built. */
  readonly selected: readonly StackSource[];
  readonly all: readonly StackSource[];
  readonly derive?: SynthSource["derive"];
  /** Called before each stack is built. */
  readonly onProgress: (id: string, done: number, total: number) => void;
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
  const { outdir, selected, all } = options;
  const output = await OutputFolder.open(outdir, options.onWait);
  try {
    const report: SynthReport = { created: [], changed: [], unchanged: [], removed: [], derived: [] };
    const version = await renderEach(options, (id, files) => report[output.stage(id, files)].push(id));
    const ids = new Set(all.map((source) => source.id));
    if (selected.length === all.length) report.removed.push(...output.removeOthers(ids));
    output.replace("manifest.json", manifest(version, withOutput(options)));
    const derived = options.derive?.((id) => output.read(id)) ?? [];
    report.derived.push(...derived.filter(({ path, bytes }) => output.replaceBeside(path, bytes)).map(({ path }) => path));
    output.commit();
    return report;
  } finally {
    await output.close();
  }
}

/** Builds the selected stacks one after the other, each dropped when it has been taken. @returns cdktf's version */
export async function renderEach(
  { selected, onProgress }: Pick<SynthOptions, "selected" | "onProgress">,
  take: (id: string, files: StackFile[]) => void,
): Promise<string> {
  const engine = new Engine();
  const problems: string[] = [];
  try {
    for (const [index, source] of selected.entries()) {
      onProgress(source.id, index, selected.length);
      try {
        take(source.id, engine.render(source));
      } catch (error) {
        problems.push(explain(source.id, error));
      }
      await setImmediate(); // lets the lock be kept alive
    }
  } finally {
    engine.close();
  }
  if (problems.length > 0) throw new Error([...new Set(problems)].join("\n"));
  return engine.version;
}

/** The stacks the manifest may list: built now, or there already. */
export function withOutput({ outdir, selected, all }: Pick<SynthOptions, "outdir" | "selected" | "all">): StackSource[] {
  const present = new Set([...stackFolders(outdir), ...selected.map((source) => source.id)]);
  return all.filter((source) => present.has(source.id));
}

/** A message for people where the code refused something; the stack trace too where the code itself failed. */
function explain(stackId: string, error: unknown): string {
  if (!(error instanceof Error)) return `${stackId}: ${String(error)}`;
  if (isSystemError(error)) throw error;
  const text = error.constructor === Error ? error.message : (error.stack ?? error.message);
  return text.startsWith(stackId) ? text : `${stackId}: ${text}`;
}

/** Disk full, no permission...: about the machine, not about one stack. */
export const isSystemError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && "syscall" in error;
