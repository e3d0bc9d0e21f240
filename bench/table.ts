import type { Cost } from "./measure.ts";

/** What was measured of an estate: a cost by way, or why there is none. */
export interface Measured {
  readonly estate: string;
  readonly stacks: number;
  readonly costs: Readonly<Record<string, Cost | string>>;
}

/** What everything is compared with. */
export const BASE = "stock, the template's way";
const NEXT_BASE = "stock, bundled";

const heads = ["way", "wall", "faster than stock", "CPU", "peak memory", "per stack"];

/** A table of Markdown for each estate. */
export const tables = (all: readonly Measured[]): string => all.map(table).join("\n");

function table({ estate, stacks, costs }: Measured): string {
  const base = [costs[BASE], costs[NEXT_BASE]].find((cost) => typeof cost === "object");
  const rows = Object.entries(costs).map(([way, cost]) => {
    if (typeof cost === "string") return [way, `left out: ${cost}`, "", "", "", ""];
    const { wallSeconds, cpuSeconds, peakMegabytes } = cost;
    const ratio = base && base !== cost ? `${(base.wallSeconds / wallSeconds).toFixed(1)} x` : "";
    return [
      way,
      `${seconds(wallSeconds)} s`,
      ratio,
      `${seconds(cpuSeconds)} s`,
      `${peakMegabytes.toFixed(0)} MB`,
      `${((1000 * wallSeconds) / stacks).toFixed(2)} ms`,
    ];
  });
  const lines = [heads, heads.map((_, index) => (index === 0 ? "---" : "---:")), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return `**${estate}** (${stacks} stacks)\n\n${lines.join("\n")}\n`;
}

const seconds = (value: number): string => value.toFixed(value < 10 ? 2 : 1);
