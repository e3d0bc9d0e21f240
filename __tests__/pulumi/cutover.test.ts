import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { checked, next, type Observation, parseSteps, poolAt, route, shareOf, trouble, weightsAt } from "../../pulumi/cutover/plan";
import { cutOver } from "../../pulumi/cutover/run";

const good: Observation = { healthyProbes: 10, probes: 10, hostAnswers: true };
const bad: Observation = { healthyProbes: 8, probes: 10, hostAnswers: true };
const plan = { start: 0, goal: 100, steps: [50, 5, 25, 25, 100] };

/** A world that shows what it is told to, look by look, and remembers where the traffic went. */
function world(looks: readonly (Observation | Error)[], moveFails: readonly number[] = []) {
  const moves: number[] = [];
  let look = 0;
  return {
    moves,
    moveTo: async (share: number) => {
      if (moveFails.includes(share)) throw new Error("refused");
      moves.push(share);
    },
    watch: async () => {
      const found = looks[look++] ?? good;
      if (found instanceof Error) throw found;
      return found;
    },
    log: () => {},
  };
}

describe("the way from one cluster to the other", () => {
  it("goes up by the steps in between, each once, and ends at the goal", () => expect(route(plan)).toEqual([5, 25, 50, 100]));
  it("goes down the same way", () => expect(route({ ...plan, start: 100, goal: 0 })).toEqual([50, 25, 5, 0]));
  it("goes on from where it is", () => expect(route({ ...plan, start: 30 })).toEqual([50, 100]));
  it("is no way where the traffic is there already", () => expect(route({ ...plan, start: 100 })).toEqual([]));
  it("refuses what is no share", () => {
    expect(() => checked({ ...plan, goal: 101 })).toThrow("got a share of 101; allowed 0 to 100 percent");
    expect(() => parseSteps("1,half")).toThrow('got "half" in "1,half"');
    expect(() => parseSteps("1,,5")).toThrow('got ""');
    expect(parseSteps("1, 5,25")).toEqual([1, 5, 25]);
  });
});

describe("what is seen decides", () => {
  it("moves on when all is well, and is done at the goal", () => {
    expect(next(plan, 5, good)).toEqual({ kind: "move", share: 25 });
    expect(next(plan, 100, good)).toEqual({ kind: "done" });
  });
  it("goes back to the start, and says why", () => {
    expect(next(plan, 25, bad)).toEqual({ kind: "roll back", share: 0, reason: "8 of 10 places of the edge reach it" });
    expect(next(plan, 100, { ...good, hostAnswers: false })).toMatchObject({ kind: "roll back", share: 0 });
  });
  it("forgives one place in ten, and not having been looked at not at all", () => {
    expect(trouble({ ...good, healthyProbes: 9 })).toBeUndefined();
    expect(trouble({ healthyProbes: 0, probes: 0, hostAnswers: true })).toContain("no place of the edge");
  });
});

describe("a cut-over", () => {
  it("takes every step, looking before each and after the last", async () => {
    const seen = world([]);
    await expect(cutOver(plan, seen)).resolves.toBe(100);
    expect(seen.moves).toEqual([5, 25, 50, 100]);
  });
  it("moves nothing towards a cluster that is not well", async () => {
    const seen = world([bad]);
    await expect(cutOver(plan, seen)).rejects.toThrow("the traffic is back at 0 %");
    expect(seen.moves).toEqual([]);
  });
  it("goes back when a step turns out badly, even the last", async () => {
    const seen = world([good, good, good, good, bad]);
    await expect(cutOver(plan, seen)).rejects.toThrow("8 of 10 places of the edge reach it at 100 %");
    expect(seen.moves).toEqual([5, 25, 50, 100, 0]);
  });
  it("takes not seeing for seeing badly", async () => {
    const seen = world([good, new Error("no answer")]);
    await expect(cutOver(plan, seen)).rejects.toThrow("back at 0 %");
    expect(seen.moves).toEqual([5, 0]);
  });
  it("goes back when a step is refused", async () => {
    const seen = world([], [50]);
    await expect(cutOver(plan, seen)).rejects.toThrow("could not go from 25 % to 50 % (Error: refused); the traffic is back at 0 %");
    expect(seen.moves).toEqual([5, 25, 0]);
  });
});

describe("pools and weights", () => {
  const pools = [
    { id: "b", name: "blue", origins: [{ address: "1.1.1.1" }] },
    { id: "g", name: "green", origins: [{ address: "lb.example.com" }] },
  ];
  it("finds the pool of a cluster by its address, and never makes one", () => {
    expect(poolAt(pools, "lb.example.com").id).toBe("g");
    expect(() => poolAt(pools, "2.2.2.2")).toThrow(
      "0 pools have the origin 2.2.2.2; allowed one; there are blue, green; make it in the traffic stack first",
    );
    expect(() => poolAt([...pools, ...pools], "1.1.1.1")).toThrow("2 pools");
  });
  it("leaves other pools their weights", () =>
    expect(weightsAt({ b: 1, other: 0.3 }, "b", "g", 25)).toEqual({ b: 0.75, g: 0.25, other: 0.3 }));
  it("reads back what it wrote", () => {
    for (const share of [0, 1, 5, 25, 50, 100]) expect(shareOf(weightsAt({}, "b", "g", share), "b", "g")).toBe(share);
    expect(shareOf({}, "b", "g")).toBe(0);
  });
});

describe("what belongs to Terraform", () => {
  const folder = "pulumi/cutover";
  const sources = readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(folder, name), "utf8"));
  const text = sources.join("\n");

  it("is never made nor removed: no provider but Pulumi itself, and no request that makes or removes", () => {
    const imported = [...text.matchAll(/from "([^."][^"]*)"/g)].map(([, name]) => name);
    expect(new Set(imported)).toEqual(new Set(["@pulumi/pulumi"]));
    expect(text).not.toMatch(/"(POST|PUT|DELETE)"/);
  });

  it("is changed in one field only: the weights", () => {
    expect([...text.matchAll(/, "PATCH", \{ (\w+)/g)].map(([, field]) => field)).toEqual(["random_steering"]);
  });

  it("stays where it is until somebody asks", () => {
    const settings = readdirSync(folder).filter((name) => /^Pulumi\.\w+\.yaml$/.test(name));
    expect(settings.length).toBeGreaterThan(0);
    for (const name of settings) expect(parse(readFileSync(join(folder, name), "utf8")).config).not.toHaveProperty("cutover:greenShare");
  });

  it("has the versions that the operator runs", () => {
    const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    expect(readFileSync("constructs/addons/extensions/pulumi-operator.ts", "utf8")).toContain(
      `pulumi/pulumi:${dependencies["@pulumi/pulumi"]}-nonroot`,
    );
  });
});
