import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { buildSync } from "esbuild";
import { describe, expect, it } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "exit-"));
const script = join(folder, "script.cjs");
buildSync({ entryPoints: ["synth/exit.ts"], outfile: join(folder, "exit.cjs"), platform: "node", format: "cjs" });

/** Runs a program that ends with 3, and reads what it prints only after a while. */
async function run(program: string): Promise<{ code: number; length: number }> {
  writeFileSync(script, `const { exitWith } = require("./exit.cjs");\n${program}\nexitWith(3);`);
  const child = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<number>((resolve) => child.on("close", (code) => resolve(code ?? -1)));
  await setTimeout(200);
  let length = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    length += chunk.length;
  });
  return { code: await ended, length };
}

describe("a program that is done", () => {
  it("ends, whatever it has not waited for", async () => {
    expect(await run("setInterval(() => undefined, 1000);")).toEqual({ code: 3, length: 0 });
  });

  it("ends when all that it printed is out", async () => {
    expect(await run(`process.stdout.write("x".repeat(3_000_000));`)).toEqual({ code: 3, length: 3_000_000 });
  });
});
