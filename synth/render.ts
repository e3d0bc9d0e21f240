import { once } from "node:events";
import { resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { MessagePort } from "node:worker_threads";
import type { Engine } from "./engine.ts";
import { DOCUMENT } from "./output.ts";
import { ReadRecorder } from "./recorded-reads.ts";
import type { Rules, StackFile, StackSource, SynthSource, Verdict } from "./source.ts";
import { CACHE, type StackCache } from "./stack-cache.ts";
import { type Built, turns, type Work, Workers } from "./workers.ts";

/** Which stacks to build, and with what help. */
export interface RenderOptions {
  readonly selected: readonly StackSource[];
  /** Called before each stack is built. */
  readonly onProgress: (id: string, done: number, total: number) => void;
  /** What is known from the last synth. @default every selected stack is built */
  readonly cache?: StackCache;
  /** Threads that help. @default none */
  readonly workers?: Workers;
  /** What documents are judged by as they are built. @default nothing is held against them */
  readonly rules?: Rules;
  /** What is to be known of documents for what is derived. @default nothing */
  readonly extract?: SynthSource["extract"];
}

/** What came of building stacks, besides their files. */
export interface Rendered {
  /** cdktf's. */
  readonly version: string;
  /** By id. */
  readonly extracts: ReadonlyMap<string, unknown>;
}

/**
 * Builds the selected stacks, each dropped when it has been taken.
 *
 * @param take is given a stack's files, or nothing for one whose output is known to be right; in no order
 * @throws one error with all that is wrong with any of the stacks, in their order
 */
export async function renderEach(options: RenderOptions, take: (id: string, files?: readonly StackFile[]) => void): Promise<Rendered> {
  const { selected, cache, rules, extract } = options;
  const dirty = selected.filter((source) => !cache?.has(source));
  for (const source of selected) if (!dirty.includes(source)) take(source.id);
  const problems: [index: number, text: string][] = [];
  const verdicts: Verdict[] = [];
  const extracts = new Map<string, unknown>();
  const version = await build(dirty, options, ({ index, files, problem, reads }) => {
    const source = dirty[index] as StackSource;
    const document = rules || extract ? documentIn(files) : undefined;
    const verdict = document && rules?.judge(source.id, document);
    if (verdict) verdicts.push(verdict);
    if (document && extract) extracts.set(source.id, extract(document));
    cache?.built(source, { reads, goodUntil: verdict?.goodUntil, extract: extracts.get(source.id) });
    if (files) take(source.id, files);
    if (problem !== undefined) problems.push([index, problem]);
  });
  if (problems.length > 0) throw new Error([...new Set(problems.sort(([a], [b]) => a - b).map(([, text]) => text))].join("\n"));
  const broken = rules?.problems(verdicts) ?? [];
  if (broken.length > 0) throw new Error(broken.join("\n"));
  return { version, extracts };
}

function documentIn(files?: readonly StackFile[]): object | undefined {
  const bytes = files?.find(({ path }) => path === DOCUMENT)?.bytes;
  return bytes && (JSON.parse(Buffer.from(bytes).toString("utf8")) as object);
}

async function build(stacks: readonly StackSource[], options: RenderOptions, take: (built: Built) => void): Promise<string> {
  const { Engine } = await import("./engine.ts");
  const engine = new Engine();
  const workers = options.workers ?? new Workers();
  const left = new Set(stacks.keys());
  const done = (built: Built): void => {
    if (!left.delete(built.index)) return;
    options.onProgress(stacks[built.index]?.id ?? "", stacks.length - left.size - 1, stacks.length);
    take(built);
  };
  try {
    if (options.workers) workers.startFor(stacks.length);
    const work = workers.begin(
      stacks.map(({ id }) => id),
      done,
    );
    for (const index of turns(work)) {
      done(builtBy(engine, stacks[index] as StackSource, index, options.cache?.recorder));
      await setImmediate(); // lets the lock be kept alive, and workers report
    }
    if (left.size > 0) await workers.finished();
    for (const index of [...left]) done(builtBy(engine, stacks[index] as StackSource, index, options.cache?.recorder));
  } finally {
    engine.close();
  }
  return engine.version;
}

/** @throws what is wrong with the machine, and not with the stack */
function builtBy(engine: Engine, source: StackSource, index: number, recorder?: ReadRecorder): Built {
  try {
    if (recorder === undefined) return { index, files: engine.render(source) };
    const { result, reads } = recorder.during(() => engine.render(source));
    return { index, files: result, reads };
  } catch (error) {
    return { index, problem: explain(source.id, error) };
  }
}

/** The worker's side: builds what nobody else has taken, and ends. */
export async function serve(port: MessagePort, sources: readonly StackSource[], outdir: string): Promise<void> {
  const { Engine } = await import("./engine.ts");
  const byId = new Map(sources.map((source) => [source.id, source]));
  const [work] = (await once(port, "message")) as [Work];
  const engine = new Engine();
  const recorder = new ReadRecorder([resolve(outdir), resolve(CACHE)]);
  try {
    for (const index of turns(work)) {
      const source = byId.get(work.ids[index] ?? "");
      if (source) port.postMessage(builtBy(engine, source, index, recorder));
    }
  } finally {
    recorder.close();
    engine.close();
    port.close();
  }
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
