import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { chart } from "../../bench/chart.ts";
import { type Cost, median } from "../../bench/measure.ts";
import { BASE, type Measured, tables } from "../../bench/table.ts";

const cost = (wallSeconds: number): Cost => ({ wallSeconds, cpuSeconds: 2 * wallSeconds, peakMegabytes: 100, stdout: "" });
const measured: Measured[] = [
  { estate: "some", stacks: 10, costs: { [BASE]: cost(20), "ours, cold": cost(0.5), "the floor": cost(0.01) } },
  { estate: "many", stacks: 100, costs: { [BASE]: "minutes", "stock, bundled": cost(8), "ours, cold": cost(1) } },
];

describe("the benchmark's results", () => {
  it("are the run in the middle", () => expect(median([3, 1, 2].map(cost)).wallSeconds).toBe(2));

  it("are compared with the slowest peer there is, in a table for each estate", () => {
    const [some, many] = tables(measured).split("\n**");
    expect(some).toContain("| ours, cold | 0.50 s | 40.0 x | 1.00 s | 100 MB | 50.00 ms |");
    expect(many).toContain("| stock, the template's way | left out: minutes |");
    expect(many).toContain("| ours, cold | 1.00 s | 8.0 x | 2.00 s | 100 MB | 10.00 ms |");
  });

  it("are drawn with a bar for each that was measured, longer for longer", () => {
    const drawn = chart(measured);
    const widths = [...drawn.matchAll(/<rect x="\d+" y="\d+" width="([\d.]+)"/g)].map(([, width]) => Number(width));
    expect(widths).toHaveLength(5);
    const [base = 0, cold = 0, floor = 0] = widths;
    expect(base).toBeGreaterThan(cold);
    expect(cold).toBeGreaterThan(floor);
    expect(drawn).not.toContain("minutes");
    expect(chart(measured)).toBe(drawn);
  });
});

it("measures, after comparing what both sides wrote", () => {
  const args = [
    "synth/run.cjs",
    "bench/main.ts",
    "--no-default",
    "--sizes",
    "2",
    "--rounds",
    "2",
    "--only",
    "bundled,cold,nothing,one stack,floor",
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect(stderr).not.toMatch(/Error/);
  expect(status).toBe(0);
  expect(stdout.match(/^\| (stock|ours|the floor)/gm)).toHaveLength(5);
}, 120_000);
