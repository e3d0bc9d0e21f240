import type { Watcher } from "./logbook.ts";
import type { Changes, Phase } from "./phase.ts";
import type { StackOutcome } from "./result.ts";

/** Prints a line for each phase that is done, e.g. `[12/38] prod-aws-use1-network apply 84 added 2.1 s`. */
export function progress(total: number, print: (line: string) => void): Watcher {
  const head = (index: number, id: string): string => `[${String(index).padStart(String(total).length)}/${total}] ${id}`;
  return {
    phase: (id, phase, index) => print(`${head(index, id)} ${phase.phase} ${did(phase)}${phase.seconds.toFixed(1)} s`),
    skipped: (id, outcome, because, index) => {
      if (outcome !== "stopped") print(`${head(index, id)} ${skipText(outcome, because)}`);
    },
  };
}

/** Prints nothing. */
export const silent: Watcher = { phase: () => undefined, skipped: () => undefined };

/** Why a stack was not run, or not destroyed. */
export function skipText(outcome: StackOutcome, because: readonly string[]): string {
  return because.length === 0 ? outcome : `${outcome} by ${because.join(", ")}`;
}

function did({ passed, isProtected, changes, problems, phase }: Phase): string {
  if (!passed) return `FAILED (${counted(problems.filter(({ severity }) => severity === "error").length, "error")}) `;
  if (isProtected === true) return "refused, as it is protected ";
  return changes === undefined ? "" : `${changesText(changes, phase === "plan")} `;
}

function changesText({ add, change, remove, import: taken }: Changes, isPlanned: boolean): string {
  const [added, changed, removed, imported] = isPlanned
    ? ["to add", "to change", "to destroy", "to import"]
    : ["added", "changed", "destroyed", "imported"];
  const parts = [
    [add, added],
    [change, changed],
    [remove, removed],
    [taken, imported],
  ].filter(([count]) => count !== 0);
  return parts.length === 0 ? "no changes" : parts.map((part) => part.join(" ")).join(", ");
}

/** `1 error`, `2 errors`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
