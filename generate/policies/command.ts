import { existsSync, readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { distance } from "fastest-levenshtein";
import { loadEstate } from "../../config/load.ts";
import { policies as allPolicies } from "../../constructs/policies/index.ts";
import type { Suppressed, Verdict } from "../../constructs/policies/judge.ts";
import type { Policy } from "../../constructs/policies/policy.ts";
import { policyReport } from "../../constructs/policies/report.ts";
import { suppressionPolicy } from "../../constructs/policies/suppression.ts";
import { catalog } from "../../stacks/catalog.ts";
import { judgeStack } from "../../stacks/policies.ts";
import type { StackSpec } from "../../stacks/stack-spec.ts";
import { select } from "../../synth/select.ts";
import { idleRules, overview, type RuleRow, typesInShort } from "./overview.ts";

interface Flags {
  readonly json: boolean;
  readonly id?: string;
}

/** Where the command reads and writes, and the day it goes by. */
export interface Surroundings {
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** Folder of the output. @default cdktf.out */
  readonly outdir?: string;
  readonly out?: (text: string) => void;
  readonly error?: (text: string) => void;
}

/** Exit codes: nothing is broken; a rule is, or something must be corrected; the command was used wrongly. */
const DONE = 0;
const REFUSED = 1;
const WRONG_USAGE = 2;

/**
 * The `policies` command: `policies [patterns...] [--id <rule>] [--json]`. It judges the output as it is on disk.
 *
 * @returns the exit code
 */
export function runPolicies(args: readonly string[], surroundings: Surroundings): number {
  const { today, outdir = "cdktf.out", out = console.log, error = console.error } = surroundings;
  const command = define(out, error);
  try {
    command.parse([...args], { from: "user" });
  } catch (problem) {
    return problem instanceof CommanderError && problem.exitCode === 0 ? DONE : WRONG_USAGE;
  }
  const { id, json } = command.opts<Flags>();
  try {
    const rules = id === undefined ? allPolicies : rulesOf(id);
    const stacks = select(catalog(loadEstate("config")), command.args);
    const verdicts = stacks.map((spec) => only(rules, judgeStack(spec, readStack(outdir, spec), today)));
    const rows = overview(rules, verdicts).filter((row) => id === undefined || row.id === id);
    out(json ? asJson(rows, verdicts) : asText(rows, verdicts, rules, id !== undefined));
    return rows.some(({ violations }) => violations > 0) ? REFUSED : DONE;
  } catch (problem) {
    error(problem instanceof Error ? (isRefusal(problem) ? problem.message : (problem.stack ?? problem.message)) : String(problem));
    return REFUSED;
  }
}

const isRefusal = (error: Error): boolean => error.constructor === Error || error.name === "ConfigurationError";

function define(out: (text: string) => void, error: (text: string) => void): Command {
  const trimmed = (write: (text: string) => void) => (text: string) => write(text.replace(/\n$/, ""));
  return new Command("policies")
    .description("List the rules, what each of them judged in the output, and what breaks them.")
    .argument("[patterns...]", "ids or globs of the stacks to judge, e.g. 'prod-aws-*' (default: all)")
    .option("--id <rule>", "one rule only, with its remedy, e.g. AWS-01")
    .option("--json", "print rules, violations and suppressions as JSON", false)
    .configureOutput({ writeOut: trimmed(out), writeErr: trimmed(error) })
    .exitOverride();
}

function rulesOf(id: string): Policy[] {
  const listed = [...allPolicies, suppressionPolicy];
  const found = listed.filter((policy) => policy.id === id);
  if (found.length > 0) return found;
  const ids = [...new Set(listed.map((policy) => policy.id))].sort((a, b) => distance(a, id) - distance(b, id) || (a < b ? -1 : 1));
  throw new Error(`--id: got ${id}, wanted the id of a rule; nearest: ${ids.slice(0, 3).join(", ")}`);
}

function readStack(outdir: string, { id }: StackSpec): object {
  const file = `${outdir}/stacks/${id}/cdk.tf.json`;
  if (!existsSync(file)) throw new Error(`${file}: got no file, wanted the stack's output; run npm run synth`);
  return JSON.parse(readFileSync(file, "utf8"));
}

/** The part of a verdict that is about some of the rules. */
function only(rules: readonly Policy[], verdict: Verdict): Verdict {
  if (rules === allPolicies) return verdict;
  const ids = new Set(rules.map(({ id }) => id));
  return {
    ...verdict,
    violations: verdict.violations.filter(({ policy }) => ids.has(policy)),
    suppressed: verdict.suppressed.filter(({ policy }) => ids.has(policy)),
  };
}

const asJson = (rules: readonly RuleRow[], verdicts: readonly Verdict[]): string =>
  JSON.stringify(
    {
      rules,
      violations: verdicts.flatMap(({ violations }) => violations),
      suppressed: verdicts.flatMap(({ suppressed }) => suppressed),
    },
    undefined,
    2,
  );

function asText(rows: readonly RuleRow[], verdicts: readonly Verdict[], rules: readonly Policy[], isOne: boolean): string {
  const idle = idleRules(rows).map(
    ({ id, title }) => `${id} judged nothing: ${title}; is there nothing of its types, or are they misspelt?`,
  );
  const suppressed = verdicts.flatMap((verdict) => verdict.suppressed).map(suppressedLine);
  const sections = [isOne ? rows.map(ruleText) : columns(rows), idle, suppressed, policyReport(verdicts, rules)];
  const sum = (count: (row: RuleRow) => number): number => rows.reduce((total, row) => total + count(row), 0);
  const counts = `${counted(rows.length, "rule")}, ${counted(verdicts.length, "stack")}, ${sum(({ judged }) => judged)} judged`;
  const total = `${counts}, ${counted(
    sum(({ violations }) => violations),
    "violation",
  )}, ${suppressed.length} suppressed`;
  return [...sections.filter((lines) => lines.length > 0).map((lines) => lines.join("\n")), total].join("\n\n");
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

function columns(rows: readonly RuleRow[]): string[] {
  const head = ["rule", "severity", "judged", "violations", "suppressed", "title"];
  const cells = rows.map(({ id, severity, judged, violations, suppressed, title, types }) => [
    ...[id, severity, String(judged), String(violations), String(suppressed)],
    `${title} (${typesInShort(types)})`,
  ]);
  const widths = head.map((_name, column) => Math.max(...[head, ...cells].map((row) => row[column]?.length ?? 0)));
  return [head, ...cells].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

const ruleText = ({ id, severity, title, remedy, reference, types, judged }: RuleRow): string =>
  [
    `${id} (${severity}): ${title}`,
    `  do: ${remedy}`,
    ...(reference === undefined ? [] : [`  see: ${reference}`]),
    `  judges: ${typesInShort(types, 20)}`,
    `  judged: ${judged}`,
  ].join("\n");

const suppressedLine = ({ policy, path, address, reason, expires }: Suppressed): string =>
  `${policy} is suppressed until ${expires}: ${path} (${address}): ${reason}`;
