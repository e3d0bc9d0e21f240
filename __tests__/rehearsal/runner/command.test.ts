import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { runRehearse } from "../../../rehearsal/command.ts";
import { readStacks } from "../../../rehearsal/read-stacks.ts";
import { chooseStacks } from "../../../rehearsal/runner/choose-stacks.ts";
import { continueCommand, parseFlags } from "../../../rehearsal/runner/flags.ts";
import { checkUsage } from "../../../rehearsal/runner/usage.ts";
import { estate, folder, Heard } from "./estate.ts";

afterEach(() => vi.unstubAllEnvs());

const pet = { resource: { random_pet: { Name: {} } }, variable: { colour: { type: "string" } } };

/** Runs the command over an estate of one stack. */
async function run(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  const heard = new Heard();
  const code = await runRehearse(args, estate({ network: pet }), heard);
  return { code, out: heard.lines.join("\n"), error: heard.errors.join("\n") };
}

describe("the rehearse command", () => {
  it("explains itself", async () => {
    const { code, out } = await run("--help");
    expect(code).toBe(0);
    for (const flag of ["--plan-only", "--release-protected", "--real-providers", "--continue", "--kill-after", "--json"])
      expect(out).toContain(flag);
  });

  it.each([
    [["--nonsense"], "unknown option"],
    [["--jobs", "0"], "whole number from 1 on"],
    [["--fail-random", "1.5"], "above 0 and up to 1"],
    [["--fail-random", ""], "above 0 and up to 1"],
    [["--var", "colour"], "name=value"],
    [["--kill-after", "-1"], "whole number from 1 on"],
    [["--dir", "a", "--continue", "b"], "cannot be used with option"],
    [["--real-providers", "--plan-only"], "cannot be used with option"],
    [["--real-providers", "--fail", "x"], "cannot be used with option"],
    [["--seed", "1"], "decides nothing without --fail-random"],
    [["netwrk"], "netwrk: matches no stack; nearest: network"],
    [["--fail", "random_pet.Nome"], "--fail random_pet.Nome: no chosen stack has such a resource; did you mean random_pet.Name?"],
    [["--fail", "netwrk/random_pet.Name"], "did you mean network/random_pet.Name?"],
    [["--fail", "aws_vpc.*"], "write it as <stack>/<type>.<name>, <type>.<name> or a glob"],
    [["--fail", "random_pet.Name", "--plan-only"], "--fail random_pet.Name: with --plan-only nothing is applied there"],
    [["--var", "size=1"], "--var size: no stack has this variable; there are: colour"],
    [["--continue", "/nowhere/at/all"], "no rehearsal was there"],
  ])("refuses %j as wrong usage", async (args, message) => {
    const { code, out, error } = await run(...args);
    expect([code, out]).toEqual([2, ""]);
    expect(error).toContain(message);
  });

  it("does not touch a folder in which something is", async () => {
    const path = folder();
    writeFileSync(join(path, "mine.txt"), "mine");
    expect(await run("--dir", path)).toMatchObject({ code: 2, error: expect.stringContaining("is not empty") });
  });

  it("says that nothing is synthesized", async () => {
    const heard = new Heard();
    expect(await runRehearse([], folder(), heard)).toBe(1);
    expect(heard.errors.join()).toContain("run npm run synth first");
  });

  it.each(["null", "[]", "", '{"resource":'])("says which stack is not whole: %j", async (text) => {
    const root = estate({ network: pet });
    const file = join(root, "cdktf.out", "stacks", "network", "cdk.tf.json");
    writeFileSync(file, text);
    const heard = new Heard();
    expect(await runRehearse([], root, heard)).toBe(1);
    expect(heard.errors.join()).toMatch(new RegExp(`^${file}: is not (a )?JSON.*; run npm run synth$`));
  });

  it("says so if what is called terraform is none", async () => {
    const path = folder();
    writeFileSync(join(path, "terraform"), "#!/bin/sh\nexit 3\n", { mode: 0o755 });
    vi.stubEnv("PATH", `${path}:${process.env.PATH}`);
    expect(await run()).toMatchObject({ code: 2, error: expect.stringContaining("does not tell its version (try terraform version)") });
  });

  it("says which terraform is needed, and where it is to be had, where there is none", async () => {
    const empty = join(folder(), "empty");
    mkdirSync(empty);
    vi.stubEnv("PATH", empty);
    const { code, error } = await run();
    expect(code).toBe(2);
    expect(error).toContain("the stacks ask for version >= 1.11; get it from https://developer.hashicorp.com/terraform/install");
  });
});

describe("the guide", () => {
  const guide = readFileSync(join("docs", "rehearsal.md"), "utf8");
  const shown = [...guide.matchAll(/^npm run rehearse(?: -- (.*?))?(?: +#.*)?$/gm)].map(([, args = ""]) => args.replaceAll("'", ""));

  it.each(shown)("shows what can be run over the estate: rehearse %s", (args) => {
    const flags = parseFlags(args.split(" ").filter(Boolean), new Heard());
    checkUsage(flags, chooseStacks(readStacks("cdktf.out"), flags.patterns));
  });

  it("tells of every flag", () => {
    expect(shown.length).toBeGreaterThan(4);
    const heard = new Heard();
    expect(() => parseFlags(["--help"], heard)).toThrow();
    for (const [flag] of heard.lines.join("\n").matchAll(/(?<=^ +)--[\w-]+/gm)) expect(guide).toContain(flag);
  });
});

describe("the command that goes on", () => {
  it("is the same without the faults, quoted for a shell", () => {
    const args = ["prod-*", "network", "--release-protected", "--var", "note=it's", "--fail", "a.B", "--kill-after", "3", "--json"];
    expect(continueCommand(parseFlags(args, new Heard()), "/tmp/x")).toBe(
      "npm run rehearse -- 'prod-*' network --release-protected --var 'note=it'\\''s' --continue /tmp/x",
    );
  });
});
