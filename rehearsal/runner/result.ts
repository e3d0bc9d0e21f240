import type { Phase } from "./phase.ts";
import type { Problem } from "./problem.ts";
import type { Halt } from "./processes.ts";

/**
 * What became of a stack. `protected`: terraform refused to destroy it, as it should. `kept`: not destroyed, as a stack that still is reads it.
 * `blocked`: not run, as one that it reads failed. `stopped`: not finished, as the rehearsal was ended.
 */
export type StackOutcome = "passed" | "failed" | "protected" | "kept" | "blocked" | "stopped";

/** A stack of a rehearsal. */
export interface StackResult {
  readonly id: string;
  /** It was not asked for, but one that was asked for reads it. */
  readonly producer: boolean;
  readonly outcome: StackOutcome;
  /** The stacks that block it, or that keep it. */
  readonly because: readonly string[];
  /** Instances of resources it had when all was applied; when only planned: that it would have. */
  readonly resources: number;
  readonly phases: readonly Phase[];
}

/** What a whole rehearsal came to; printed by `--json` as it is. */
export interface Result {
  /** `failed`: something must be corrected. */
  readonly outcome: "passed" | "failed" | Halt;
  readonly stacks: readonly StackResult[];
  /** Stacks that read each other, one list a circle. */
  readonly circles: readonly (readonly string[])[];
  /** What is wrong with no single stack. */
  readonly problems: readonly Problem[];
  /** Objects that a state has and the simulated cloud has not. */
  readonly lost: readonly string[];
  /** Objects of the simulated cloud that no state has, or more than one. */
  readonly duplicated: readonly string[];
  /** Objects of the simulated cloud that were left when their stack was destroyed. */
  readonly left: readonly string[];
  /** What was assumed. */
  readonly notes: readonly string[];
  readonly totals: Totals;
  /** Where everything is, if it was kept. */
  readonly folder?: string;
  /** The command that goes on there. */
  readonly continueWith?: string;
}

/** Sums over a rehearsal. */
export interface Totals {
  readonly stacks: number;
  readonly resources: number;
  readonly seconds: number;
  /** Seconds of all terraform processes, added up. */
  readonly terraformSeconds: number;
  /** The most memory this process, which serves the providers, had at once. */
  readonly peakMemoryMb: number;
}

/** Whether nothing has to be corrected. */
export function isGood(result: Pick<Result, "stacks" | "circles" | "problems" | "lost" | "duplicated" | "left">): boolean {
  const { stacks, circles, problems, lost, duplicated, left } = result;
  const stacksAreGood = stacks.every(({ outcome }) => outcome === "passed" || outcome === "protected" || outcome === "kept");
  return stacksAreGood && [circles, problems, lost, duplicated, left].every(({ length }) => length === 0);
}
