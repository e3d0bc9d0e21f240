import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { circles, type Step, walk } from "../../../rehearsal/runner/walk.ts";

/** Runs a walk and writes down what it does. */
async function record(steps: readonly Step[], jobs = 2, failing: readonly string[] = []): Promise<{ log: string[]; most: number }> {
  const log: string[] = [];
  let running = 0;
  let most = 0;
  await walk(steps, jobs, async (id, blockers) => {
    most = Math.max(most, ++running);
    log.push(blockers.length > 0 ? `${id} blocked by ${blockers.join(" ")}` : id);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running--;
    log.push(`/${id}`);
    return blockers.length === 0 && !failing.includes(id);
  });
  return { log, most };
}

const step = (id: string, ...after: string[]): Step => ({ id, after });

describe("a walk", () => {
  it("begins a step when all before it are done", async () => {
    const { log } = await record([step("c", "a", "b"), step("b", "a"), step("a")]);
    expect(log).toEqual(["a", "/a", "b", "/b", "c", "/c"]);
  });

  it("does as many at once as there are jobs", async () => {
    const steps = ["a", "b", "c", "d", "e"].map((id) => step(id));
    expect((await record(steps, 1)).most).toBe(1);
    expect((await record(steps, 3)).most).toBe(3);
    expect((await record(steps, 9)).most).toBe(5);
  });

  it("tells the steps after a failed one who blocks them, and goes on elsewhere", async () => {
    const { log } = await record([step("a"), step("b", "a"), step("c", "b"), step("d")], 1, ["a"]);
    expect(log.filter((line) => !line.startsWith("/"))).toEqual(["a", "b blocked by a", "c blocked by b", "d"]);
  });

  it("does not wait for steps that are not there, nor around a circle", async () => {
    const { log } = await record([step("a", "elsewhere", "a"), step("b", "c"), step("c", "b"), step("d", "c")], 1, ["c"]);
    expect(log.filter((line) => !line.startsWith("/"))).toEqual(["a", "b", "c", "d blocked by c"]);
  });

  it("fails if a step throws", async () => {
    await expect(walk([step("a")], 1, async () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  });

  it("keeps the order of any graph, by property", async () => {
    const graph = fc.array(fc.array(fc.nat(11), { maxLength: 4 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(graph, fc.integer({ min: 1, max: 4 }), async (edges, jobs) => {
        const steps = edges.map((after, index) => step(String(index), ...after.filter((other) => other < index).map(String)));
        const { log, most } = await record(steps, jobs);
        expect(most).toBeLessThanOrEqual(jobs);
        expect(log).toHaveLength(2 * steps.length);
        for (const { id, after } of steps) for (const other of after) expect(log.indexOf(`/${other}`)).toBeLessThan(log.indexOf(id));
      }),
      { numRuns: 30 },
    );
  });
});

describe("circles", () => {
  it("are found, each once, with only those that are in it", () => {
    const steps = [
      step("a", "b"),
      step("b", "c"),
      step("c", "b"),
      step("d", "d"),
      step("e", "a"),
      step("f", "g"),
      step("g", "h"),
      step("h", "f"),
    ];
    expect(circles(steps)).toEqual([["b", "c"], ["d"], ["f", "g", "h"]]);
    expect(circles([step("a"), step("b", "a"), step("c", "a", "b")])).toEqual([]);
  });
});
