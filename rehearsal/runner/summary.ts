import Table from "cli-table3";
import { phaseNames } from "./phase.ts";
import type { Problem } from "./problem.ts";
import { counted, skipText } from "./progress.ts";
import type { Result, StackResult } from "./result.ts";

/** The result as a table of the stacks and a line of sums. */
export function summary(result: Result): string {
  const done = phaseNames.filter((name) => result.stacks.some(({ phases }) => phases.some(({ phase }) => phase === name)));
  const table = new Table({
    head: ["stack", "result", "resources", ...done],
    colAligns: ["left", "left", "right", ...done.map(() => "right" as const)],
    style: { head: [], border: [], compact: true },
    chars: plainBorders,
  });
  for (const stack of result.stacks) table.push(rowOf(stack, done));
  const { stacks, resources, seconds, terraformSeconds, peakMemoryMb } = result.totals;
  const sums = `${counted(stacks, "stack")}, ${counted(resources, "resource")} in ${seconds} s (terraform ${terraformSeconds} s, added up); at most ${peakMemoryMb} MB`;
  return [...result.notes, table.toString(), sums].join("\n");
}

/** What terraform warns of, if asked for, and last what must be corrected: each cause once, with the stacks and addresses it shows in. */
export function problemText(result: Result, withWarnings: boolean): string {
  const causes = new Map<string, { readonly problem: Problem; readonly where: Set<string> }>();
  for (const { id, phases } of result.stacks) {
    for (const { phase, problems } of phases) {
      for (const problem of problems.filter(({ severity }) => withWarnings || severity === "error")) {
        const cause = causes.get(causeOf(problem)) ?? { problem, where: new Set() };
        cause.where.add([id, phase, ...(problem.address === undefined ? [] : [problem.address])].join(" · "));
        causes.set(causeOf(problem), cause);
      }
    }
  }
  const byWeight = [...causes.values()].sort((a, b) => weight(a.problem) - weight(b.problem));
  return [...byWeight.map(({ problem, where }) => paragraph(problem, [...where])), ...estateProblems(result)].join("\n\n");
}

const weight = ({ severity }: Problem): number => (severity === "error" ? 1 : 0);

/** The same text at the same place of the configuration, or the same text about whatever address. */
const causeOf = ({ severity, summary, detail, code }: Problem): string => JSON.stringify([severity, summary, detail, code]);

function paragraph({ severity, summary, detail, place, code }: Problem, where: readonly string[]): string {
  const shown = where.length > SHOWN ? [...where.slice(0, SHOWN), `and ${where.length - SHOWN} more`] : where;
  const lines = [
    ...shown,
    `${severity === "error" ? "Error" : "Warning"}: ${summary}`,
    ...(place === undefined ? [] : [`  on ${place}`]),
    ...(code === undefined ? [] : [`    ${code}`]),
    ...(detail === "" ? [] : [detail]),
  ];
  return lines.join("\n");
}

/** How many places a cause is shown with. */
const SHOWN = 5;

function estateProblems({ circles, problems, lost, duplicated, left }: Result): string[] {
  return [
    ...circles.map((ids) => `Error: stacks read each other\n${ids.join(", ")}: none can be applied first; take one of the reads out`),
    ...problems.map((problem) => paragraph(problem, [])),
    ...listed("Error: lost: in a state, but not in the simulated cloud", lost),
    ...listed("Error: duplicated: in the simulated cloud, but not in exactly one state", duplicated),
    ...listed("Error: left: in the simulated cloud after their stack was destroyed", left),
  ];
}

const listed = (head: string, keys: readonly string[]): string[] => (keys.length === 0 ? [] : [[head, ...keys].join("\n")]);

function rowOf({ id, producer, outcome, because, resources, phases }: StackResult, names: readonly string[]): string[] {
  const seconds = (name: string): string => {
    const phase = phases.find((candidate) => candidate.phase === name);
    return phase === undefined ? "" : phase.seconds.toFixed(1);
  };
  const result = outcome === "blocked" || outcome === "kept" ? skipText(outcome, because) : outcome;
  return [producer ? `${id} (read by others)` : id, result, String(resources), ...names.map(seconds)];
}

/** Columns apart by spaces, one line below the head. */
const plainBorders = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: " ",
};
