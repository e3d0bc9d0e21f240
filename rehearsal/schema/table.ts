import type { Agreement } from "./agreement.ts";

/** The page with the table of how derived schemas agree with the real ones. */
export const TABLE_PAGE = "docs/provider-schemas.md";

const START = "<!-- agreement: made by rehearsal/schema/facts-command.ts -->";
const END = "<!-- /agreement -->";
const HEAD = [
  "| Provider | Version | Types | Attributes and blocks | Differ, from the bindings alone | with usual names | Facts | Differ, with facts | Why the bindings alone differ |",
  "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
];

/** The page with new rows in place of those of the same providers; the other rows stay. */
export function withRows(page: string, made: readonly Agreement[]): string {
  const [start, end] = [page.indexOf(START), page.indexOf(END)];
  if (start === -1 || end < start) throw new Error(`${TABLE_PAGE}: the table's markers are missing; put ${START} and ${END} back`);
  const rows = new Map(tableRows(page).map((row) => [row[0] ?? "", `| ${row.join(" | ")} |`]));
  for (const entry of made) rows.set(entry.provider, rowOf(entry));
  const lines = [START, ...HEAD, ...[...rows].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row)];
  return `${page.slice(0, start)}${lines.join("\n")}\n${page.slice(end)}`;
}

/** The cells of the table's rows, row by row. */
export function tableRows(page: string): readonly (readonly string[])[] {
  const table = page
    .slice(page.indexOf(START), page.indexOf(END))
    .split("\n")
    .slice(1 + HEAD.length);
  return table
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim()),
    );
}

function rowOf({ provider, version, types, unbound, members, alone, usually, facts, withFacts, reasons }: Agreement): string {
  const why = [...reasons].map(([reason, count]) => `${reason} ${count}`).join(", ");
  const bound = unbound === 0 ? `${types}` : `${types} (${unbound} not bound)`;
  return `| ${[provider, version, bound, members, alone, usually, facts, withFacts, why].join(" | ")} |`;
}
