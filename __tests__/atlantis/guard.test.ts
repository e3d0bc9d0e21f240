import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkFolder } from "../../atlantis/check.ts";
import { committedIds } from "../estate.ts";
import { Clone } from "./clone.ts";
import { estatePolicy } from "./estate-policy.ts";
import { policy, request } from "./good-stack.ts";

/** Runs the guard as the server does, but for Node's own reading of TypeScript. */
function guard(folder: string | undefined, ...policyFile: string[]) {
  const env = { ...process.env, ...request, DIR: folder ?? "" };
  const { status, stdout, stderr } = spawnSync("node", ["synth/run.cjs", "atlantis/guard.ts", ...policyFile], { env, encoding: "utf8" });
  return { status, stdout, stderr };
}

function policyFile(clone: Clone): string {
  const file = join(clone.root, "guard.json");
  writeFileSync(file, JSON.stringify(policy));
  return file;
}

const estate = estatePolicy();

describe("the guard", () => {
  it.each(committedIds())("lets %s pass", (id) => {
    const given = { PROJECT_NAME: id, WORKSPACE: `acme-${id}` };
    expect(checkFolder(join("cdktf.out/stacks", id), given, estate).problems).toEqual([]);
  });

  it("says nothing of a good stack", () => {
    const clone = new Clone();
    expect(guard(clone.folder, policyFile(clone))).toEqual({ status: 0, stdout: "", stderr: "" });
  });

  it("prints all problems and fails", () => {
    const clone = new Clone();
    clone.write("main.tf", "");
    clone.write("cdk.tf.json", "{}");
    clone.add();
    const { status, stderr } = guard(clone.folder, policyFile(clone));
    expect(status).toBe(1);
    expect(stderr.split("\n")).toEqual([
      "2 problems in prod-aws-use1-platform: not planned, not applied",
      "  main.tf: is not allowed; only cdk.tf.json, .terraform.lock.hcl and assets/ belong here",
      "  terraform: is nothing; one object is needed",
      "",
    ]);
  });

  it("refuses what it cannot check, without a stack trace", () => {
    const clone = new Clone();
    const file = policyFile(clone);
    expect(guard(clone.root, file)).toMatchObject({ status: 1, stderr: expect.stringMatching(/^\S+: is not the folder of a stack.*\n$/) });
    writeFileSync(file, JSON.stringify({ hostname: "x", organization: "x", exec: {} }));
    expect(guard(clone.folder, file)).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^policy: terraformVersion, providers is missing.*\n$/),
    });
    const deep = `${'{"x":'.repeat(100_000)}1${"}".repeat(100_000)}`;
    clone.write("cdk.tf.json", deep);
    expect(guard(clone.folder, policyFile(clone)).status).toBe(1);
  });

  it("tells wrong usage apart", () => {
    expect(guard("/")).toMatchObject({ status: 2, stderr: expect.stringContaining("usage: DIR=<stack's folder> guard.ts <policy.json>") });
    expect(guard(undefined, "atlantis/guard.json")).toMatchObject({ status: 2, stderr: expect.stringContaining('DIR ""') });
  });
});

describe("what runs on the server", () => {
  const files = readdirSync("atlantis").filter((name) => name.endsWith(".ts"));
  const source = (name: string): string => readFileSync(join("atlantis", name), "utf8");

  it.each(files)("needs nothing but Node: %s", (name) => {
    const from = [...source(name).matchAll(/^(?:import|export)\s[^;]*?from "([^"]+)";/gms)].map((found) => found[1] ?? "");
    expect(from.filter((path) => !path.startsWith("node:") && !files.some((file) => path === `./${file}`))).toEqual([]);
  });

  it.each(files)("is TypeScript whose types can be left out: %s", (name) => {
    expect(source(name)).not.toMatch(
      /^\s*(export )?(const )?(enum|namespace|declare)\s|constructor\([^)]*\b(private|public|protected|readonly)\s/m,
    );
  });
});
