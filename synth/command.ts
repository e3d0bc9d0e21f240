import type { MessagePort } from "node:worker_threads";
import { Command, CommanderError } from "commander";
import { check } from "./check.ts";
import { launch } from "./launch.ts";
import { stackFolders } from "./output.ts";
import { isSystemError, serve } from "./render.ts";
import { select } from "./select.ts";
import type { SynthSource } from "./source.ts";
import { StackCache } from "./stack-cache.ts";
import { type SynthOptions, type SynthReport, synthesize } from "./synthesize.ts";
import { UNKNOWN, Workers } from "./workers.ts";

interface Flags {
  readonly check: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
  readonly cache: boolean;
}

/** Exit codes: the output is right or now is; something must be corrected; the command was used wrongly. */
const DONE = 0;
const REFUSED = 1;
const WRONG_USAGE = 2;

/**
 * The `synth` command: `synth [patterns...] [--check] [--quiet] [--json] [--no-cache]`.
 *
 * @param load loads what gives every stack of the estate and what is derived from them, which is not needed where nothing has
 *   changed; what either throws is shown as its message
 * @returns the exit code
 */
export async function runSynth(args: readonly string[], outdir: string, load: () => Promise<() => SynthSource>): Promise<number> {
  const { port } = launch() ?? {};
  if (port) return help(port, outdir, load);
  const command = define();
  try {
    command.parse([...args], { from: "user" });
  } catch (error) {
    return error instanceof CommanderError && error.exitCode === 0 ? DONE : WRONG_USAGE;
  }
  const flags = command.opts<Flags>();
  const cache = flags.cache ? StackCache.open(outdir) : undefined;
  const workers = new Workers();
  try {
    checkEnvironment(process.env);
    return await run(command.args, flags, { outdir, cache, workers }, load);
  } catch (error) {
    clearProgress(flags);
    const message = messageFor(error, outdir);
    console.error(message);
    if (flags.json) console.log(JSON.stringify({ error: message }, undefined, 2));
    return REFUSED;
  } finally {
    workers.stop();
    cache?.close();
  }
}

/** The command on a thread beside the first: what goes wrong before it builds anything, the first one meets as well, and says. */
const help = (port: MessagePort, outdir: string, load: () => Promise<() => SynthSource>): Promise<number> =>
  load()
    .then((source) => serve(port, source().stacks, outdir))
    .then(
      () => DONE,
      () => REFUSED,
    );

async function run(
  patterns: readonly string[],
  flags: Flags,
  means: Pick<SynthOptions, "outdir" | "cache" | "workers">,
  load: () => Promise<() => SynthSource>,
): Promise<number> {
  const { outdir, cache, workers } = means;
  const started = performance.now();
  const unchanged = patterns.length === 0 ? cache?.unchanged() : undefined;
  if (unchanged) {
    return flags.check ? reportCheck([], flags) : reportSynth({ ...nothing, unchanged }, flags, started);
  }
  // Where nothing is known of the stacks that are there, all of them will be built: help is called before they are loaded.
  if (cache?.isEmpty && patterns.length === 0) workers?.startFor(stackFolders(outdir).length || UNKNOWN);
  const source = await load();
  const { stacks: all, ...parts } = cache ? cache.loading(source) : source();
  const options: SynthOptions = { ...means, all, ...parts, selected: select(all, patterns), ...progress(flags) };
  return flags.check ? reportCheck(await check(options), flags) : reportSynth(await synthesize(options), flags, started);
}

const nothing: SynthReport = { created: [], changed: [], unchanged: [], removed: [], derived: [] };

/** What cdktf's command line hands over: `SYNTH_HCL_OUTPUT` is `false` when HCL is not asked for. */
function checkEnvironment({ SYNTH_HCL_OUTPUT, CDKTF_CONTEXT_JSON }: NodeJS.ProcessEnv): void {
  if (SYNTH_HCL_OUTPUT === "true" || SYNTH_HCL_OUTPUT === "1") {
    throw new Error("--hcl: HCL output is not offered; Atlantis and Infracost read the JSON; leave --hcl out");
  }
  try {
    JSON.parse(CDKTF_CONTEXT_JSON || "{}");
  } catch {
    throw new Error(`CDKTF_CONTEXT_JSON: got ${CDKTF_CONTEXT_JSON}, which is not JSON; give an object of context values or unset it`);
  }
}

function define(): Command {
  return new Command("synth")
    .description("Write every stack of the estate as Terraform JSON.")
    .argument("[patterns...]", "ids or globs of the stacks to write, e.g. 'prod-aws-*' (default: all)")
    .option("--check", "write nothing; fail if the output on disk is not what the code gives", false)
    .option("--quiet", "print nothing but problems", false)
    .option("--json", "print the result as JSON", false)
    .option("--no-cache", "build every stack, and the program itself, as if for the first time")
    .exitOverride();
}

const showsProgress = ({ quiet, json }: Flags): boolean => !quiet && !json && process.stderr.isTTY === true;

function progress(flags: Flags): Pick<SynthOptions, "onProgress" | "onWait"> {
  return {
    onProgress: (id, done, total) => {
      if (showsProgress(flags)) process.stderr.write(`\r\x1b[K[${done + 1}/${total}] ${id}`);
    },
    onWait: () => console.error("another synth is writing, or was killed just now; waiting for its lock"),
  };
}

function clearProgress(flags: Flags): void {
  if (showsProgress(flags)) process.stderr.write("\r\x1b[K");
}

function reportSynth(report: SynthReport, flags: Flags, started: number): number {
  clearProgress(flags);
  const seconds = Number(((performance.now() - started) / 1000).toFixed(2));
  if (flags.json) console.log(JSON.stringify({ ...report, seconds }, undefined, 2));
  if (flags.json || flags.quiet) return DONE;
  for (const kind of ["created", "changed", "removed"] as const) {
    for (const id of report[kind]) console.log(`${kind.padEnd(8)} ${id}`);
  }
  for (const path of report.derived) console.log(`${"derived".padEnd(8)} ${path}`);
  const { created, changed, unchanged, removed } = report;
  console.log(
    `${created.length} created, ${changed.length} changed, ${unchanged.length} unchanged, ${removed.length} removed in ${seconds} s`,
  );
  return DONE;
}

function reportCheck(differences: readonly string[], flags: Flags): number {
  clearProgress(flags);
  if (flags.json) console.log(JSON.stringify({ differences }, undefined, 2));
  else if (differences.length > 0)
    console.error(`${differences.join("\n")}\nthe output is not what the code gives; run npm run synth and commit the result`);
  else if (!flags.quiet) console.log("the output is what the code gives");
  return differences.length === 0 ? DONE : REFUSED;
}

const systemRemedies: Record<string, string> = {
  ENOENT: "a folder of the path cannot be made; choose another folder with CDKTF_OUTDIR",
  EACCES: "permission denied; make it writable or choose another folder with CDKTF_OUTDIR",
  EPERM: "not permitted; make it writable or choose another folder with CDKTF_OUTDIR",
  EROFS: "the file system is read-only; choose another folder with CDKTF_OUTDIR",
  ENOTDIR: "a part of the path is a file, not a folder; remove it or choose another folder with CDKTF_OUTDIR",
  EEXIST: "a file is where a folder must be; remove it or choose another folder with CDKTF_OUTDIR",
  ENOSPC: "the disk is full; free some space and run it again",
};

function messageFor(error: unknown, outdir: string): string {
  if (isSystemError(error)) return `${error.path ?? outdir}: cannot be written: ${systemRemedies[error.code ?? ""] ?? error.message}`;
  if (!(error instanceof Error)) return String(error);
  return isRefusal(error) ? error.message : (error.stack ?? error.message);
}

/** Programming errors (TypeError and the like) keep their stack trace; refusals are messages for people. */
const isRefusal = (error: Error): boolean => error.constructor === Error || error.name === "ConfigurationError";
