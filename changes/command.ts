import { Command, CommanderError, Option } from "commander";
import { analyze } from "./analyze.ts";
import { Git } from "./git.ts";
import type { ChangesReport } from "./report.ts";
import { markdownReport } from "./report-markdown.ts";
import { textReport } from "./report-text.ts";
import { deletionText } from "./warnings.ts";

interface Flags {
  readonly base?: string;
  readonly head?: string;
  readonly json: boolean;
  readonly markdown: boolean;
  readonly refuseDeletions: boolean;
}

/** Exit codes: the report was made; something must be corrected; the command was used wrongly. */
const DONE = 0;
const REFUSED = 1;
const WRONG_USAGE = 2;

/** Where a command writes; one call a text, without the last line end. */
export interface Output {
  out(text: string): void;
  error(text: string): void;
}

const terminal: Output = { out: (text) => process.stdout.write(`${text}\n`), error: (text) => process.stderr.write(`${text}\n`) };

/**
 * The `changes` command: `changes [--base ref] [--head ref] [--json | --markdown] [--refuse-deletions]`.
 *
 * @param folder the root of the platform's repository
 * @returns the exit code
 */
export function runChanges(args: readonly string[], folder: string, output: Output = terminal): number {
  const command = define(output);
  try {
    command.parse([...args], { from: "user" });
  } catch (error) {
    return error instanceof CommanderError && error.exitCode === 0 ? DONE : WRONG_USAGE;
  }
  const flags = command.opts<Flags>();
  try {
    const report = analyze(Git.open(folder), flags);
    output.out(format(report, flags));
    return flags.refuseDeletions ? refuseDeletions(report, output) : DONE;
  } catch (error) {
    output.error(messageOf(error));
    return REFUSED;
  }
}

function define({ out, error }: Output): Command {
  const trimmed = (write: (text: string) => void) => (text: string) => write(text.replace(/\n$/, ""));
  return new Command("changes")
    .description("Compare the committed output of two revisions: what changes, what is destroyed, and the Atlantis commands in order.")
    .option("--base <ref>", "compare with where this branch, tag or commit was left (default: origin/HEAD, origin/main or main)")
    .option("--head <ref>", "compare this branch, tag or commit (default: the working tree)")
    .addOption(new Option("--json", "print the report as JSON").default(false).conflicts("markdown"))
    .addOption(new Option("--markdown", "print the report as a comment for a pull request").default(false))
    .option("--refuse-deletions", "fail if the folder of a stack is gone that still held resources", false)
    .allowExcessArguments(false)
    .configureOutput({ writeOut: trimmed(out), writeErr: trimmed(error) })
    .exitOverride();
}

function format(report: ChangesReport, { json, markdown }: Flags): string {
  if (json) return JSON.stringify(report, undefined, 2);
  return markdown ? markdownReport(report) : textReport(report);
}

function refuseDeletions({ deletions, stacks }: ChangesReport, output: Output): number {
  for (const id of deletions) {
    const held = stacks.find((stack) => stack.id === id)?.resources.filter(({ mode }) => mode === "managed").length ?? 0;
    output.error(`${id}: ${deletionText(id, held)}`);
  }
  return deletions.length === 0 ? DONE : REFUSED;
}

/** Refusals are messages for people; programming errors keep their stack trace. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.constructor === Error ? error.message : (error.stack ?? error.message);
}
