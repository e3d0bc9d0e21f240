import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { WorkFolder } from "../../../rehearsal/runner/work-folder.ts";
import { estate, folder } from "./estate.ts";

const placed = (root: string): { id: string; folder: string; json: object; reads: string[] } => ({
  id: "network",
  folder: join(root, "cdktf.out", "stacks", "network"),
  json: {},
  reads: [],
});

/** The id of a process that has ended. */
const deadProcess = (): number => spawnSync("true").pid;

describe("the work folder", () => {
  it("holds copies of stacks and their assets, without what terraform left there", () => {
    const root = estate({ network: {} });
    const { folder: source } = placed(root);
    mkdirSync(join(source, "assets", "A"), { recursive: true });
    writeFileSync(join(source, "assets", "A", "rule.rego"), "package a");
    mkdirSync(join(source, ".terraform"));
    for (const name of [".terraform.lock.hcl", "terraform.tfstate", "terraform.tfstate.backup", "old.tfplan"])
      writeFileSync(join(source, name), "");
    const work = WorkFolder.create(join(folder(), "work"));
    work.place(placed(root), { terraform: {} }, (text) => `${text}\n`);
    expect(readdirSync(work.copyOf("network")).sort()).toEqual(["assets", "cdk.tf.json", "rehearsal.txt", "rehearsal_override.tf.json"]);
    expect(readFileSync(join(work.copyOf("network"), "cdk.tf.json"), "utf8")).toMatch(/\}\n$/);
    expect(readFileSync(join(work.copyOf("network"), "assets", "A", "rule.rego"), "utf8")).toBe("package a");
  });

  it("reads the release after the override, and forgets it when the stack is placed again", () => {
    const root = estate({ network: {} });
    const work = WorkFolder.create(join(folder(), "work"));
    work.place(placed(root), {}, (text) => text);
    work.release("network", { resource: {} });
    const overrides = readdirSync(work.copyOf("network")).filter((name) => name.endsWith("_override.tf.json"));
    expect(overrides.sort()).toEqual(["rehearsal_override.tf.json", "rehearsal_release_override.tf.json"]);
    work.place(placed(root), {}, (text) => text);
    expect(readdirSync(work.copyOf("network"))).not.toContain("rehearsal_release_override.tf.json");
  });

  it("must be new or empty", () => {
    const path = folder();
    writeFileSync(join(path, "note.txt"), "mine");
    expect(() => WorkFolder.create(path)).toThrow("is not empty; name a new or an empty folder");
    const used = join(path, "used");
    WorkFolder.create(used);
    expect(() => WorkFolder.create(used)).toThrow(`go on there with --continue ${used}`);
  });

  it("is gone on in by one rehearsal at a time, and only if one was there", () => {
    const path = join(folder(), "work");
    expect(() => WorkFolder.reopen(path)).toThrow("no rehearsal was there");
    const work = WorkFolder.create(path);
    writeFileSync(work.stateFile("network"), "{}");
    work.leave();
    expect(WorkFolder.reopen(path).states()).toEqual(["network"]);
    writeFileSync(join(path, "rehearsal.pid"), "1");
    expect(() => WorkFolder.reopen(path)).toThrow("process 1 is at work there");
    work.remove();
    expect(existsSync(path)).toBe(false);
  });

  it("belongs to the first living process that came, though another came at the same time or was cut off", () => {
    const path = join(folder(), "work");
    WorkFolder.create(path);
    const file = join(path, "rehearsal.pid");
    writeFileSync(file, `${deadProcess()}\n1\n`);
    expect(() => WorkFolder.reopen(path)).toThrow(
      `process 1 is at work there; wait until it ends (or, if it is no rehearsal, empty ${file})`,
    );
    writeFileSync(file, `${deadProcess()}\nno number\n`);
    expect(WorkFolder.reopen(path).path).toBe(path);
    writeFileSync(file, `${process.pid}\n1\n`);
    expect(WorkFolder.reopen(path).path).toBe(path);
  });

  it("is no file, and no temporary one if there is nowhere to put those", () => {
    const file = join(folder(), "file");
    writeFileSync(file, "");
    expect(() => WorkFolder.create(file)).toThrow(`--dir ${file}: is a file`);
    vi.stubEnv("TMPDIR", "/nowhere/at/all");
    expect(() => WorkFolder.create()).toThrow("TMPDIR: /nowhere/at/all is not there");
    vi.unstubAllEnvs();
  });
});
