import type { ChangesReport, StackChange, Warning } from "./report.ts";
import { byReason, clean, revisionText, stackRows, summaryText } from "./report-rows.ts";

/** The first line of the comment, by which the next run finds it. */
export const marker = "<!-- platform-changes -->";

/** Bytes of a comment that GitHub takes: 65,536 characters. */
const commentLimit = 65_536;

/** Rows of each list that are shown, fewer until the comment fits. */
const rowLimits = [Number.POSITIVE_INFINITY, 200, 60, 20, 5, 0];

/** The report as a comment for a pull request; shortened, with a note, to what GitHub takes. */
export function markdownReport(report: ChangesReport): string {
  for (const limit of rowLimits) {
    const text = render(report, limit);
    if (Buffer.byteLength(text) <= commentLimit) return text;
  }
  return [marker, "### What this changes", "", summaryText(report), "", cutNote].join("\n");
}

const cutNote = "_Too long for a comment, and shortened. `npm run changes` prints all of it._";

function render(report: ChangesReport, limit: number): string {
  const { base, head, notes, warnings, stacks, steps } = report;
  // What is dangerous and what to do is shortened last.
  const few = Math.max(limit, 20);
  const isCut = limit !== Number.POSITIVE_INFINITY;
  return [
    marker,
    "### What this changes",
    "",
    `**${summaryText(report)}** (${code(revisionText(base))} to ${code(revisionText(head))})`,
    ...notes.map((note) => `\n_${escaped(note)}_`),
    ...(isCut ? ["", cutNote] : []),
    ...warningBlock(warnings, few),
    ...(steps.length === 0
      ? []
      : ["", "#### Comments for Atlantis", "", "One each, a step when the one before is done.", "", ...stepBlocks(steps, few)]),
    ...stacks.flatMap((stack) => stackBlock(stack, limit)),
  ].join("\n");
}

const levels: Record<Warning["level"], string> = { error: "Fails", danger: "Destroys", care: "Take care" };

function warningBlock(warnings: readonly Warning[], limit: number): string[] {
  if (warnings.length === 0) return [];
  const rows = warnings.map(({ level, stack, text }) => `> - **${levels[level]}** ${code(stack)}: ${escaped(text)}`);
  return ["", "> [!CAUTION]", ...cut(rows, limit, "> - ")];
}

const stepBlocks = (steps: ChangesReport["steps"], limit: number): string[] =>
  steps.flatMap(({ action, commands }, index) => [
    `${index + 1}. ${action}`,
    ...byReason(commands).flatMap(([reason, group]) => [
      `   - ${escaped(reason)}`,
      ...cut(
        group.map(({ command }) => `     - ${code(command)}`),
        limit,
        "     - ",
      ),
    ]),
  ]);

function stackBlock(stack: StackChange, limit: number): string[] {
  const rows = stackRows(stack);
  const title = `<code>${escaped(stack.id)}</code>: ${stack.action}`;
  if (rows.length === 0) return ["", `- ${title}, nothing that terraform acts on`];
  return ["", `<details><summary>${title}</summary>`, "", ...fenced(cut(rows, limit, ""), "diff"), "", "</details>"];
}

function cut(rows: readonly string[], limit: number, prefix: string): string[] {
  if (rows.length <= limit) return [...rows];
  return [...rows.slice(0, limit), `${prefix}... and ${rows.length - limit} more`];
}

/** A code block that nothing inside can end. */
function fenced(rows: readonly string[], language = ""): string[] {
  const longest = Math.max(2, ...rows.flatMap((row) => [...row.matchAll(/`+/g)].map(([run]) => run.length)));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, ...rows, fence];
}

/** Text in a line of code; backticks would end it. */
const code = (text: string): string => `\`${clean(text).replaceAll("`", "'")}\``;

/** Text that neither HTML nor Markdown nor a mention takes for its own. */
const escaped = (text: string): string =>
  clean(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/[\\`*_[\]|#@~]/g, (sign) => (sign === "@" ? "&#64;" : `\\${sign}`));
