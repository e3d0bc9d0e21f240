import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SmallEstate } from "./small-estate.ts";

let estate: SmallEstate;
beforeEach(async () => {
  estate = new SmallEstate();
  estate.edit("estate.ts", (text) =>
    text
      .replace("const extract = ({ output }) => ", 'const extract = ({ output }) => appendFileSync("looked.txt", "x") ?? ')
      .replace("{ readFileSync }", "{ appendFileSync, readFileSync }"),
  );
  expect(await estate.synth(["--quiet"])).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(looks()).toBe(3);
});
afterEach(() => rmSync(estate.root, { recursive: true, force: true }));

/** How many documents were looked into since this was asked last. */
function looks(): number {
  const file = join(estate.root, "looked.txt");
  const count = existsSync(file) ? readFileSync(file, "utf8").length : 0;
  rmSync(file, { force: true });
  return count;
}

const document = (id: string): string => `cdktf.out/stacks/${id}/cdk.tf.json`;
const changePlain = (a: unknown) => estate.edit("data.json", (text) => JSON.stringify({ ...JSON.parse(text), plainData: { a } }));

/** What a synth without any cache derives. */
async function anew(): Promise<string> {
  expect((await estate.synth(["--quiet", "--no-cache"])).stderr).toBe("");
  return estate.read("derived.txt");
}

describe("what is derived", () => {
  it("looks into the documents that were built, and knows the others", async () => {
    changePlain(2);
    expect((await estate.synth(["--quiet"])).stderr).toBe("");
    expect(looks()).toBe(1);
    const derived = estate.read("derived.txt");
    expect(derived).toBe(await anew());
    expect(derived).toContain('{"a":2}');
  });

  it("knows the stacks that were not chosen, as far as they are as they were written", async () => {
    changePlain(3);
    expect((await estate.synth(["plain", "--quiet"])).stderr).toBe("");
    expect(looks()).toBe(1);
    expect(estate.read("derived.txt")).toContain('{"a":3}');
    changePlain(4);
    estate.edit(document("reader"), (text) => text.replace("ytext", "edited"));
    expect((await estate.synth(["plain", "--quiet"])).stderr).toBe("");
    expect(looks()).toBe(2);
    expect(estate.read("derived.txt")).toContain("reader: edited");
  });

  it("looks into all of them where nothing is kept, or what is kept is damaged", async () => {
    rmSync(join(estate.root, ".cache/stacks"), { recursive: true });
    expect((await estate.synth(["--quiet"])).stderr).toBe("");
    expect(looks()).toBe(3);
    changePlain(5);
    expect((await estate.synth(["plain", "--quiet", "--no-cache"])).stderr).toBe("");
    expect(looks()).toBe(3);
    expect(estate.read("derived.txt")).toContain('{"a":5}');
  });

  it("is refused where a document that is not built is no JSON, and nothing is written", async () => {
    changePlain(6);
    writeFileSync(join(estate.root, document("reader")), "<<<<<<< ours");
    const before = estate.read(document("plain"));
    const { code, stderr } = await estate.synth(["plain", "--quiet"]);
    expect([code, stderr]).toEqual([1, `${document("reader")}: is not JSON; run npm run synth without patterns, which writes it anew\n`]);
    expect(estate.read(document("plain"))).toBe(before);
    expect((await estate.synth(["--quiet"])).stderr).toBe("");
    expect(estate.read("derived.txt")).toBe(await anew());
  });

  it("comes from what the code gives now where the code is another", async () => {
    estate.edit("estate.ts", (text) => text.replace('": " + of(id)', '" = " + of(id)'));
    expect((await estate.synth(["--quiet"])).stderr).toBe("");
    expect(looks()).toBe(3);
    expect(estate.read("derived.txt")).toContain("plain = ");
  });
});
