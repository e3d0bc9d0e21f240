import { availableParallelism } from "node:os";
import { Command, InvalidArgumentError, Option } from "commander";
import type { Output } from "./output.ts";

/** What was asked for on the command line. */
export interface Flags {
  /** Ids or globs of stacks; none means all. */
  readonly patterns: readonly string[];
  readonly planOnly: boolean;
  readonly realProviders: boolean;
  readonly releaseProtected: boolean;
  readonly keep: boolean;
  readonly dir?: string;
  readonly continue?: string;
  readonly jobs: number;
  /** Values of variables, by name. */
  readonly var: Readonly<Record<string, string>>;
  readonly fail: readonly string[];
  readonly failRandom?: number;
  readonly seed?: number;
  readonly killAfter?: number;
  readonly json: boolean;
  readonly quiet: boolean;
}

const simulationOnly = ["planOnly", "releaseProtected", "continue", "fail", "failRandom", "killAfter"];

/** @throws CommanderError when the usage is wrong, or only help was asked for; it has been told by then */
export function parseFlags(args: readonly string[], output: Output): Flags {
  const trimmed = (text: string): string => text.replace(/\n$/, "");
  const command = define()
    .configureOutput({ writeOut: (text) => output.out(trimmed(text)), writeErr: (text) => output.error(trimmed(text)) })
    .exitOverride();
  command.parse([...args], { from: "user" });
  return { ...command.opts<Omit<Flags, "patterns">>(), patterns: command.args };
}

/** The command that goes on in a folder, without the faults. */
export function continueCommand(flags: Flags, folder: string): string {
  const words = [
    ...flags.patterns,
    ...(flags.planOnly ? ["--plan-only"] : []),
    ...(flags.releaseProtected ? ["--release-protected"] : []),
    ...Object.entries(flags.var).flatMap(([name, value]) => ["--var", `${name}=${value}`]),
    "--continue",
    folder,
  ];
  return `npm run rehearse -- ${words.map(quoted).join(" ")}`;
}

const quoted = (word: string): string => (/^[\w./=:-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

function define(): Command {
  const command = new Command("rehearse")
    .description(
      "Run terraform over every stack, against simulated providers and a simulated cloud: init, validate, plan, apply, plan, destroy.",
    )
    .argument("[patterns...]", "ids or globs of the stacks to rehearse, e.g. 'prod-aws-*', with those they read (default: all)");
  describeRun(command);
  describeFaults(command);
  return command
    .addOption(new Option("--json", "print the result as JSON").default(false))
    .addOption(new Option("--quiet", "print nothing but problems").default(false));
}

function describeRun(command: Command): void {
  command
    .option("--plan-only", "apply only what others read, and destroy nothing", false)
    .option("--release-protected", "lift prevent_destroy and deletion protection before the destroy, so that all is destroyed", false)
    .addOption(
      new Option("--real-providers", "download the real providers and validate with them; nothing is planned")
        .default(false)
        .conflicts(simulationOnly),
    )
    .option("--jobs <n>", "stacks at the same time", positive, availableParallelism())
    .addOption(new Option("--var <name=value>", "a value for a variable of a stack; repeatable").argParser(assignment).default({}, "none"))
    .addOption(new Option("--dir <folder>", "a new or empty folder to work in (default: a temporary one)").conflicts("continue"))
    .option("--keep", "keep the folder when all is well; it is always kept when something is not", false)
    .option("--continue <folder>", "go on with the states and the simulated cloud of a rehearsal that was cut off or failed");
}

function describeFaults(command: Command): void {
  command
    .option("--fail <address>", "the simulated cloud fails there: <stack>/<type>.<name>, <type>.<name> or a glob; repeatable", collect, [])
    .addOption(new Option("--fail-random <p>", "the simulated cloud fails with this probability").argParser(probability))
    .addOption(new Option("--seed <n>", "which of the calls fail by --fail-random (default: 1)").argParser(integer))
    .addOption(new Option("--kill-after <n>", "kill every terraform after n changes of the simulated cloud").argParser(positive));
}

const collect = (value: string, before: readonly string[]): string[] => [...before, value];

function assignment(value: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const [, name, text] = /^([\w-]+)=(.*)$/s.exec(value) ?? [];
  if (name === undefined || text === undefined) throw new InvalidArgumentError("Write it as name=value.");
  return { ...before, [name]: text };
}

function integer(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError("Give a whole number.");
  return Number(value);
}

function positive(value: string): number {
  if (!/^[1-9]\d*$/.test(value)) throw new InvalidArgumentError("Give a whole number from 1 on.");
  return Number(value);
}

function probability(value: string): number {
  const number = Number(value);
  if (value.trim() === "" || !(number > 0 && number <= 1)) throw new InvalidArgumentError("Give a number above 0 and up to 1.");
  return number;
}
