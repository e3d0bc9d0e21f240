import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROUNDS = 5;
const scratch = mkdtempSync(join(tmpdir(), "bench-"));

/** Written by the measured process as it ends: its own peak memory, which its parent cannot see. */
const reporter = join(scratch, "reporter.cjs");
writeFileSync(
  reporter,
  `process.on("exit", () => require("fs").writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS)));`,
);

interface Measured {
  readonly seconds: number;
  readonly megabytes: number;
}

function measure(outdir: string, args: string[]): Measured {
  const env = { ...process.env, CDKTF_OUTDIR: outdir, NODE_OPTIONS: `--require ${reporter}`, PEAK_FILE: join(scratch, "peak") };
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ["synth/run.cjs", ...args], { env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${args.join(" ")}: ${stderr}`);
  return { seconds: (performance.now() - started) / 1000, megabytes: Number(readFileSync(env.PEAK_FILE, "utf8")) / 1024 };
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The peers, measured in turn so that a slow moment of the machine hits all of them. */
const peers: Record<string, () => Measured> = {
  "stock app.synth()": () => measure(join(scratch, "stock"), ["bench/stock.ts", join(scratch, "stock")]),
  "npm run synth, into an empty folder": () => {
    rmSync(join(scratch, "ours"), { recursive: true, force: true });
    return measure(join(scratch, "ours"), ["main.ts", "--quiet"]);
  },
  "npm run synth, nothing changed": () => measure(join(scratch, "ours"), ["main.ts", "--quiet"]),
};

const rounds = Array.from({ length: ROUNDS }, () => Object.values(peers).map((run) => run()));
const medians = Object.keys(peers).map((_, index) => ({
  seconds: median(rounds.map((round) => round[index]?.seconds ?? Number.NaN)),
  megabytes: median(rounds.map((round) => round[index]?.megabytes ?? Number.NaN)),
}));
const [stock] = medians;
console.log(`default estate, median of ${ROUNDS} rounds; the ratio is to the first row of this run`);
for (const [index, name] of Object.keys(peers).entries()) {
  const { seconds = 0, megabytes = 0 } = medians[index] ?? {};
  const ratios = `x${(seconds / (stock?.seconds ?? 1)).toFixed(2)} time, x${(megabytes / (stock?.megabytes ?? 1)).toFixed(2)} memory`;
  console.log(`${name.padEnd(38)} ${seconds.toFixed(2)} s  ${megabytes.toFixed(0)} MB  ${ratios}`);
}
rmSync(scratch, { recursive: true, force: true });
