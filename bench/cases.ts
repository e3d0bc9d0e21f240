import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";
import { type Cost, measure } from "./measure.ts";

/** Where runs are made. */
const scratch = resolve(".cache/bench");

/** An estate whose synthesis is measured. */
export interface BenchEstate {
  readonly name: string;
  readonly stacks: number;
  /** Program of ours, and the same stacks with `app.synth()`. */
  readonly ours: string;
  readonly stock: string;
  /** Makes the estate as it is, or with one stack changed. */
  change(isChanged: boolean): void;
}

/** Outside of `.cache`, in which nothing is an input. */
const chosen = join(mkdtempSync(join(tmpdir(), "bench-")), "estate.json");

/** Stacks of a hundred resources each. */
export const syntheticEstate = (stacks: number): BenchEstate => ({
  name: `${stacks} x 100`,
  stacks,
  ours: "bench/estate/main.ts",
  stock: "bench/estate/stock.ts",
  change(isChanged) {
    writeFileSync(chosen, JSON.stringify({ stacks, changed: isChanged ? 1 : 0 }));
  },
});

const configured = "config/environments/dev.yaml";
/** A larger disk for one database. */
const edit = ["      us-east-1: {}", "      us-east-1: { database: { storageGib: 72 } }"] as const;

/** The repository's own estate; one stack of it is changed by the size of a database. */
export function defaultEstate(): BenchEstate {
  const text = readFileSync(configured, "utf8");
  return {
    name: "default estate",
    stacks: readdirSync("cdktf.out/stacks").length,
    ours: "main.ts",
    stock: "bench/estate/default-stock.ts",
    change: (isChanged) => writeFileSync(configured, isChanged ? text.replace(...edit) : text),
  };
}

/** A way to synthesize an estate. */
export interface Way {
  readonly name: string;
  /** Leaves it out, and says why. */
  readonly without?: (estate: BenchEstate) => string | undefined;
  run(estate: BenchEstate): Cost;
}

const outdirOf = (way: string): string => join(scratch, way);

/** Out of the way until the end: file systems look twice at what was deleted a moment ago. */
const gone = join(scratch, "gone");
const forget = (): void => rmSync(gone, { recursive: true, force: true });
forget();
process.on("exit", forget);

function fresh(folder: string): string {
  mkdirSync(gone, { recursive: true });
  if (existsSync(folder)) renameSync(folder, join(mkdtempSync(join(gone, "old-")), "it"));
  return folder;
}
const env = (way: string) => ({ CDKTF_OUTDIR: outdirOf(way), BENCH_ESTATE: chosen });

/** A synth of ours that must write so many stacks, or it is another case than the one that is measured. */
function writing(count: number, { ours: program, name }: BenchEstate): Cost {
  const cost = measure(scratch, ["synth/run.cjs", program, "--json"], env("ours"));
  const { created, changed } = JSON.parse(cost.stdout) as { readonly created: string[]; readonly changed: string[] };
  const written = created.length + changed.length;
  if (written !== count)
    throw new Error(`${name}: ${written} stacks were written, and not ${count}: ${[...created, ...changed].join(", ")}`);
  return cost;
}

/** ts-node over more takes minutes, and its heap is full at some point. */
const MOST_BY_TEMPLATE = 50;
const tsNode = "bench/peers/node_modules/ts-node/dist/bin.js";

/** Every way, the slowest first. The last ones build upon what those before them left. */
export const ways: readonly Way[] = [
  {
    name: "stock, the template's way",
    without({ stacks, name }) {
      if (!existsSync(tsNode)) return "npm ci --prefix bench/peers first";
      return stacks > MOST_BY_TEMPLATE && name !== "default estate" ? "minutes" : undefined;
    },
    run(estate) {
      const project = {
        TS_NODE_PROJECT: "bench/peers/tsconfig.json",
        TS_NODE_COMPILER: resolve("bench/peers/node_modules/typescript"),
      };
      fresh(outdirOf("stock"));
      return measure(scratch, [tsNode, estate.stock], { ...env("stock"), ...project });
    },
  },
  {
    name: "stock, bundled",
    run(estate) {
      const outfile = join(scratch, "stock.cjs");
      buildSync({
        entryPoints: [estate.stock],
        outfile,
        bundle: true,
        platform: "node",
        format: "cjs",
        packages: "external",
        logLevel: "error",
      });
      fresh(outdirOf("stock"));
      return measure(scratch, ["--max-old-space-size=12000", outfile], env("stock"));
    },
  },
  {
    name: "ours, first ever",
    run(estate) {
      fresh(".cache/programs");
      fresh(".cache/stacks");
      fresh(outdirOf("ours"));
      return writing(estate.stacks, estate);
    },
  },
  {
    name: "ours, cold",
    run(estate) {
      fresh(".cache/stacks");
      fresh(outdirOf("ours"));
      return writing(estate.stacks, estate);
    },
  },
  { name: "ours, nothing changed", run: (estate) => writing(0, estate) },
  {
    name: "ours, one stack changed",
    run(estate) {
      // What the round before has changed is changed back, and known, before it is changed anew.
      measure(scratch, ["synth/run.cjs", estate.ours, "--quiet"], env("ours"));
      estate.change(true);
      try {
        return writing(1, estate);
      } finally {
        estate.change(false);
      }
    },
  },
  {
    name: "the floor",
    run() {
      const cost = measure(scratch, ["bench/estate/floor.cjs", join(outdirOf("ours"), "stacks"), fresh(outdirOf("floor"))]);
      return { ...cost, wallSeconds: Number(cost.stdout) / 1000 };
    },
  },
];

/** Every document of a way's last run, by stack. */
export function documents(way: "ours" | "stock"): Record<string, unknown> {
  const folder = join(outdirOf(way), "stacks");
  return Object.fromEntries(readdirSync(folder).map((id) => [id, JSON.parse(readFileSync(join(folder, id, "cdk.tf.json"), "utf8"))]));
}
