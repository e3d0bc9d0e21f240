import type { ChangesReport } from "./report.ts";
import { byReason, clean, revisionText, stackRows, summaryText } from "./report-rows.ts";

/** The report for a terminal. */
export function textReport(report: ChangesReport): string {
  const { base, head, notes, warnings, stacks, steps } = report;
  return [
    `base: ${revisionText(base)}`,
    `head: ${revisionText(head)}`,
    ...notes.map((note) => `note: ${clean(note)}`),
    summaryText(report),
    ...section("Look at this first", [...warnings.map(({ level, stack, text }) => clean(`${level.padEnd(6)} ${stack}: ${text}`))]),
    ...stacks.flatMap((stack) =>
      section(`${clean(stack.id)}: ${stack.action}`, orElse(stackRows(stack), "nothing that terraform acts on")),
    ),
    ...section("Comments for Atlantis: one each, a step when the one before is done", stepRows(steps)),
  ].join("\n");
}

const section = (title: string, rows: readonly string[]): string[] =>
  rows.length === 0 ? [] : ["", title, ...rows.map((row) => `  ${row}`)];

const orElse = (rows: readonly string[], instead: string): readonly string[] => (rows.length === 0 ? [instead] : rows);

/** Commands stand alone in their row: Atlantis takes nothing but them in a comment. */
const stepRows = (steps: ChangesReport["steps"]): string[] =>
  steps.flatMap(({ commands }, index) =>
    byReason(commands).flatMap(([reason, group], row) => [
      clean(`${row === 0 ? `${index + 1}.` : "  "} ${reason}`),
      ...group.map(({ command }) => clean(`     ${command}`)),
    ]),
  );
