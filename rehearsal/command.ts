import { join, resolve } from "node:path";
import { CommanderError } from "commander";
import { readStacks } from "./read-stacks.ts";
import { type Chosen, chooseStacks } from "./runner/choose-stacks.ts";
import { conclude } from "./runner/conclude.ts";
import { findTerraform, TerraformMissing } from "./runner/find-terraform.ts";
import { continueCommand, type Flags, parseFlags } from "./runner/flags.ts";
import { type Output, terminal } from "./runner/output.ts";
import { placeStacks } from "./runner/place-stacks.ts";
import { Processes } from "./runner/processes.ts";
import { progress, silent } from "./runner/progress.ts";
import { validateWithRealProviders } from "./runner/real-providers.ts";
import { Rehearsal } from "./runner/rehearsal.ts";
import type { Result } from "./runner/result.ts";
import type { Ground } from "./runner/site.ts";
import { problemText, summary } from "./runner/summary.ts";
import { byUsage, checkUsage, faultsOf, WrongUsage } from "./runner/usage.ts";
import { WorkFolder } from "./runner/work-folder.ts";

/** Exit codes: all is well; something must be corrected; wrong usage, or there is no terraform; ended by Ctrl-C. */
const DONE = 0;
const REFUSED = 1;
const WRONG_USAGE = 2;
const INTERRUPTED = 130;

/**
 * The `rehearse` command: `rehearse [patterns...]` and its flags (`--help` lists them).
 *
 * @param root the repository, whose `cdktf.out` (or `CDKTF_OUTDIR`) is rehearsed
 * @returns the exit code
 */
export async function runRehearse(args: readonly string[], root: string, output: Output = terminal): Promise<number> {
  try {
    const flags = parseFlags(args, output);
    const result = await rehearse(flags, root, output);
    report(result, flags, output);
    return exitCodeOf(result);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : WRONG_USAGE;
    output.error(messageOf(error));
    return error instanceof WrongUsage || error instanceof TerraformMissing ? WRONG_USAGE : REFUSED;
  }
}

async function rehearse(flags: Flags, root: string, output: Output): Promise<Result> {
  const started = performance.now();
  const all = readStacks(resolveOutput(root));
  const chosen = byUsage(() => chooseStacks(all, flags.patterns));
  checkUsage(flags, chosen);
  const version = findTerraform(all, process.env);
  const work = byUsage(() => (flags.continue === undefined ? WorkFolder.create(flags.dir) : WorkFolder.reopen(flags.continue)));
  try {
    const processes = new Processes();
    const notes: string[] = [];
    const { logbook, findings } = await interruptible(processes, () => {
      notes.push(...placeStacks({ all, chosen, work, version, variables: flags.var, areReal: flags.realProviders }));
      const watcher = flags.quiet || flags.json ? silent : progress(chosen.length, (line) => output.out(line));
      const ground = groundOf(flags, root, work, processes);
      if (flags.realProviders) return validateWithRealProviders(chosen, flags.jobs, ground, watcher);
      return new Rehearsal({ all, chosen, ...flags, faults: faultsOf(flags) }, ground, watcher).run();
    });
    if (flags.killAfter !== undefined && processes.halted === undefined) notes.push(notKilled(flags.killAfter));
    return settle(conclude(logbook, findings, processes, notes, started), chosen, work, flags);
  } catch (error) {
    work.leave();
    output.error(`everything is kept in ${work.path}`);
    throw error;
  }
}

function resolveOutput(root: string): string {
  return resolve(root, process.env.CDKTF_OUTDIR || "cdktf.out");
}

function groundOf(flags: Flags, root: string, work: WorkFolder, processes: Processes): Ground {
  const cache = resolve(root, ".cache", "rehearsal");
  return { work, processes, variables: flags.var, root, schemaCache: join(cache, "schemas"), pluginCache: join(cache, "plugins") };
}

/** `npm run` may pass on a Ctrl-C that the terminal sent to this process already: what comes this soon is no second one. */
const SAME_SIGNAL_MS = 500;

/** Ctrl-C ends terraform, and with it the rehearsal, in order; so does a terminal, or a reader of a pipe, that goes away. */
async function interruptible<T>(processes: Processes, task: () => Promise<T>): Promise<T> {
  let last = Number.NEGATIVE_INFINITY;
  const interrupt = (): void => {
    const isNew = performance.now() - last > SAME_SIGNAL_MS;
    last = performance.now();
    if (isNew) processes.interrupt();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, interrupt);
  process.stdout.once("error", interrupt);
  try {
    return await task();
  } finally {
    // Once interrupted, the process is on its way out: the same signal, passed on late, must not cut the report short.
    const isInterrupted = Number.isFinite(last);
    if (!isInterrupted) for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.off(signal, interrupt);
    process.stdout.off("error", interrupt);
  }
}

const notKilled = (changes: number): string => `--kill-after ${changes}: nothing was killed, as there were fewer changes`;

/** The folder goes if nobody needs it any more. */
function settle(result: Result, chosen: readonly Chosen[], work: WorkFolder, flags: Flags): Result {
  const isNeeded = (): boolean => flags.keep || work.holdsOthersThan(chosen.map(({ stack }) => stack.id));
  if (result.outcome === "passed" && !isNeeded()) {
    work.remove();
    return result;
  }
  work.leave();
  const canContinue = result.outcome !== "passed" && !flags.realProviders;
  return { ...result, folder: work.path, ...(canContinue && { continueWith: continueCommand(flags, work.path) }) };
}

function report(result: Result, flags: Flags, output: Output): void {
  if (flags.json) output.out(JSON.stringify(result, undefined, 2));
  else reportText(result, flags, output);
}

function reportText(result: Result, { quiet, realProviders }: Flags, output: Output): void {
  if (!quiet) output.out(`\n${summary(result)}`);
  const problems = problemText(result, !quiet);
  if (problems !== "") output.error(`\n${problems}`);
  if (result.outcome === "killed") output.error("\nevery terraform was killed, as --kill-after says");
  if (result.outcome === "interrupted") output.error("\ninterrupted");
  if (result.folder !== undefined) output.out(`\neverything is kept in ${result.folder}`);
  if (result.continueWith !== undefined) output.error(`go on with: ${result.continueWith}`);
  if (!quiet && realProviders) output.out("validated with the real providers; nothing was planned or applied");
}

function exitCodeOf({ outcome }: Result): number {
  if (outcome === "interrupted") return INTERRUPTED;
  return outcome === "passed" ? DONE : REFUSED;
}

/** Refusals are messages for people; programming errors keep their stack trace. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isRefusal = error.constructor === Error || error instanceof WrongUsage || error instanceof TerraformMissing;
  return isRefusal ? error.message : (error.stack ?? error.message);
}
