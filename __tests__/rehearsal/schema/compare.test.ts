import { describe, expect, it } from "vitest";
import { countMembers, differences } from "../../../rehearsal/schema/compare.ts";
import type { Attribute, Block, TypeSchema } from "../../../rehearsal/schema/schema.ts";

const type = (block: Block, version = 0): TypeSchema => ({ version, block });
const attribute = (more: Attribute): TypeSchema => type({ attributes: { name: { type: "string", ...more } } });
const found = (derived: TypeSchema, real: TypeSchema): readonly string[] =>
  differences(derived, real).map(({ path, reason }) => `${path}: ${reason}`);

describe("differences", () => {
  it("finds none between equal schemas, whether a mark is false or not given", () => {
    expect(found(attribute({ optional: true, computed: false }), attribute({ optional: true }))).toEqual([]);
  });

  it.each<[string, Attribute, Attribute]>([
    ["computed", { optional: true }, { optional: true, computed: true }],
    ["required or optional", { optional: true }, { required: true }],
    ["sensitive", { optional: true }, { optional: true, sensitive: true }],
    ["deprecated", { optional: true }, { optional: true, deprecated: true }],
    ["write-only", { optional: true, write_only: true }, { optional: true }],
    ["type", { optional: true }, { optional: true, type: ["list", "string"] }],
  ])("of attributes: %s", (reason, derived, real) => {
    expect(found(attribute(derived), attribute(real))).toEqual([`name: ${reason}`]);
  });

  it("takes no notice of the order of an object's fields", () => {
    const one: Attribute = { type: ["list", ["object", { a: "string", b: ["tuple", ["bool", "dynamic"]] }]] };
    const other: Attribute = { type: ["list", ["object", { b: ["tuple", ["bool", "dynamic"]], a: "string" }]] };
    expect(found(attribute(one), attribute(other))).toEqual([]);
  });

  it("tells what is missing, what is too much, and what is a block here and an attribute there", () => {
    const flag: Attribute = { type: "bool", optional: true };
    const derived = type({ attributes: { extra: flag, both: flag } });
    const real = type({ attributes: { missing: flag }, block_types: { both: { nesting_mode: "list", block: {} } } });
    expect(found(derived, real)).toEqual(["both: attribute or block", "extra: extra", "missing: missing"]);
  });

  it("looks into blocks and nested attributes", () => {
    const within = (computed: boolean): TypeSchema => {
      const inner = { deep: { type: "string", optional: true, computed } } as const;
      return type({
        attributes: { nested: { optional: true, nested_type: { nesting_mode: "list", attributes: inner } } },
        block_types: { block: { nesting_mode: "set", block: { attributes: inner } } },
      });
    };
    expect(found(within(false), within(true))).toEqual(["block.deep: computed", "nested.deep: computed"]);
  });

  it("compares how often a block may stand and how it is nested, and the version", () => {
    const derived = type({ block_types: { a: { nesting_mode: "list", max_items: 1, block: {} }, b: { nesting_mode: "list", block: {} } } });
    const real = type(
      { block_types: { a: { nesting_mode: "list", block: {} }, b: { nesting_mode: "set", block: { deprecated: true } } } },
      2,
    );
    expect(found(derived, real)).toEqual([": version", "a: items", "b: nesting", "b: deprecated"]);
  });
});

it("counts attributes and blocks at every depth", () => {
  const inner: Block = {
    attributes: { a: { type: "string" }, b: { nested_type: { nesting_mode: "map", attributes: { c: { type: "bool" } } } } },
  };
  expect(countMembers({ attributes: { d: { type: "number" } }, block_types: { e: { nesting_mode: "list", block: inner } } })).toBe(5);
});
