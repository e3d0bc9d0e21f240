import { describe, expect, it } from "vitest";
import { Repository, read, type Stack, stack } from "./repository.ts";

/** The rows of one stack after a change of it. */
function rowsOf(before: Stack, after: Stack, ...others: Stack[]): string[] {
  const repository = Repository.create().stack("s", before);
  for (const [index, other] of others.entries()) repository.stack(`reader${index}`, other);
  repository.commit();
  const { out } = repository.stack("s", after).run();
  const section = out.split("\n\n").find((text) => text.startsWith("s: ")) ?? "";
  return section.split("\n").slice(1);
}

const buckets = (count: number, owner: string, more: Stack = {}): Stack =>
  Object.fromEntries(Array.from({ length: count }, (_none, at) => [`B${at}`, { bucket: `b${at}`, tags: { owner }, ...more }]));

describe("the text", () => {
  it("puts resources of one type that change alike into one row", () => {
    expect(rowsOf(stack({ aws_s3_bucket: buckets(5, "a") }), stack({ aws_s3_bucket: buckets(5, "b") }))).toEqual([
      "  ~ 5 alike (5 stateful), aws_s3_bucket: B0, B1, B2, 2 more",
      '      tags.owner: "a" -> "b"',
    ]);
  });

  it("counts by type where they are of several, and keeps apart what changes in another way", () => {
    const resources = (owner: string, v: number): Stack =>
      stack({ x_role: buckets(3, owner), x_policy: buckets(2, owner), x_other: { Z: { tags: { owner }, v } } });
    expect(rowsOf(resources("a", 1), resources("b", 2))).toEqual([
      "  ~ x_other.Z",
      '      tags.owner: "a" -> "b"',
      "      v: 1 -> 2",
      "  ~ 5 alike, 2 x x_policy, 3 x x_role",
      '      tags.owner: "a" -> "b"',
    ]);
  });

  it("names each of a few, and each that is replaced", () => {
    expect(rowsOf(stack({ x_y: buckets(3, "a") }), stack({ x_y: buckets(3, "b") }))).toHaveLength(6);
    const zones = (count: number, name: string) =>
      stack({ aws_route53_zone: Object.fromEntries(Array.from({ length: count }, (_none, at) => [`Z${at}`, { name }])) });
    expect(rowsOf(zones(5, "a"), zones(5, "b")).filter((row) => row.includes("[REPLACED]"))).toHaveLength(5);
  });

  it("puts outputs that nobody reads into one row for each kind, never one that is read or says something else", () => {
    const outputs = (names: string[], v = 1) => Object.fromEntries(names.map((name) => [name, { value: `${v}` }]));
    const before = stack({ x_y: { Z: {} } }, { output: { ...outputs(["a", "b", "c", "d", "e"]), ...outputs(["kept"], 1) } });
    const after = stack({ x_y: { Z: {} } }, { output: { ...outputs(["f", "g", "h", "i", "j"]), ...outputs(["kept"], 2) } });
    expect(rowsOf(before, after, stack({ x_y: { R: { v: read("s", "f") } } }))).toEqual([
      '  + output f: + "1"; read by reader0 (x_y.R)',
      '  ~ output kept: "1" -> "2"; read by nobody',
      "  + 4 outputs that nobody reads: g, h, i, 1 more",
      "  - 5 outputs that nobody reads: a, b, c, 2 more",
    ]);
  });

  it("says so of outputs that may have another value", () => {
    const names = ["a", "b", "c", "d"];
    const database = (v: number) =>
      stack({ x_db: { D: { v } } }, { output: Object.fromEntries(names.map((name) => [name, { value: `\${x_db.D.${name}}` }])) });
    expect(rowsOf(database(1), database(2)).at(-1)).toBe("  ~ 4 outputs that nobody reads may have another value: a, b, c, 1 more");
  });
});
