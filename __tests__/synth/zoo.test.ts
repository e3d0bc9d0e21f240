import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { byCdktf, byEngine } from "./oracle.ts";
import { faults } from "./zoo/faults.ts";
import { providers } from "./zoo/providers.ts";
import { resources } from "./zoo/resources.ts";
import { cloudBackend, stacks } from "./zoo/stacks.ts";
import { values } from "./zoo/values.ts";

describe("a stack with", () => {
  it.each([...values, ...resources, ...providers, ...stacks])("%s is what cdktf writes", (_, { source, isQuick }) => {
    const wanted = byCdktf(source);
    expect("error" in wanted ? wanted.error : "").toBe("");
    const { outcome, isQuick: wasQuick } = byEngine(source);
    expect(outcome).toEqual(wanted);
    expect(wasQuick, "written in the quick way").toBe(isQuick);
  });

  const [name, { source }] = cloudBackend;
  it.skipIf(spawnSync("terraform", ["version"]).status !== 0)(`${name} is what cdktf writes (needs terraform)`, () => {
    expect(byEngine(source).outcome).toEqual(byCdktf(source));
  });
});

describe("a stack that is refused for", () => {
  it.each(faults)("%s is refused in cdktf's words", (_, { source: refused }) => {
    const wanted = byCdktf(refused);
    expect(wanted).toHaveProperty("error");
    expect(byEngine(refused).outcome).toEqual(wanted);
  });
});
