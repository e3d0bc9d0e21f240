import { Command } from "commander";
import fc from "fast-check";
import { allowedWords, defaultFiles, mutationLists } from "./configurations.ts";
import { type Mutation, mutated } from "./mutation.ts";
import { Judge, type Verdict } from "./verdict.ts";

const command = new Command("fuzz")
  .description("Mutate the default configuration: every mutant is an estate that can be written, or is refused with a reason.")
  .option("--runs <n>", "how many mutants", "1000")
  .option("--seed <n>", "the same mutants for the same seed", "1")
  .parse();
const { runs, seed } = command.opts<{ runs: string; seed: string }>();

const files = defaultFiles();
const allowed = allowedWords();
const judge = new Judge(files);
const counts = new Map<string, number>();
let slowest: Verdict | undefined;

function count(verdict: Verdict): void {
  const name = verdict.is === "accepted" ? "accepted" : `${verdict.is} by ${verdict.by}`;
  counts.set(name, (counts.get(name) ?? 0) + 1);
  if (verdict.milliseconds > (slowest?.milliseconds ?? 0)) slowest = verdict;
}

const started = performance.now();
const outcome = fc.check(
  fc.property(mutationLists, (mutations: Mutation[]) => {
    const verdict = judge.verdict(mutated(files, mutations, allowed));
    count(verdict);
    if (verdict.is === "failed") throw new Error(`${verdict.by}\n${verdict.message}`);
  }),
  { numRuns: Number(runs), seed: Number(seed) },
);
judge.close();

const rows = [...counts].sort(([, a], [, b]) => b - a);
for (const [name, times] of rows) console.log(`${String(times).padStart(6)}  ${name}`);
const seconds = (performance.now() - started) / 1000;
console.log(`${outcome.numRuns} mutants in ${seconds.toFixed(1)} s, seed ${seed}; the slowest took ${slowest?.milliseconds.toFixed(0)} ms`);
if (outcome.failed) {
  console.error(`failed: ${JSON.stringify(outcome.counterexample?.[0])}\n${(outcome.errorInstance as Error | null)?.message}`);
  process.exitCode = 1;
}
