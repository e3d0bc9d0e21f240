import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SmallEstate } from "./small-estate.ts";

/** Enough that four threads pay. */
const STACKS = 200;
const PROCESSORS = 8;

const estateOfMany = `
  import { readFileSync } from "node:fs";
  import { Fn, TerraformAsset, TerraformOutput, TerraformStack } from "cdktf";
  export function load() {
    const broken = JSON.parse(readFileSync("broken.json", "utf8"));
    const spec = (id, data) => {
      const build = (scope) => {
        globalThis.buildingStack?.(id);
        const stack = new TerraformStack(scope, id);
        const file = new TerraformAsset(stack, "files", { path: "files" });
        new TerraformOutput(stack, "value", { value: Fn.join("-", [file.path, data.text, readFileSync("read.txt", "utf8")]) });
        if (broken.refused.includes(id)) throw new Error("refused: " + data.text);
        if (broken.failed.includes(id)) data.nothing.at(0);
        if (broken.twice.includes(id)) new TerraformOutput(stack, "value", { value: 1 });
      };
      return { id, data, consumes: [], build };
    };
    const stacks = Array.from({ length: ${STACKS} }, (_, n) => spec("stack-" + String(n).padStart(3, "0"), { text: "text " + n }));
    const extract = (document) => JSON.stringify(document).length;
    return { stacks, extract, derive: (of) => [{ path: "derived.txt", bytes: Buffer.from(stacks.map(({ id }) => String(of(id))).join()) }] };
  }`;
const sound = { refused: [], failed: [], twice: [] };

let estate: SmallEstate;
beforeAll(() => {
  estate = new SmallEstate();
  estate.write("estate.ts", estateOfMany);
  estate.write("broken.json", JSON.stringify(sound));
});
afterAll(() => rmSync(estate.root, { recursive: true, force: true }));
beforeEach(async () => {
  estate.write("broken.json", JSON.stringify(sound));
  // The program is compiled and kept; of the stacks nothing is known.
  await estate.synth(["--quiet"]);
  rmSync(join(estate.root, ".cache", "stacks"), { recursive: true, force: true });
});

const threadsFile = () => join(estate.root, "threads.txt");

/** A synth on so many processors. @returns what it printed, and which stacks each thread built */
async function synthOn(processors: number, env: Record<string, string> = {}) {
  rmSync(threadsFile(), { force: true });
  const preload = `--require ${resolve("__tests__/launch/workers.cjs")}`;
  const result = await estate.synth(["--quiet"], { NODE_OPTIONS: preload, PROCESSORS: String(processors), THREADS: threadsFile(), ...env });
  const lines = existsSync(threadsFile()) ? readFileSync(threadsFile(), "utf8").trim().split("\n") : [];
  const built = lines.map((line) => line.split(" ") as [thread: string, id: string]);
  return { ...result, threads: new Set(built.map(([thread]) => thread)).size, built: built.map(([, id]) => id).sort() };
}

const forget = (): void => rmSync(join(estate.root, ".cache", "stacks"), { recursive: true, force: true });
const everyStack = Array.from({ length: STACKS }, (_, n) => `stack-${String(n).padStart(3, "0")}`);

describe("several threads", () => {
  it("share the stacks out among them, each built once, where there are processors for it", async () => {
    expect(await synthOn(1)).toMatchObject({ code: 0, threads: 1, built: everyStack });
    forget();
    const many = await synthOn(PROCESSORS);
    expect(many).toMatchObject({ code: 0, stdout: "", stderr: "", built: everyStack });
    expect(many.threads).toBeGreaterThan(1);
    expect(many.threads).toBeLessThanOrEqual(PROCESSORS);
  });

  it("write what one writes, and know as much for the next synth", async () => {
    estate.write("read.txt", "one thread");
    await synthOn(1);
    const alone = estate.output();
    estate.write("read.txt", "several threads");
    forget();
    expect((await synthOn(PROCESSORS)).threads).toBeGreaterThan(1);
    expect(estate.output()).not.toEqual(alone);
    expect(await synthOn(PROCESSORS)).toMatchObject({ code: 0, built: [] });
    estate.write("read.txt", "one thread");
    expect((await synthOn(PROCESSORS)).built).toEqual(everyStack);
    expect(estate.output()).toEqual(alone);
  });

  it("say what one says, in the same order, and leave the last output", async () => {
    const before = estate.output();
    const broken = { refused: ["stack-003", "stack-150"], failed: ["stack-090"], twice: ["stack-031", "stack-199"] };
    estate.write("broken.json", JSON.stringify(broken));
    const alone = await synthOn(1);
    const many = await synthOn(PROCESSORS);
    expect(many.threads).toBeGreaterThan(1);
    expect(alone.threads).toBe(1);
    const said = (text: string): string[] => text.split("\n").filter((line) => !/^\s+at /.test(line));
    expect(said(many.stderr)).toEqual(said(alone.stderr));
    expect(
      said(many.stderr)
        .filter((line) => /^stack-/.test(line))
        .map((line) => line.slice(0, 9)),
    ).toEqual(Object.values(broken).flat().sort());
    expect([alone.code, many.code]).toEqual([1, 1]);
    expect(estate.output()).toEqual(before);
  });

  it("say once what keeps the program from beginning", async () => {
    estate.write("broken.json", "no JSON");
    const alone = await synthOn(1);
    expect(alone).toMatchObject({ code: 1, built: [] });
    expect(alone.stderr).toContain("JSON");
    expect(await synthOn(PROCESSORS)).toEqual(alone);
  });

  it("that die are done without", async () => {
    const before = estate.output();
    const many = await synthOn(PROCESSORS, { WORKERS_DIE: "1" });
    expect(many).toMatchObject({ code: 0, stderr: "" });
    expect(many.threads).toBeGreaterThan(1);
    expect(many.built.length).toBeGreaterThan(STACKS);
    expect(estate.output()).toEqual(before);
  });
});
