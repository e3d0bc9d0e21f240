import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { hasChanges } from "../../atlantis/plan.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Applies a plan with a terraform that prints `shown`, records how it is called and ends apply with `exitCode`. */
function apply(shown: string, exitCode = 0) {
  const folder = mkdtempSync(join(tmpdir(), "apply-"));
  folders.push(folder);
  const planFile = join(folder, "a plan.tfplan");
  const calls = join(folder, "calls");
  writeFileSync(planFile, "");
  writeFileSync(join(folder, "shown"), shown);
  const script = `#!/bin/sh\nfor word in "$@"; do printf '%s|' "$word" >> "${calls}"; done\necho >> "${calls}"\nif [ "$1" = show ]; then cat "${folder}/shown"; [ -s "${folder}/shown" ]; else echo applied; exit ${exitCode}; fi\n`;
  writeFileSync(join(folder, "terraform"), script);
  chmodSync(join(folder, "terraform"), 0o755);
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}`, PLANFILE: planFile };
  const { status, stdout } = spawnSync("node", ["synth/run.cjs", "atlantis/apply.ts"], { env, encoding: "utf8" });
  const lines = readFileSync(calls, "utf8").replaceAll(planFile, "PLAN").trim().split("\n");
  return { status, stdout, calls: lines, isPlanLeft: existsSync(planFile) };
}

const show = "show|-json|PLAN|";
const applied = "apply|-input=false|PLAN|";

describe("the apply step", () => {
  it("takes a plan without changes as a success", () => {
    expect(apply(JSON.stringify({ applyable: false }))).toEqual({ status: 0, stdout: "no changes\n", calls: [show], isPlanLeft: false });
  });

  it("applies a plan with changes, and takes it away so that it is applied once", () => {
    expect(apply(JSON.stringify({ applyable: true }))).toEqual({
      status: 0,
      stdout: "applied\n",
      calls: [show, applied],
      isPlanLeft: false,
    });
  });

  it("ends as terraform does", () => {
    expect(apply(JSON.stringify({ applyable: true }), 3)).toMatchObject({ status: 3, calls: [show, applied], isPlanLeft: true });
  });

  it.each(["", "not JSON", "null"])("leaves a plan it cannot read to terraform: %j", (shown) => {
    const said = "the plan could not be read; applying it, terraform decides\napplied\n";
    expect(apply(shown)).toEqual({ status: 0, stdout: said, calls: [show, applied], isPlanLeft: false });
  });

  it("needs to know the plan", () => {
    const env = { ...process.env, PLANFILE: "" };
    const { status, stderr } = spawnSync("node", ["synth/run.cjs", "atlantis/apply.ts"], { env, encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 2, stderr: "usage: PLANFILE=<saved plan> apply.ts; PLANFILE is not set\n" });
  });
});

const resource = (actions: string[], more: object = {}) => ({ resource_changes: [{ address: "x.y", change: { actions, ...more } }] });

describe("a plan", () => {
  it.each([
    ["nothing at all", {}],
    ["resources that stay", resource(["no-op"])],
    ["outputs that stay", { output_changes: { x: { actions: ["no-op"] } } }],
    ["drift only", { ...resource(["no-op"]), resource_drift: [{ change: { actions: ["update"] } }] }],
    ["terraform saying so", { ...resource(["create"]), applyable: false }],
  ])("has no changes: %s", (_, plan) => expect(hasChanges(plan)).toBe(false));

  it.each([
    ["create", resource(["create"])],
    ["replace", resource(["delete", "create"])],
    ["read", resource(["read"])],
    ["forget", resource(["forget"])],
    ["import", resource(["no-op"], { importing: { id: "x" } })],
    ["move", { resource_changes: [{ previous_address: "x.z", change: { actions: ["no-op"] } }] }],
    ["one among many", { resource_changes: [...resource(["no-op"]).resource_changes, ...resource(["update"]).resource_changes] }],
    ["output", { output_changes: { x: { actions: ["no-op"] }, y: { actions: ["update"] } } }],
    ["a change of unknown form", { resource_changes: [{ address: "x.y" }] }],
    ["terraform saying so", { ...resource(["no-op"]), applyable: true }],
    ["an error", { applyable: false, errored: true }],
  ])("has changes: %s", (_, plan) => expect(hasChanges(plan)).toBe(true));
});
