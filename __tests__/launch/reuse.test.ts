import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SmallEstate } from "./small-estate.ts";

let estate: SmallEstate;
beforeEach(async () => {
  estate = new SmallEstate();
  expect(await estate.synth(["--quiet"])).toEqual({ code: 0, stdout: "", stderr: "" });
});
afterEach(() => rmSync(estate.root, { recursive: true, force: true }));

/** What a synth without any cache makes of the repository as it is. */
async function anew(): Promise<Record<string, string>> {
  expect((await estate.synth(["--no-cache", "--quiet"])).stderr).toBe("");
  return estate.output();
}

/** Runs with the caches. @returns which stacks it rewrote; their bytes are those of a run without */
async function changed(env: Record<string, string> = {}): Promise<string[]> {
  const { code, stdout, stderr } = await estate.synth([], env);
  expect([code, stderr]).toEqual([0, ""]);
  const withCache = estate.output();
  expect((await estate.synth(["--no-cache", "--quiet"], env)).stderr).toBe("");
  expect(withCache).toEqual(estate.output());
  return [...stdout.matchAll(/^(?:changed|created) +(\w+)$/gm)].map(([, id = ""]) => id).sort();
}

const data = (change: (data: Record<string, unknown>) => void) => () =>
  estate.edit("data.json", (text) => {
    const parsed = JSON.parse(text);
    change(parsed);
    return JSON.stringify(parsed);
  });
const replace = (path: string, from: string, to: string) => () => estate.edit(path, (text) => text.replace(from, to));

describe("what can change a stack's bytes is noticed:", () => {
  it.each<[string, () => void, string[]]>([
    ["a field of its data", data((all) => Object.assign(all, { plainData: { a: 2, b: [1, 2] } })), ["plain"]],
    ["a field more", data((all) => Object.assign(all.plainData as object, { c: null })), ["plain"]],
    ["a field retyped", data((all) => Object.assign(all.plainData as object, { a: "1" })), ["plain"]],
    ["the order of a list", data((all) => Object.assign(all.plainData as object, { b: [2, 1] })), ["plain"]],
    ["its code", replace("plain.ts", "named(data)", '"new " + named(data)'), ["plain"]],
    ["code it uses", replace("shared.ts", "!", "?"), ["plain"]],
    ["a package", replace("node_modules/a-package/index.js", "JSON.stringify(data)", '"p" + JSON.stringify(data)'), ["plain"]],
    ["a file of an asset", () => estate.write("files/one.txt", "two"), ["asset"]],
    ["a file more in an asset", () => estate.write("files/two.txt", "two"), ["asset"]],
    ["a file fewer in an asset", () => renameSync(join(estate.root, "files/one.txt"), join(estate.root, "files/two.txt")), ["asset"]],
    ["a file it reads", () => estate.write("read.txt", "more"), ["reader"]],
    ["a file that was not there", () => estate.write("maybe.txt", "there"), ["reader"]],
  ])("%s", async (_, edit, ids) => {
    edit();
    expect(await changed()).toEqual(ids);
  });

  it("the context of the environment", async () => expect(await changed({ CDKTF_CONTEXT_JSON: '{"probe":"set"}' })).toEqual(["asset"]));

  it("an edit that keeps the size and the time of a file", async () => {
    const path = join(estate.root, "read.txt");
    const { atime, mtime } = statSync(path);
    estate.write("read.txt", "TEXT");
    utimesSync(path, atime, mtime);
    expect(await changed()).toEqual(["reader"]);
  });

  it.each([1, 2, 3])("edits right after a synth, %d", async (round) => {
    for (const text of ["aaaa", "bbbb", `ccc${round}`]) {
      estate.write("read.txt", text);
      expect((await estate.synth(["--quiet"])).code).toBe(0);
      expect(estate.output()["cdktf.out/stacks/reader/cdk.tf.json"]).toContain(text);
    }
  });
});

describe("what is wrong with the output is put right:", () => {
  const plain = "cdktf.out/stacks/plain/cdk.tf.json";
  it.each<[string, () => void]>([
    ["an edited document", () => estate.edit(plain, (text) => text.replace("value", "VALUE"))],
    ["a deleted document", () => rmSync(join(estate.root, plain))],
    ["a document emptied", () => estate.write(plain, "")],
    ["a file too many", () => estate.write("cdktf.out/stacks/plain/assets/x/y.txt", "")],
    ["an asset's file edited", () => estate.edit(Object.keys(estate.output()).find((path) => path.endsWith("one.txt")) ?? "", () => "x")],
    ["a stack that is none", () => estate.write("cdktf.out/stacks/foreign/cdk.tf.json", "{}")],
    ["a deleted manifest", () => rmSync(join(estate.root, "cdktf.out/manifest.json"))],
    ["a derived file edited", () => estate.write("derived.txt", "mine")],
    ["everything gone", () => rmSync(join(estate.root, "cdktf.out"), { recursive: true })],
  ])("%s", async (_, spoil) => {
    const good = estate.output();
    spoil();
    expect((await estate.synth(["--check"])).code).toBe(1);
    expect((await estate.synth(["--quiet"])).code).toBe(0);
    expect(estate.output()).toEqual(good);
    expect((await estate.synth(["--check"])).code).toBe(0);
  });
});

describe("a cache", () => {
  const caches = (): string[] =>
    readdirSync(join(estate.root, ".cache"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));

  it("is not asked when nothing has changed, but for what has not", async () => {
    expect((await estate.synth()).stdout).toMatch(/^0 created, 0 changed, 3 unchanged/);
    estate.write("read.txt", "text");
    expect((await estate.synth()).stdout).toMatch(/^0 created, 0 changed, 3 unchanged/);
    estate.write("read.txt", "other");
    expect((await estate.synth(["plain"])).stdout).toMatch(/0 changed, 1 unchanged/);
    expect((await estate.synth()).stdout).toMatch(/1 changed, 2 unchanged/);
  });

  it("that is damaged costs time only", async () => {
    const good = estate.output();
    expect(caches().length).toBeGreaterThan(5);
    const harms = [
      (file: string) => writeFileSync(file, ""),
      (file: string) => writeFileSync(file, Buffer.from([1, 2, 3, 255])),
      (file: string) => writeFileSync(file, "{}"),
      (file: string) => {
        rmSync(file);
        mkdirSync(file);
      },
      (file: string) => rmSync(file),
    ];
    for (const harm of harms) {
      for (const file of caches()) harm(file);
      expect(await estate.synth(["--quiet"])).toEqual({ code: 0, stdout: "", stderr: "" });
      expect(estate.output()).toEqual(good);
    }
  });

  it("is not needed: none can be made, several runs at once make it", async () => {
    const good = estate.output();
    rmSync(join(estate.root, ".cache"), { recursive: true });
    const runs = await Promise.all(Array.from({ length: 3 }, () => estate.synth(["--quiet"])));
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    rmSync(join(estate.root, ".cache"), { recursive: true });
    estate.write(".cache", "a file");
    expect(await estate.synth(["--quiet"])).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(estate.output()).toEqual(good);
  });

  it("is neither made nor used with --no-cache", async () => {
    rmSync(join(estate.root, ".cache"), { recursive: true });
    await anew();
    expect(existsSync(join(estate.root, ".cache"))).toBe(false);
  });
});
