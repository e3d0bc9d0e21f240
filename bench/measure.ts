import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What one run cost. */
export interface Cost {
  readonly wallSeconds: number;
  /** Of all threads, in user and system. */
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  readonly stdout: string;
}

/** Written by the measured process as it ends: its parent cannot see its memory. */
const reporter = `process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  require("node:fs").writeFileSync(process.env.BENCH_COST, JSON.stringify([maxRSS / 1024, (userCPUTime + systemCPUTime) / 1e6]));
});`;

/** Runs a program of Node's and says what it cost. @throws with what it printed if it fails */
export function measure(scratch: string, args: readonly string[], env: Record<string, string> = {}): Cost {
  mkdirSync(scratch, { recursive: true });
  const [hook, cost] = [join(scratch, "reporter.cjs"), join(scratch, "cost.json")];
  writeFileSync(hook, reporter);
  const all = { ...process.env, NODE_OPTIONS: `--require ${hook}`, BENCH_COST: cost, ...env };
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { env: all, encoding: "utf8", maxBuffer: 2 ** 28 });
  const wallSeconds = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(`node ${args.join(" ")}: ${stderr || stdout}`);
  const [peakMegabytes, cpuSeconds] = JSON.parse(readFileSync(cost, "utf8")) as [number, number];
  return { wallSeconds, cpuSeconds, peakMegabytes, stdout };
}

/** The one in the middle, by wall time. */
export function median(costs: readonly Cost[]): Cost {
  const sorted = [...costs].sort((a, b) => a.wallSeconds - b.wallSeconds);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error("median: nothing was measured");
  return middle;
}
