import type { Logbook } from "./logbook.ts";
import type { Processes } from "./processes.ts";
import { isGood, type Result } from "./result.ts";

/** What a rehearsal found beside what became of each stack. */
export type Findings = Pick<Result, "circles" | "problems" | "lost" | "duplicated" | "left">;

/** What a rehearsal leaves behind. */
export interface Outcome {
  readonly logbook: Logbook;
  readonly findings: Findings;
}

/** The result of a rehearsal that is over. */
export function conclude(logbook: Logbook, findings: Findings, processes: Processes, notes: readonly string[], started: number): Result {
  const stacks = logbook.results();
  const outcome = processes.halted ?? (isGood({ stacks, ...findings }) ? "passed" : "failed");
  const totals = {
    stacks: stacks.length,
    resources: stacks.reduce((sum, { resources }) => sum + resources, 0),
    seconds: rounded((performance.now() - started) / 1000),
    terraformSeconds: rounded(processes.seconds),
    peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
  return { outcome, stacks, ...findings, notes, totals };
}

const rounded = (seconds: number): number => Number(seconds.toFixed(1));
