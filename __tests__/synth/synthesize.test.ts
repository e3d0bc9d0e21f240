import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformLocal, TerraformOutput, TerraformStack } from "cdktf";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { check } from "../../synth/check.ts";
import type { StackSource } from "../../synth/source.ts";
import { type SynthReport, synthesize } from "../../synth/synthesize.ts";
import { deriving, silent, source } from "./stacks.ts";

let outdir: string;
beforeEach(() => {
  outdir = join(mkdtempSync(join(tmpdir(), "synth-test-")), "out");
});
afterEach(() => rmSync(join(outdir, ".."), { recursive: true, force: true }));

const run = (all: StackSource[], selected = all): Promise<SynthReport> => synthesize({ outdir, all, selected, ...silent });
const json = (id: string) => JSON.parse(readFileSync(join(outdir, "stacks", id, "cdk.tf.json"), "utf8"));
const tree = (): string[] => (existsSync(outdir) ? readdirSync(outdir, { recursive: true }).map(String).sort() : []);

describe("synthesize", () => {
  it("writes each stack and the manifest, and says what it did", async () => {
    const report = await run([source("a", "1"), source("b", "2", { consumes: ["a"] })]);
    expect(report).toEqual({ created: ["a", "b"], changed: [], unchanged: [], removed: [], derived: [] });
    expect(json("a").output.value.value).toBe("1");
    const manifest = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8"));
    expect(manifest.stacks.b).toMatchObject({ dependencies: ["a"], synthesizedStackPath: "stacks/b/cdk.tf.json" });
    expect(tree().filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("writes what is derived beside the output, from the JSON as it leaves it, and checks it", async () => {
    const all = [source("a", "1"), source("b", "2")];
    const parts = deriving("docs/values.txt", ["a", "b", "c"]);
    const derived = (stacks: StackSource[], selected = stacks) => synthesize({ outdir, all: stacks, selected, ...parts, ...silent });
    const text = (): string => readFileSync(join(outdir, "../docs/values.txt"), "utf8");
    expect((await derived(all)).derived).toEqual(["docs/values.txt"]);
    expect(text()).toBe("1 2 none");
    expect((await derived(all)).derived).toEqual([]);
    await derived([source("a", "3"), source("b", "4")], [source("b", "4")]);
    expect(text(), "unselected stacks as they are on disk").toBe("1 4 none");
    writeFileSync(join(outdir, "../docs/values.txt"), "mine");
    const current = [source("a", "1"), source("b", "4")];
    expect(await check({ outdir, all: current, selected: current, ...parts, ...silent })).toEqual([
      "docs/values.txt: line 1 differs from what the code gives",
    ]);
    expect(text()).toBe("mine");
  });

  it("checks what is derived against what the code gives now, not against JSON that is out of date", async () => {
    const parts = deriving("values.txt", ["a"]);
    const all = [source("a", "1")];
    await synthesize({ outdir, all, selected: all, ...parts, ...silent });
    const later = [source("a", "2")];
    expect(await check({ outdir, all: later, selected: later, ...parts, ...silent })).toEqual([
      expect.stringMatching(/^a: cdk\.tf\.json differs/),
      expect.stringMatching(/^values\.txt: line \d+ differs/),
    ]);
    rmSync(join(outdir, "../values.txt"));
    expect(await check({ outdir, all, selected: all, ...parts, ...silent })).toEqual(["values.txt: missing"]);
    await synthesize({ outdir, all, selected: all, ...parts, ...silent });
    writeFileSync(join(outdir, "stacks/a/cdk.tf.json"), "<<<<<<< ours");
    expect(await check({ outdir, all, selected: all, ...parts, ...silent })).toHaveLength(1);
  });

  it("says which file is no JSON where what is derived needs one that it does not write", async () => {
    const all = [source("a", "1"), source("b", "2")];
    const parts = deriving("values.txt", ["a", "b"]);
    await synthesize({ outdir, all, selected: all, ...parts, ...silent });
    writeFileSync(join(outdir, "stacks/a/cdk.tf.json"), "<<<<<<< ours");
    const later = [source("a", "1"), source("b", "3")];
    await expect(synthesize({ outdir, all: later, selected: later.slice(1), ...parts, ...silent })).rejects.toThrow(
      `${join(outdir, "stacks/a/cdk.tf.json")}: is not JSON; run npm run synth without patterns, which writes it anew`,
    );
    expect(json("b").output.value.value).toBe("2");
  });

  it("writes nothing when what is derived is refused", async () => {
    const all = [source("a", "1")];
    const derive = () => {
      throw new Error("usage: unknown");
    };
    await expect(synthesize({ outdir, all, selected: all, derive, ...silent })).rejects.toThrow("usage: unknown");
    expect(tree().filter((name) => name.includes("cdk.tf.json"))).toEqual([]);
  });

  it("leaves files whose bytes are the same untouched", async () => {
    await run([source("a", "1"), source("b", "2")]);
    const before = statSync(join(outdir, "stacks/a/cdk.tf.json"));
    const report = await run([source("a", "1"), source("b", "3")]);
    expect(report).toEqual({ created: [], changed: ["b"], unchanged: ["a"], removed: [], derived: [] });
    expect(statSync(join(outdir, "stacks/a/cdk.tf.json")).ino).toBe(before.ino);
  });

  it("removes stacks that are gone, but not foreign files beside them", async () => {
    await run([source("a", "1"), source("b", "2"), source("c", "3")]);
    writeFileSync(join(outdir, "stacks/b/notes.txt"), "mine");
    mkdirSync(join(outdir, "stacks/c/.terraform"));
    const report = await run([source("a", "1")]);
    expect(report.removed.sort()).toEqual(["b", "c"]);
    expect(readdirSync(join(outdir, "stacks")).sort()).toEqual(["a", "b"]);
    expect(readdirSync(join(outdir, "stacks/b"))).toEqual(["notes.txt"]);
  });

  it("keeps terraform's lock file and removes assets the stack no longer has", async () => {
    await run([source("a", "1")]);
    writeFileSync(join(outdir, "stacks/a/.terraform.lock.hcl"), "lock");
    mkdirSync(join(outdir, "stacks/a/assets/chart"), { recursive: true });
    writeFileSync(join(outdir, "stacks/a/assets/chart/Chart.yaml"), "old");
    expect((await run([source("a", "1")])).changed).toEqual(["a"]);
    expect(existsSync(join(outdir, "stacks/a/assets/chart/Chart.yaml"))).toBe(false);
    expect(readFileSync(join(outdir, "stacks/a/.terraform.lock.hcl"), "utf8")).toBe("lock");
  });

  it("writes a subset without touching or removing the others", async () => {
    const all = [source("a", "1"), source("b", "2")];
    await run(all);
    rmSync(join(outdir, "stacks/b"), { recursive: true });
    expect(await run([source("a", "9"), source("b", "2")], [source("a", "9")])).toMatchObject({ changed: ["a"], removed: [], derived: [] });
    expect(existsSync(join(outdir, "stacks/b"))).toBe(false);
    expect(Object.keys(JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8")).stacks)).toEqual(["a"]);
  });

  it("removes stacks that are gone only when all are written", async () => {
    await run([source("a", "1"), source("b", "2"), source("gone", "3")]);
    const all = [source("a", "1"), source("b", "2")];
    expect((await run(all, all.slice(0, 1))).removed).toEqual([]);
    expect(existsSync(join(outdir, "stacks/gone/cdk.tf.json"))).toBe(true);
    expect((await run(all)).removed).toEqual(["gone"]);
  });

  it("changes nothing when a stack fails, and names every stack that did", async () => {
    await run([source("a", "1"), source("b", "2")]);
    const failing = [source("a", "9"), source("b", "2", { fail: new Error("no") }), source("c", "3", { fail: new Error("nor this") })];
    await expect(run(failing)).rejects.toThrow("b: no\nc: nor this");
    expect(json("a").output.value.value).toBe("1");
    expect(tree().filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("gives constructs the context of CDKTF_CONTEXT_JSON", async () => {
    vi.stubEnv("CDKTF_CONTEXT_JSON", JSON.stringify({ probe: "from the environment" }));
    const a: StackSource = {
      id: "a",
      consumes: [],
      build: (scope) => new TerraformOutput(new TerraformStack(scope, "a"), "value", { value: scope.node.tryGetContext("probe") }),
    };
    await run([a]);
    vi.unstubAllEnvs();
    expect(json("a").output.value.value).toBe("from the environment");
  });

  it("refuses a reference to a live object of another stack, naming both and the remedy", async () => {
    let live = "";
    const a: StackSource = {
      id: "a",
      consumes: [],
      build: (scope) => (live = new TerraformLocal(new TerraformStack(scope, "a"), "x", "1").asString),
    };
    const b: StackSource = {
      id: "b",
      consumes: [],
      build: (scope) => new TerraformOutput(new TerraformStack(scope, "b"), "y", { value: live }),
    };
    await expect(run([a, b])).rejects.toThrow(/b: refers to local.x of a, a live object of another stack; publish/);
  });
});

describe("check", () => {
  const checked = (all: StackSource[]) => check({ outdir, all, selected: all, ...silent });

  it("is silent when the output is up to date and writes nothing when it is not", async () => {
    await run([source("a", "1")]);
    expect(await checked([source("a", "1")])).toEqual([]);
    const before = tree();
    expect(await checked([source("a", "2"), source("b", "1")])).toEqual([
      'a: cdk.tf.json differs at output.value.value: "1" on disk, "2" from the code',
      "b: cdk.tf.json is missing on disk",
    ]);
    expect(tree()).toEqual(before);
  });

  it("names stacks that are gone, extra files, and edits that only change the layout", async () => {
    await run([source("a", "1"), source("b", "2")]);
    expect(await checked([source("a", "1")])).toEqual(["b: on disk, and no longer in the configuration"]);
    writeFileSync(join(outdir, "stacks/a/cdk.tf.json"), `${readFileSync(join(outdir, "stacks/a/cdk.tf.json"), "utf8")}\n`);
    mkdirSync(join(outdir, "stacks/b/assets"));
    writeFileSync(join(outdir, "stacks/b/assets/x"), "");
    expect(await checked([source("a", "1"), source("b", "2")])).toEqual([
      "a: cdk.tf.json differs at same JSON, written differently: edited by hand or by another formatter",
      "b: assets/x is on disk, and the code does not give it",
    ]);
  });

  it("says that a synth was killed while it replaced the output", async () => {
    await run([source("a", "1")]);
    mkdirSync(join(outdir, ".staging-1"));
    writeFileSync(join(outdir, ".staging-1/journal.json"), "{}");
    expect(await checked([source("a", "1")])).toEqual(["a synth was killed while it replaced the output; the next one finishes it"]);
  });

  it("does not create the output folder", async () => {
    expect(await checked([source("a", "1")])).toEqual(["a: cdk.tf.json is missing on disk"]);
    expect(existsSync(outdir)).toBe(false);
  });
});
