import { deepStrictEqual } from "node:assert";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { Command } from "commander";
import { type BenchEstate, defaultEstate, documents, syntheticEstate, type Way, ways } from "./cases.ts";
import { chart } from "./chart.ts";
import { type Cost, median } from "./measure.ts";
import { type Measured, tables } from "./table.ts";

interface Flags {
  readonly rounds: string;
  readonly sizes: string;
  readonly only?: string;
  readonly default: boolean;
  readonly write: boolean;
}

const RESULTS = "bench/results";
const MARKS = ["<!-- bench -->", "<!-- /bench -->"] as const;

/** Slow ways are run less often: their medians are as good, since they differ by less. */
const SLOW_SECONDS = 15;

const command = new Command("bench")
  .description("Measure synthesis against stock cdktf, all in this run.")
  .option("--rounds <n>", "how often each way is run; medians are shown", "5")
  .option("--sizes <n,...>", "synthetic estates: how many stacks of a hundred resources", "10,50,500,1000,2000")
  .option("--only <part,...>", "only ways whose name has one of these in it")
  .option("--no-default", "leave the default estate out")
  .option("--write", `write ${RESULTS} and the table in README.md`, false)
  .parse();
const flags = command.opts<Flags>();

function rounds(way: Way, estate: BenchEstate): Cost {
  const costs: Cost[] = [];
  while (costs.length < Number(flags.rounds) && !(costs.length > 0 && (costs[0]?.wallSeconds ?? 0) > SLOW_SECONDS))
    costs.push(way.run(estate));
  return median(costs);
}

function measured(estate: BenchEstate): Measured {
  const wanted = flags.only?.split(",");
  const costs: Record<string, Cost | string> = {};
  estate.change(false);
  for (const way of ways) {
    if (wanted?.some((part) => way.name.includes(part)) === false) continue;
    const reason = way.without?.(estate);
    costs[way.name] = reason ?? rounds(way, estate);
    const cost = costs[way.name];
    console.error(`${estate.name}: ${way.name}: ${typeof cost === "object" ? `${cost.wallSeconds.toFixed(3)} s` : reason}`);
    // The same work on both sides, or the comparison is none.
    if (way.name === "ours, cold" && "stock, bundled" in costs && estate.name !== "default estate") sameWork();
  }
  return { estate: estate.name, stacks: estate.stacks, costs };
}

/** Blocks that may occur once are lists of one with us, and objects with cdktf. */
function sameWork(): void {
  const unlisted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.length === 1 && typeof value[0] === "object" ? unlisted(value[0]) : value.map(unlisted);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unlisted(inner)]));
  };
  const [ours, stock] = [documents("ours"), documents("stock")].map(unlisted);
  deepStrictEqual(ours, stock);
}

const sizes = flags.sizes.split(",").filter(Boolean).map(Number);
const all = [...(flags.default ? [defaultEstate()] : []), ...sizes.map(syntheticEstate)].map(measured);
const text = tables(all);
console.log(text);
if (flags.write) {
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(`${RESULTS}/table.md`, text);
  writeFileSync(`${RESULTS}/chart.svg`, chart(all));
  const [from, to] = MARKS;
  const readme = readFileSync("README.md", "utf8");
  const [first = ""] = text.split("\n**");
  writeFileSync(
    "README.md",
    `${readme.slice(0, readme.indexOf(from) + from.length)}\n${first.trimEnd()}\n${readme.slice(readme.indexOf(to))}`,
  );
}
