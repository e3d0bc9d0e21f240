import { describe, expect, it } from "vitest";
import { own } from "../../../rehearsal/provider/shape.ts";
import { validated } from "../../../rehearsal/provider/validate.ts";
import type { Block } from "../../../rehearsal/schema/schema.ts";
import { UNKNOWN } from "../../../rehearsal/values.ts";

const old: Block = { attributes: { name: { type: "string", optional: true } }, deprecated: true };

describe("what a provider says of a configuration", () => {
  it("warns of a type that will go, and of deprecated blocks that are written, however they nest", () => {
    const block: Block = {
      deprecated: true,
      block_types: {
        one: { nesting_mode: "single", block: old },
        list: { nesting_mode: "list", block: old },
        map: { nesting_mode: "map", block: old },
        group: { nesting_mode: "group", block: old },
      },
    };
    const group = { name: null };
    expect(validated(block, { one: null, list: [], map: {}, group }).map(({ severity, path }) => [severity, path])).toEqual([
      ["warning", []],
    ]);
    const written = validated(block, { one: { name: "n" }, list: [{ name: "n" }], map: { k: { name: "n" } }, group });
    expect(written.map(({ path }) => path.join("."))).toEqual(["", "one", "list", "map"]);
  });

  it("names the whole path of what is missing, and takes what is not known yet for given", () => {
    const block: Block = {
      attributes: {
        id: { type: "string", required: true },
        parts: { required: true, nested_type: { nesting_mode: "map", attributes: { size: { type: "number", required: true } } } },
      },
    };
    expect(validated(block, { id: UNKNOWN, parts: { a: { size: null }, b: { size: UNKNOWN } } })).toEqual([
      {
        severity: "error",
        summary: "Missing required argument",
        detail: '"parts.a.size" is required, and is null; give it a value.',
        path: ["parts", "a", "size"],
      },
    ]);
    expect(validated(block, { id: "i", parts: UNKNOWN })).toEqual([]);
  });
});

describe("a member of an object", () => {
  it("is its own: what every JavaScript object has is not there", () => {
    expect([own({}, "toString"), own({ toString: "text" }, "toString")]).toEqual([null, "text"]);
  });
});
