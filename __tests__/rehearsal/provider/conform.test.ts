import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CloudError } from "../../../rehearsal/cloud/session.ts";
import { conformed, conformedValue } from "../../../rehearsal/provider/conform.ts";
import { diagnosticOf } from "../../../rehearsal/provider/diagnostic.ts";
import { filled } from "../../../rehearsal/provider/fill.ts";
import { planned } from "../../../rehearsal/provider/plan.ts";
import { shapeOf } from "../../../rehearsal/provider/shape.ts";
import { stepsOf } from "../../../rehearsal/provider/steps.ts";
import type { Type } from "../../../rehearsal/schema/schema.ts";
import { Dynamic, type Value } from "../../../rehearsal/values.ts";
import { blocks, configurations } from "./arbitrary.ts";
import { MemorySession } from "./memory-session.ts";
import { blockOf } from "./schemas.ts";

describe("a state as the schema has it now", () => {
  it("is the state itself where it fits already", () => {
    const states = blocks.chain((block) =>
      configurations(shapeOf(block)).map((config) => ({
        shape: shapeOf(block),
        state: filled(new MemorySession(), { key: "k", type: "t" }, shapeOf(block), planned(shapeOf(block), config)),
      })),
    );
    fc.assert(
      fc.property(states, ({ shape, state }) => {
        expect(conformed(shape, state)).toEqual(state);
      }),
    );
  });

  it("has every name of the schema and no other, with no blocks where there were none", () => {
    expect(conformed(shapeOf(blockOf("test_blocks")), { id: "i", gone: 1, items: null, one: [] })).toEqual({
      id: "i",
      one: null,
      items: [],
      members: [],
      named: {},
      group: { name: null, made: null },
      timeouts: null,
    });
  });

  it.each<[Type, Value, Value]>([
    ["number", "12", "12"],
    ["number", "1e3", "1e3"],
    ["number", "0x10", null],
    ["number", "twelve", null],
    ["string", 12, "12"],
    ["string", 9007199254740993n, "9007199254740993"],
    ["string", false, "false"],
    ["string", [], null],
    ["bool", "true", true],
    ["bool", "false", false],
    ["bool", 1, null],
    [["list", "string"], "a", null],
    [
      ["set", "number"],
      ["1", true],
      ["1", null],
    ],
    [["map", "bool"], { a: "true" }, { a: true }],
    [["map", "bool"], [], null],
    [["object", { a: "string", b: "string" }], { a: 1, c: 2 }, { a: "1", b: null }],
    [["object", { a: "string" }], "a", null],
    [["tuple", ["string", "number"]], ["a"], ["a", null]],
    ["dynamic", { type: ["list", "number"], value: [1] }, new Dynamic(["list", "number"], [1])],
    ["dynamic", "untyped", null],
  ])("turns values into the type's where that is plain (%#)", (type, value, expected) => {
    expect(conformedValue(type, value)).toEqual(expected);
  });
});

describe("the steps of a path", () => {
  const blocksShape = shapeOf(blockOf("test_blocks"));
  const nestedShape = shapeOf(blockOf("test_nested"));
  const valuesShape = shapeOf(blockOf("test_values"));

  it.each([
    [blocksShape, ["items", 1, "size"], [{ attribute: "items" }, { index: 1 }, { attribute: "size" }]],
    [blocksShape, ["named", "l", "note"], [{ attribute: "named" }, { key: "l" }, { attribute: "note" }]],
    [blocksShape, ["one", "name"], [{ attribute: "one" }, { attribute: "name" }]],
    [blocksShape, ["members", 0, "name"], [{ attribute: "members" }]],
    [blocksShape, ["items"], [{ attribute: "items" }]],
    [nestedShape, ["one", "name"], [{ attribute: "one" }]],
    [nestedShape, ["named", "l", "name"], [{ attribute: "named" }, { key: "l" }]],
    [valuesShape, ["pair", 1], [{ attribute: "pair" }, { index: 1 }]],
    [valuesShape, ["labels", "x"], [{ attribute: "labels" }, { key: "x" }]],
    [valuesShape, ["names", 0], [{ attribute: "names" }]],
    [valuesShape, ["nothing", 0], []],
    [valuesShape, [], []],
  ])("lead to the last line terraform can find (%#)", (shape, path, steps) => {
    expect(stepsOf(shape, path)).toEqual(steps);
  });
});

describe("what was thrown", () => {
  it("is shown as the cloud's refusal, or as a fault of the rehearsal that names the call and the type", () => {
    expect(diagnosticOf(new CloudError("Denied", "no", { path: ["a"] }), "ReadResource", "t")).toEqual({
      severity: "error",
      summary: "Denied",
      detail: "no",
      path: ["a"],
    });
    expect(diagnosticOf("broken", "ReadResource", "t")).toMatchObject({
      severity: "error",
      summary: "ReadResource of t: broken",
      path: [],
    });
    expect(diagnosticOf(new Error("broken"), "GetSchema", undefined).summary).toBe("GetSchema: broken");
  });
});
