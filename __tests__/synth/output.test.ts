import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isHalfReplaced, OutputFolder } from "../../synth/output.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "output-test-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const open = (): Promise<OutputFolder> => OutputFolder.open(root, () => undefined);
const file = (text: string) => [{ path: "cdk.tf.json", bytes: Buffer.from(text) }];
const read = (id: string): string => readFileSync(join(root, "stacks", id, "cdk.tf.json"), "utf8");

async function write(stacks: Record<string, string>): Promise<void> {
  const output = await open();
  for (const [id, text] of Object.entries(stacks)) output.stage(id, file(text));
  output.removeOthers(new Set(Object.keys(stacks)));
  output.commit();
  await output.close();
}

describe("output folder", () => {
  it("changes nothing before commit", async () => {
    await write({ a: "old" });
    const output = await open();
    output.stage("a", file("new"));
    expect(read("a")).toBe("old");
    await output.close();
    expect(read("a")).toBe("old");
    expect(readdirSync(root)).toEqual(["stacks"]);
  });

  it("drops what a run left that was killed before its commit", async () => {
    await write({ a: "old" });
    mkdirSync(join(root, ".staging-1/stacks/a"), { recursive: true });
    writeFileSync(join(root, ".staging-1/stacks/a/cdk.tf.json"), "half");
    await write({ a: "old" });
    expect(read("a")).toBe("old");
    expect(readdirSync(root)).toEqual(["stacks"]);
  });

  it("finishes a commit that was killed half-way: one file renamed, one not, one stack still to remove", async () => {
    await write({ a: "new", b: "old", c: "old" });
    mkdirSync(join(root, ".staging-1"));
    const beside = `${basename(root)}-docs/beside.txt`;
    const replace = ["stacks/a/cdk.tf.json", "stacks/b/cdk.tf.json", join("..", beside)];
    for (const place of ["1", "2"]) writeFileSync(join(root, ".staging-1", place), "new");
    const journal = { replace, removeFiles: [], removeStacks: ["c"] };
    writeFileSync(join(root, ".staging-1/journal.json"), JSON.stringify(journal));
    await (await open()).close();
    expect([read("a"), read("b"), readFileSync(join(root, "..", beside), "utf8")]).toEqual(["new", "new", "new"]);
    rmSync(join(root, "..", dirname(beside)), { recursive: true });
    expect(existsSync(join(root, "stacks/c"))).toBe(false);
    expect(readdirSync(root)).toEqual(["stacks"]);
  });

  it("keeps the journal of a commit that fails half-way, says so, and finishes it once the cause is gone", async () => {
    await write({ a: "old", b: "old" });
    const output = await open();
    output.stage("a", file("new"));
    output.stage("b", file("new"));
    rmSync(join(root, "stacks/b"), { recursive: true });
    writeFileSync(join(root, "stacks/b"), "in the way");
    expect(() => output.commit()).toThrow(/EEXIST|ENOTDIR/);
    await output.close();
    expect(isHalfReplaced(root)).toBe(true);
    rmSync(join(root, "stacks/b"));
    await (await open()).close();
    expect([read("a"), read("b")]).toEqual(["new", "new"]);
    expect(isHalfReplaced(root)).toBe(false);
  });

  it("writes nothing after losing its lock to another synth", async () => {
    await write({ a: "old" });
    const output = await open();
    output.stage("a", file("new"));
    rmSync(join(root, ".lock"), { recursive: true });
    await new Promise((resolve) => setTimeout(resolve, 1500)); // until the lock should have been renewed
    expect(() => output.commit()).toThrow(/this synth was suspended and lost its lock to another; nothing was written; run it again/);
    await output.close();
    expect(read("a")).toBe("old");
  });

  it("takes over the lock of a run that was killed", async () => {
    mkdirSync(join(root, ".lock"));
    utimesSync(join(root, ".lock"), 0, 0); // a living run renews the time every second
    await write({ a: "new" });
    expect(read("a")).toBe("new");
    expect(existsSync(join(root, ".lock"))).toBe(false);
  });

  it("lets runs that start at once write one after the other: the result is all of one of them", async () => {
    const program = join(root, "..", `${root.split("/").pop()}.cjs`);
    const contents = `
      import { OutputFolder } from "./synth/output.ts";
      const [root, text] = process.argv.slice(2);
      OutputFolder.open(root, () => {}).then(async (output) => {
        for (let i = 0; i < 200; i++) output.stage("stack-" + i, [{ path: "cdk.tf.json", bytes: Buffer.from(text) }]);
        output.commit();
        await output.close();
      });`;
    await build({ stdin: { contents, resolveDir: "." }, bundle: true, platform: "node", outfile: program });
    await Promise.all(["one", "two", "three", "four"].map((text) => promisify(execFile)(process.execPath, [program, root, text])));
    rmSync(program);
    const texts = readdirSync(join(root, "stacks")).map(read);
    expect(texts).toHaveLength(200);
    expect(new Set(texts).size).toBe(1);
  });
});
