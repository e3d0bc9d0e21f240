import type { Measured } from "./table.ts";

const WIDTH = 860;
const LABEL = 330;
const ROW = 22;
/** Milliseconds at the left edge: the scale is logarithmic. */
const LEAST = 10;

const colours: readonly (readonly [prefix: string, colour: string])[] = [
  ["stock", "#b45309"],
  ["ours", "#0f766e"],
  ["the floor", "#6b7280"],
];

const colourOf = (way: string): string => colours.find(([prefix]) => way.startsWith(prefix))?.[1] ?? "#000000";

/** Wall times as bars, by estate; each step to the right is ten times as long. */
export function chart(all: readonly Measured[]): string {
  const rows = all.flatMap(({ estate, costs }) =>
    Object.entries(costs).flatMap(([way, cost]) => (typeof cost === "object" ? [{ label: `${estate}: ${way}`, way, cost }] : [])),
  );
  const most = Math.max(...rows.map(({ cost }) => 1000 * cost.wallSeconds), LEAST * 10);
  const length = (ms: number): number => Math.max(2, ((WIDTH - LABEL - 80) * Math.log(ms / LEAST)) / Math.log(most / LEAST));
  const bars = rows.map(({ label, way, cost }, index) => {
    const ms = 1000 * cost.wallSeconds;
    const [y, width] = [10 + index * ROW, length(ms)];
    const time = ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(1)} s`;
    return `  <text x="${LABEL - 8}" y="${y + 13}" text-anchor="end">${label}</text>
  <rect x="${LABEL}" y="${y + 2}" width="${width.toFixed(1)}" height="14" fill="${colourOf(way)}"/>
  <text x="${(LABEL + width + 6).toFixed(1)}" y="${y + 13}">${time}</text>`;
  });
  const height = 20 + rows.length * ROW;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="12">
  <title>How long synthesis takes, by estate and way; each step to the right is ten times as long</title>
  <rect width="100%" height="100%" fill="#ffffff"/>
${bars.join("\n")}
</svg>
`;
}
