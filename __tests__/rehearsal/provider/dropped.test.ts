import { describe, expect, it } from "vitest";
import { dropped } from "../../../rehearsal/provider/dropped.ts";
import { shapeOf } from "../../../rehearsal/provider/shape.ts";
import type { Block } from "../../../rehearsal/schema/schema.ts";
import { blockOf } from "./schemas.ts";

const found = (block: Block, body: object): string[] =>
  dropped(shapeOf(block), { ...body }).map(({ detail }) => /^"([^"]+)"/.exec(detail)?.[1] ?? detail);

describe("what is written and terraform drops", () => {
  it("is found in nested attributes of every mode, with its whole path", () => {
    const body = {
      one: { name: "n", nmae: "n" },
      items: [{ name: "n" }, { name: "n", sise: 1 }],
      members: [{ name: "n", nope: true }],
      named: { key: { name: "n", other: null } },
    };
    expect(found(blockOf("test_nested"), body)).toEqual(["one.nmae", "items.1.sise", "members.0.nope", "named.key.other"]);
  });

  it("is found in attributes whose type is an object, at any depth", () => {
    const within: Block = { attributes: { all: { type: ["list", ["object", { a: "string", b: ["map", ["object", { c: "string" }]] }]] } } };
    expect(found(within, { all: [{ a: "x", b: { k: { c: "x", d: "x" } }, e: "x" }] })).toEqual(["all.0.e", "all.0.b.k.d"]);
    expect(found({ block_types: { part: { nesting_mode: "list", block: within } } }, { part: [{ all: [{ f: 1 }] }] })).toEqual([
      "part.0.all.0.f",
    ]);
  });

  it("is not what terraform checks itself: names of arguments, of blocks and within blocks", () => {
    expect(found(blockOf("test_blocks"), { itmes: [{}], items: [{ nmae: "n" }], lifecycle: { prevent_destroy: true } })).toEqual([]);
  });

  it("is not what an expression makes, nor a key of a map or of a value of any type", () => {
    expect(found(blockOf("test_nested"), { one: "${local.one}", items: "${[{ nope = 1 }]}", named: { any: { name: "n" } } })).toEqual([]);
    expect(found(blockOf("test_nested"), { one: { "${var.key}": "n", name: "n" } })).toEqual([]);
    expect(found(blockOf("test_values"), { labels: { any: "x" }, anything: { any: { of: "x" } } })).toEqual([]);
  });

  it("names what is expected there", () => {
    const [problem] = dropped(shapeOf(blockOf("test_values")), { point: { x: 1, z: 2 } });
    expect(problem).toMatchObject({
      severity: "error",
      detail: '"point.z" is not expected here, and terraform would drop it without a word; expected are: x, tags.',
    });
  });
});
