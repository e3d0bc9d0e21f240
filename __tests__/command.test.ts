import { type ExecFileException, execFile } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

interface Result {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

let copy: string;
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), "command-"));
  for (const entry of [
    "atlantis",
    "policies",
    "charts",
    "config",
    "constructs",
    "generate",
    "stacks",
    "synth",
    "main.ts",
    "package.json",
    "cdktf.json",
  ])
    cpSync(entry, join(copy, entry), { recursive: true });
  symlinkSync(join(process.cwd(), "node_modules"), join(copy, "node_modules"));
});
afterEach(() => rmSync(copy, { recursive: true, force: true }));

function synth(args: string[], env: Record<string, string> = {}): Promise<Result> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["synth/run.cjs", "main.ts", ...args],
      { cwd: copy, env: { ...process.env, ...env } },
      (error, stdout, stderr) =>
        resolve({ exitCode: ((error as ExecFileException | null)?.code as number | undefined) ?? 0, stdout, stderr }),
    );
  });
}

const edit = (file: string, change: (text: string) => string): void =>
  writeFileSync(join(copy, file), change(readFileSync(join(copy, file), "utf8")));
const output = (): string[] => (existsSync(join(copy, "cdktf.out")) ? readdirSync(join(copy, "cdktf.out")) : []);

/** Exit code 1, the message, no stack trace, nothing written. */
function expectRefusal(result: Result, message: RegExp): void {
  expect(result.stderr).toMatch(message);
  expect(result.stderr).not.toMatch(/^\s+at /m);
  expect(result.exitCode).toBe(1);
  expect(output()).toEqual([]);
}

describe("synth", () => {
  it("writes a subset, says what it did, and finds nothing to do the second time", async () => {
    expect(await synth(["dev-*"])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(
        /^created {2}dev-aws-account\ncreated {2}dev-credentials\n(created {2}dev-(aws-use1-\w+|(vault|database)-access|interconnect|traffic)\n){9}(derived {2}.+\n)+11 created, 0 changed, 0 unchanged, 0 removed in [\d.]+ s\n$/,
      ),
    });
    const again = JSON.parse((await synth(["dev-*", "--json"])).stdout);
    expect(again).toMatchObject({ created: [], changed: [], removed: [], unchanged: expect.arrayContaining(["dev-aws-account"]) });
    expect(await synth(["dev-*", "--quiet"])).toEqual({ exitCode: 0, stdout: "", stderr: "" });
    expect(await synth(["dev-*", "--check"])).toMatchObject({ exitCode: 0 });
  });

  it("writes where CDKTF_OUTDIR says, as cdktf's command line calls it", async () => {
    await synth(["dev-aws-account"], { CDKTF_OUTDIR: "elsewhere", CDKTF_CONTEXT_JSON: "{}", SYNTH_HCL_OUTPUT: "false" });
    expect(readFileSync(join(copy, "elsewhere/stacks/dev-aws-account/cdk.tf.json"), "utf8")).toContain('"backend": "cloud"');
    expect(output()).toEqual([]);
    expect(existsSync(join(copy, "atlantis.yaml")), "what is derived belongs to cdktf.out").toBe(false);
  });

  it("keeps what is derived up to date, and finds it when it is not", async () => {
    const { stdout } = await synth(["dev-aws-account"]);
    expect(stdout).toContain("derived  atlantis.yaml\n");
    edit("atlantis.yaml", (text) => text.replace("automerge: false", "automerge: true"));
    const { exitCode, stderr } = await synth(["dev-aws-account", "--check"]);
    expect(stderr).toMatch(/^atlantis\.yaml: line \d+ differs from what the code gives$/m);
    expect(exitCode).toBe(1);
    expect((await synth(["dev-aws-account"])).stdout).toMatch(/^derived {2}atlantis\.yaml\n0 created, 0 changed, 1 unchanged/);
    expect(readFileSync(join(copy, "atlantis.yaml"), "utf8")).toContain("automerge: false");
  });

  it("checks without writing, names the stack and the first difference", async () => {
    await synth(["dev-aws-use1-network"]);
    const file = join(copy, "cdktf.out/stacks/dev-aws-use1-network/cdk.tf.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"cidr_block": "10.64.0.0/16"', '"cidr_block": "10.65.0.0/16"'));
    const { exitCode, stderr } = await synth(["dev-aws-use1-network", "--check"]);
    expect(stderr).toMatch(
      /dev-aws-use1-network: cdk\.tf\.json differs at resource\.aws_vpc\.Network_Vpc\.cidr_block: "10\.65\.0\.0\/16" on disk, "10\.64\.0\.0\/16" from the code/,
    );
    expect(exitCode).toBe(1);
    expect(readFileSync(file, "utf8")).toContain("10.65.0.0/16");
  });
});

describe("bad input is refused with a message, exit code 1, no stack trace, nothing written", () => {
  it("all configuration problems at once", async () => {
    edit("config/environments/dev.yaml", (text) => text.replace("us-east-1", "us-east-9"));
    edit("config/estate.yaml", (text) => text.replace("costCenter", "costCentre"));
    const result = await synth([]);
    expectRefusal(result, /us-east-9/);
    expectRefusal(result, /costCentre[\s\S]*did you mean costCenter/);
  });

  it("wrong YAML", async () => {
    edit("config/environments/prod.yaml", (text) => `${text}\n  - [unclosed`);
    expectRefusal(await synth([]), /config\/environments\/prod\.yaml:\d+/);
  });

  it("a missing file", async () => {
    rmSync(join(copy, "config/estate.yaml"));
    expectRefusal(await synth([]), /config\/estate\.yaml/);
  });

  it("a glob that matches nothing", async () => {
    expectRefusal(await synth(["prod-aws-use1-netwrk"]), /prod-aws-use1-netwrk: matches no stack; nearest: prod-aws-use1-network/);
  });

  it("values of YAML types that JSON does not have", async () => {
    edit("config/estate.yaml", (text) => text.replace(/^tags:\n( .*\n)+/m, "tags: !!binary aGk=\n"));
    expectRefusal(await synth([]), /config\/estate\.yaml:\d+.*/);
  });

  it("with --json, as JSON too", async () => {
    const { stdout, exitCode } = await synth(["nothing-*", "--json"]);
    expect(JSON.parse(stdout)).toEqual({ error: expect.stringMatching(/^nothing-\*: matches no stack/) });
    expect(exitCode).toBe(1);
  });

  it("an output folder that cannot be written", async () => {
    writeFileSync(join(copy, "file"), "");
    expectRefusal(
      await synth(["dev-aws-account"], { CDKTF_OUTDIR: "file/out" }),
      /file\/out: cannot be written: a part of the path is a file/,
    );
    mkdirSync(join(copy, "locked"));
    chmodSync(join(copy, "locked"), 0o500);
    // The superuser may write anywhere; for everyone else the folder is closed.
    if (process.getuid?.() !== 0)
      expectRefusal(await synth(["dev-aws-account"], { CDKTF_OUTDIR: "locked/out" }), /locked\/out: cannot be written: permission denied/);
  });

  it("HCL output, which nothing in the loop reads", async () => {
    expectRefusal(await synth(["dev-*"], { SYNTH_HCL_OUTPUT: "true" }), /HCL output is not offered/);
  });

  it("context that is not JSON", async () => {
    expectRefusal(await synth(["dev-*"], { CDKTF_CONTEXT_JSON: "{a" }), /CDKTF_CONTEXT_JSON: got \{a, which is not JSON/);
  });

  it("TypeScript that does not compile", async () => {
    edit("stacks/data.ts", (text) => `${text}\nconst = 1;`);
    expectRefusal(await synth([]), /stacks\/data\.ts:\d+:\d+/);
  });

  it("Node that is too old", async () => {
    edit("synth/run.cjs", (text) => text.replace("oldestNode = 20", "oldestNode = 99"));
    expectRefusal(await synth([]), /^node: got v\d+\.\d+\.\d+; version 99 or newer is needed/);
  });

  it("packages that are not installed", async () => {
    rmSync(join(copy, "node_modules"));
    expectRefusal(await synth([]), /run npm ci first/);
  });
});

it("exits with 2 for wrong usage", async () => {
  const { exitCode, stderr } = await synth(["--chekc"]);
  expect(stderr).toMatch(/unknown option '--chekc'[\s\S]*did you mean --check/i);
  expect(exitCode).toBe(2);
  expect(output()).toEqual([]);
});
