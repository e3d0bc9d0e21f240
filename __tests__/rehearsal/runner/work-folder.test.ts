import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { WorkFolder } from "../../../rehearsal/runner/work-folder.ts";
import { estate, folder } from "./estate.ts";

const placed = (root: string): { id: string; folder: string; json: object; reads: string[] } => ({
  id: "network",
  folder: join(root, "cdktf.out", "stacks", "network"),
  json: {},
  reads: [],
});

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
    expect(readdirSync(work.copyOf("network")).sort()).toEqual(["assets", "cdk.tf.json", "rehearsal_override.tf.json"]);
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
});
