import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readStacks } from "../../../rehearsal/read-stacks.ts";
import { chooseStacks } from "../../../rehearsal/runner/choose-stacks.ts";
import { estate, folder, reads, stack } from "./estate.ts";

describe("the stacks of the output", () => {
  it("are read with what they read, by workspace", () => {
    const root = estate({
      network: {},
      cluster: { data: { terraform_remote_state: { ...reads("network"), ...reads("elsewhere") } } },
      data: { data: { terraform_remote_state: { ...reads("network"), again: reads("network").network, ...reads("cluster") } } },
    });
    const found = readStacks(join(root, "cdktf.out"));
    expect(found.map(({ id, reads: read }) => [id, read])).toEqual([
      ["cluster", ["network"]],
      ["data", ["cluster", "network"]],
      ["network", []],
    ]);
    expect(found[0]?.folder).toBe(join(root, "cdktf.out", "stacks", "cluster"));
  });

  it("are those of the repository too", () => {
    const found = readStacks("cdktf.out");
    expect(found.length).toBeGreaterThan(30);
    expect(found.find(({ id }) => id === "prod-aws-use1-data")?.reads).toEqual(["prod-aws-account", "prod-aws-use1-network"]);
  });

  it("do not count folders that are no stack", () => {
    const root = estate({ network: {} });
    mkdirSync(join(root, "cdktf.out", "stacks", ".terraform"));
    writeFileSync(join(root, "cdktf.out", "stacks", "note.txt"), "");
    expect(readStacks(join(root, "cdktf.out")).map(({ id }) => id)).toEqual(["network"]);
  });

  it("must be synthesized, and be JSON", () => {
    const root = folder();
    expect(() => readStacks(join(root, "cdktf.out"))).toThrow("holds no stack; run npm run synth first");
    const broken = estate({ network: {} });
    writeFileSync(join(broken, "cdktf.out", "stacks", "network", "cdk.tf.json"), "{ half");
    expect(() => readStacks(join(broken, "cdktf.out"))).toThrow(/network.cdk\.tf\.json: is not JSON .*; run npm run synth$/);
  });
});

describe("the choice of stacks", () => {
  const all = [
    stack("dev-network"),
    stack("prod-account"),
    stack("prod-network", {}, ["prod-account"]),
    stack("prod-data", {}, ["prod-network"]),
  ];
  const chosen = (...globs: string[]): string[] =>
    chooseStacks(all, globs).map(({ stack: { id }, producer }) => (producer ? `${id}*` : id));

  it("is all of them, or those of an id or a glob and, marked, what they read directly and further on", () => {
    expect(chosen()).toEqual(["dev-network", "prod-account", "prod-network", "prod-data"]);
    expect(chosen("prod-data")).toEqual(["prod-account*", "prod-network*", "prod-data"]);
    expect(chosen("prod-data", "*-network")).toEqual(["dev-network", "prod-account*", "prod-network", "prod-data"]);
  });

  it("refuses a glob that matches none, and names the nearest", () => {
    expect(() => chosen("prod-*", "prod-dta", "")).toThrow(/^prod-dta: matches no stack; nearest: prod-data, .*\n"": matches no stack/);
  });
});
