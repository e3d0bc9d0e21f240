import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { completed, filled } from "../../../rehearsal/provider/fill.ts";
import { planned } from "../../../rehearsal/provider/plan.ts";
import { isList, type Member, own, type Shape, shapeOf } from "../../../rehearsal/provider/shape.ts";
import { holdsUnknown } from "../../../rehearsal/provider/unknown.ts";
import type { Block } from "../../../rehearsal/schema/schema.ts";
import { Dynamic, isObject, type ObjectValue, UNKNOWN, type Value } from "../../../rehearsal/values.ts";
import { blocks, configurations } from "./arbitrary.ts";
import { MemorySession } from "./memory-session.ts";
import { blockOf } from "./schemas.ts";

const object = { key: "s/t.a", type: "t" };

function apply(shape: Shape, config: ObjectValue, prior?: ObjectValue): ObjectValue {
  return filled(new MemorySession(), object, shape, planned(shape, config, prior));
}

const shapesWithConfigurations = blocks.chain((block) =>
  configurations(shapeOf(block)).map((config) => ({ shape: shapeOf(block), config })),
);

/** The value with the elements of its sets in another order: terraform sorts them by what they hold. */
function reordered(shape: Shape, value: ObjectValue): ObjectValue {
  return Object.fromEntries([...shape].map(([name, member]) => [name, reorderedMember(member, own(value, name))]));
}

function reorderedMember(member: Member, value: Value): Value {
  if (member.kind === "plain" || value === null) return value;
  const within = (element: Value) => (isObject(element) ? reordered(member.shape, element) : element);
  if (isList(value)) {
    const elements = value.map(within);
    return member.mode === "set" ? elements.sort((one, other) => JSON.stringify(other).localeCompare(JSON.stringify(one))) : elements;
  }
  if (member.mode === "map" && isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, within(element)]));
  return within(value);
}

describe("a plan", () => {
  it("of an unchanged configuration is the state that its apply gave, whatever the schema", () => {
    fc.assert(
      fc.property(shapesWithConfigurations, ({ shape, config }) => {
        const state = reordered(shape, apply(shape, config));
        expect(holdsUnknown(state)).toBe(false);
        expect(reordered(shape, planned(shape, config, state))).toEqual(state);
      }),
      { numRuns: 500 },
    );
  });

  it("keeps what is configured, and is known once it is applied, from whatever state it comes", () => {
    const changes = blocks.chain((block) => {
      const shape = shapeOf(block);
      return fc.record({ shape: fc.constant(shape), before: configurations(shape), after: configurations(shape) });
    });
    fc.assert(
      fc.property(changes, ({ shape, before, after }) => {
        const state = apply(shape, after, apply(shape, before));
        expect(holdsUnknown(state)).toBe(false);
        for (const [name, member] of shape) {
          const value = own(after, name);
          if (member.kind === "plain" && value !== null) expect(state[name]).toEqual(member.attribute.write_only ? null : value);
          if (isList(value)) expect(state[name]).toHaveLength(value.length);
        }
      }),
    );
  });

  it("leaves to the provider, when something is made, all that is computed and not configured", () => {
    const shape = shapeOf(blockOf("test_thing"));
    const config = { id: null, name: "n", kind: null, links: null, arn: null };
    expect(planned(shape, config)).toEqual({ ...config, id: UNKNOWN, kind: UNKNOWN, arn: UNKNOWN });
    expect(planned(shape, { ...config, kind: "k" }, { ...config, id: "i", kind: "old", arn: null })).toEqual({
      ...config,
      id: "i",
      kind: "k",
      arn: null,
    });
    expect(planned(shape, { ...config, kind: UNKNOWN }, { ...config, kind: "old" })).toMatchObject({ kind: UNKNOWN });
  });

  it("finds each element of a set again, where one could be taken for another", () => {
    const block: Block = {
      block_types: {
        s: {
          nesting_mode: "set",
          block: { attributes: { name: { type: "string", required: true }, port: { type: "number", optional: true, computed: true } } },
        },
      },
    };
    const prior = {
      s: [
        { name: "x", port: 2 },
        { name: "x", port: 7 },
      ],
    };
    expect(
      planned(
        shapeOf(block),
        {
          s: [
            { name: "x", port: null },
            { name: "x", port: 2 },
          ],
        },
        prior,
      ),
    ).toEqual({
      s: [
        { name: "x", port: 7 },
        { name: "x", port: 2 },
      ],
    });
    expect(
      planned(
        shapeOf(block),
        {
          s: [
            { name: "y", port: null },
            { name: "x", port: 7 },
          ],
        },
        prior,
      ),
    ).toEqual({
      s: [
        { name: "y", port: UNKNOWN },
        { name: "x", port: 7 },
      ],
    });
  });
});

describe("filling in", () => {
  it("chooses the id first, then in the schema's order, each time telling what is known so far", () => {
    const session = new MemorySession();
    const block: Block = {
      attributes: {
        arn: { type: "string", computed: true },
        id: { type: "string", computed: true },
        name: { type: "string", optional: true },
      },
      block_types: {
        part: {
          nesting_mode: "list",
          block: { attributes: { made: { type: "string", computed: true }, size: { type: "number", computed: true } } },
        },
      },
    };
    const shape = shapeOf(block);
    filled(session, object, shape, planned(shape, { id: null, arn: null, name: "n", part: [{ made: null, size: null }] }));
    expect(session.choices.map(({ path, type, values }) => [path.join("."), type, values])).toEqual([
      ["id", "string", { name: "n", part: [{}] }],
      ["arn", "string", { name: "n", id: "s/t.a:id", part: [{}] }],
      ["part.0.made", "string", { name: "n", id: "s/t.a:id", arn: "s/t.a:arn", part: [{}] }],
      ["part.0.size", "number", { name: "n", id: "s/t.a:id", arn: "s/t.a:arn", part: [{ made: "s/t.a:part.0.made" }] }],
    ]);
  });

  it("finds what is unknown within a value whose type is its own", () => {
    const shape = shapeOf(blockOf("test_values"));
    const within = (x: Value) => new Dynamic(["object", { x: "string", y: ["list", "number"] }], { x, y: [1] });
    expect(filled(new MemorySession(), object, shape, { anything: within(UNKNOWN) })).toMatchObject({
      anything: within("s/t.a:anything.x"),
    });
  });

  it("refuses a choice that is unknown itself", () => {
    const chooser = { choose: () => UNKNOWN };
    expect(() => filled(chooser, object, shapeOf(blockOf("test_thing")), { id: UNKNOWN })).toThrow(
      "s/t.a: the cloud chose an unknown value for id; it must be known",
    );
  });

  it("completes a stored object with what is computed and absent, and leaves what is stored as null", () => {
    const shape = shapeOf(blockOf("test_thing"));
    expect(completed(new MemorySession(), object, shape, { id: "i", arn: null, dropped: 1 })).toEqual({
      id: "i",
      name: null,
      kind: "s/t.a:kind",
      links: null,
      arn: null,
    });
  });
});
