import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differences } from "../../changes/attributes.ts";
import { attributeChange, pathText, valuesText } from "../../changes/display.ts";
import type { Json } from "../../changes/stack-json.ts";

const shown = (before: Json, after: Json): string[] =>
  differences({ a: before }, { a: after }).map((difference) => {
    const change = attributeChange(difference);
    return `${change.path}: ${valuesText(change)}`;
  });

describe("differences", () => {
  it.each<[string, Json, Json, string[]]>([
    ["a value", "x", "y", ['a: "x" -> "y"']],
    ["a nested value", [{ tier: "a", size: 1 }], [{ tier: "b", size: 1 }], ['a.0.tier: "a" -> "b"']],
    ["a key that comes and one that goes", { x: 1 }, { y: 2 }, ["a.x: - 1", "a.y: + 2"]],
    ["a key that is no identifier", { "app/name": "x" }, { "app/name": "y" }, ['a["app/name"]: "x" -> "y"']],
    ["lists of values as sets", ["x", "y", "z"], ["z", "x", "w", "v"], ['a.1: - "y"', 'a.2: + "w"', 'a.3: + "v"'].sort()],
    ["the order of a list", ["x", "y"], ["y", "x"], ['a: ["x","y"] -> ["y","x"]']],
    ["an element that is put before others", [{ name: "x" }], [{ name: "w" }, { name: "x" }], ['a.0: + {"name":"w"}']],
    [
      "elements by name, wherever they are",
      [
        { name: "x", v: 1 },
        { name: "y", v: 1 },
      ],
      [
        { name: "y", v: 2 },
        { name: "z", v: 1 },
        { name: "x", v: 3 },
      ],
      ["a.2.v: 1 -> 3", "a.0.v: 1 -> 2", 'a.1: + {"name":"z","v":1}'].sort(),
    ],
    ["JSON text inside", '{"S":[{"Sid":"q","Action":"a"}]}', '{"S":[{"Sid":"q","Action":"b"}]}', ['a.S.0.Action: "a" -> "b"']],
    ["JSON text that is written otherwise", '{"a":1}', '{ "a": 1 }', ['a: "{\\"a\\":1}" -> "{\\"a\\":1}" (differs in what is not shown)']],
    ["text that only looks like JSON", "{x", "{y", ['a: "{x" -> "{y"']],
    ["null and none apart", null, false, ["a: null -> false"]],
  ])("finds %s", (_what, before, after, expected) => {
    expect(shown(before, after).sort()).toEqual(expected.sort());
  });

  it("finds nothing between equals, and something between others", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(differences(a as Json, structuredClone(a) as Json)).toEqual([]);
        const same = JSON.stringify(a, sorted) === JSON.stringify(b, sorted);
        if (!same && !Object.is(a, -0) && !Object.is(b, -0)) expect(differences({ a } as Json, { a: b } as Json).length).toBeGreaterThan(0);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it("shows long values from shortly before where they differ", () => {
    const [row = ""] = shown(`${"x".repeat(500)}OLD`, `${"x".repeat(500)}NEW`);
    expect(row).toContain('OLD" (505 characters) -> ...');
    expect(row.length).toBeLessThan(200);
  });

  it("writes paths as terraform does", () => {
    expect(pathText(["settings", 0, "tier"])).toBe("settings.0.tier");
    expect(pathText(["tags", 'a"b'])).toBe('tags["a\\"b"]');
  });
});

const sorted = (_key: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort()) : value;
