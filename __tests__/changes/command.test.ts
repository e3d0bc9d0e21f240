import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { Repository, type Stack, stack } from "./repository.ts";

const bucket: Stack = stack({ aws_s3_bucket: { B: { bucket: "b", tags: { a: "1" } } } });

function committed(...ids: string[]): Repository {
  const repository = Repository.create();
  for (const id of ids) repository.stack(id, bucket);
  repository.commit();
  return repository;
}

describe("changes", () => {
  it.each([
    [["--json", "--markdown"], "cannot be used with option"],
    [["--nonsense"], "unknown option"],
    [["HEAD~1"], "too many arguments"],
    [["--base"], "argument missing"],
  ])("refuses %s as wrong usage", (args, message) => {
    const { code, out, error } = committed("s").run(...args);
    expect([code, out]).toEqual([2, ""]);
    expect(error).toContain(message);
  });

  it("explains itself", () => {
    const { code, out } = committed("s").run("--help");
    expect(code).toBe(0);
    for (const flag of ["--base", "--head", "--json", "--markdown", "--refuse-deletions"]) expect(out).toContain(flag);
  });

  it("prints text for people", () => {
    const repository = committed("s").atlantis(["s", []]);
    repository.commit();
    repository.stack("s", stack({ aws_s3_bucket: { B: { bucket: "c", tags: { a: "2" } } } }));
    const base = repository.git("rev-parse", "--short=9", "HEAD");
    expect(repository.run()).toEqual({
      code: 0,
      error: "",
      out: `base: main (${base})
head: the working tree
note: not committed, and part of this: s; --head HEAD leaves that out
1 stack: 1 changed; resources: 1 replaced

Look at this first
  danger s: aws_s3_bucket.B is replaced: destroyed and created, because of bucket

s: changed
  ~ aws_s3_bucket.B [stateful] [REPLACED]
      bucket: "b" -> "c"  forces replacement
      tags.a: "1" -> "2"

Comments for Atlantis: one each, a step when the one before is done
  1. changed
       atlantis apply -p s`,
    });
  });

  it("does not let names from the output reach the terminal as they are", () => {
    const repository = committed("s").stack("s", stack({ "aws_\u001b[31mx": { "N\u202eame": { v: "\u001b[0m\u009b" } } }));
    const { out } = repository.run();
    expect(out).toContain("aws_?[31mx.N?ame");
    expect(out.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  it("refuses to delete a folder that still held resources, when asked to", () => {
    const repository = committed("s", "t").remove("s");
    expect(repository.run().code).toBe(0);
    const { code, out, error } = repository.run("--refuse-deletions");
    expect(code).toBe(1);
    expect(error).toMatch(
      /^s: the folder is deleted while it still held 1 resource: .*`retired: \{ s: released \}`; docs\/cookbook.md, "Remove a stack"\)$/,
    );
    expect(out).toContain("error  s: the folder is deleted while it still held 1 resource");
    expect(repository.report("--refuse-deletions").deletions).toEqual(["s"]);
  });

  it("lets a retired stack be deleted, and a stack be retired", () => {
    const repository = committed("s", "t").stack("s", stack({}));
    expect(repository.run("--refuse-deletions")).toMatchObject({ code: 0, error: "" });
    expect(repository.report().stacks[0]?.action).toBe("retired");
    repository.commit();
    expect(repository.remove("s").run("--refuse-deletions")).toMatchObject({ code: 0, error: "" });
    expect(repository.report()).toMatchObject({ stacks: [{ id: "s", action: "removed" }], steps: [], warnings: [], deletions: [] });
  });

  it("does not show the ephemeral values of a retired stack as a change of its own, and shows them elsewhere", () => {
    const held = { aws_s3_bucket: { B: {} } };
    const repository = Repository.create().stack("s", stack(held, { ephemeral: { random_password: { P: { length: 20 } } } }));
    repository.commit();
    expect(repository.stack("s", stack({})).report().stacks[0]?.settings).toEqual([]);
    expect(repository.stack("s", stack(held)).report().stacks[0]?.settings).toHaveLength(1);
  });

  it("counts what is replaced once, and what is moved apart", () => {
    const repository = committed("s").stack(
      "s",
      stack({ aws_s3_bucket: { New: { bucket: "c" } }, x_y: { Z: {} } }, { moved: [{ from: "aws_s3_bucket.B", to: "aws_s3_bucket.New" }] }),
    );
    expect(repository.report().summary).toEqual({
      stacks: { added: 0, changed: 1, retired: 0, removed: 0 },
      resources: { added: 1, changed: 0, replaced: 1, possiblyReplaced: 0, removed: 0, moved: 0 },
    });
  });

  it("tells what is replaced for sure from what may be", () => {
    const server = (sku: string) => stack({ azurerm_virtual_network_gateway: { G: { sku } } });
    const repository = Repository.create().stack("s", server("VpnGw1AZ"));
    repository.commit();
    expect(repository.stack("s", server("VpnGw2AZ")).run().out).toContain("1 stack: 1 changed; resources: 1 possibly replaced\n");
  });

  it("names few of many stacks that are not committed", () => {
    const ids = ["a", "b", "c", "d", "e", "f", "g", "h"];
    const repository = committed(...ids);
    for (const id of ids) repository.stack(id, stack({}));
    expect(repository.report().notes).toContain(
      "not committed, and part of this: a, b, c, d, e, f and 2 more; --head HEAD leaves that out",
    );
  });

  it("gives the advice that the configuration takes: `retired` is a map of steps", () => {
    const { error } = committed("s", "t").remove("s").run("--refuse-deletions");
    const [, entry = ""] = /`(retired: .*?)`/.exec(error) ?? [];
    const { retired } = parse(entry);
    expect(Object.keys(retired)).toEqual(["s"]);
    expect(readFileSync("config/schema.ts", "utf8")).toContain(`"${retired.s}"`);
    expect(readFileSync("docs/cookbook.md", "utf8")).toMatch(new RegExp(`## Remove a stack\n[^#]*\n# .*\nretired:\n.*: ${retired.s}\n`));
  });

  it("knows nothing of the rooms that made the output", () => {
    const files = readdirSync("changes").filter((name) => name.endsWith(".ts"));
    expect(files.length).toBeGreaterThan(15);
    const imports = files.flatMap((name) =>
      [...readFileSync(`changes/${name}`, "utf8").matchAll(/from "([^"]+)"/g)].map(([, from]) => from),
    );
    expect(imports.filter((from) => !/^(\.\/[\w-]+\.ts|node:[\w/]+|commander|yaml)$/.test(from ?? ""))).toEqual([]);
  });
});
