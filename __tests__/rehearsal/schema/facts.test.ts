import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Facts } from "../../../rehearsal/schema/apply-facts.ts";
import { differences, pairTypes } from "../../../rehearsal/schema/compare.ts";
import { countFacts, factsText, type ProviderFacts, readFacts, SECTIONS } from "../../../rehearsal/schema/facts.ts";
import { installedNames, installedProvider } from "../../../rehearsal/schema/installed.ts";
import { factsFrom } from "../../../rehearsal/schema/make-facts.ts";
import type { Attribute, Block, NestedBlock, ProviderSchema, TypeSchema } from "../../../rehearsal/schema/schema.ts";

const names = fc.constantFrom("a", "b", "id");
const flags = fc.record({ computed: fc.boolean(), sensitive: fc.boolean(), deprecated: fc.boolean(), write_only: fc.boolean() });
const need = fc.constantFrom({ required: true }, { optional: true }, {});
const plain = fc.constantFrom(
  { type: "string" as const },
  { type: ["set", "bool"] as const },
  { type: ["object", { x: "number" }] as const },
);
const { block } = fc.letrec<{ attribute: Attribute; block: Block; nested: NestedBlock }>((tie) => ({
  attribute: fc
    .tuple(
      flags,
      need,
      fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        plain,
        fc.record({
          nested_type: fc.record({
            nesting_mode: fc.constantFrom("single" as const, "list" as const),
            attributes: fc.dictionary(names, tie("attribute"), { maxKeys: 2 }),
          }),
        }),
      ),
    )
    .map(([marks, needed, type]) => ({ ...marks, ...needed, ...type })),
  nested: fc.record({
    nesting_mode: fc.constantFrom("list" as const, "set" as const),
    min_items: fc.nat(2),
    max_items: fc.nat(2),
    block: tie("block"),
  }),
  block: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constant({}),
    fc.record({
      attributes: fc.dictionary(names, tie("attribute"), { maxKeys: 3 }),
      block_types: fc.dictionary(fc.constantFrom("c", "d"), tie("nested"), { maxKeys: 2 }),
      deprecated: fc.boolean(),
    }),
  ),
}));
const type: fc.Arbitrary<TypeSchema> = fc.record({ version: fc.nat(3), block });
const types = fc.dictionary(fc.constantFrom("x_a", "x_b", "x_c", "x_d"), type);
const schema: fc.Arbitrary<ProviderSchema> = fc.record({
  provider: type,
  resource_schemas: types,
  data_source_schemas: types,
  ephemeral_resource_schemas: types,
});

/** What a derived schema differs in from the real one once the facts made of both are applied. */
function left(derived: ProviderSchema, real: ProviderSchema): readonly unknown[] {
  const made = JSON.parse(JSON.stringify(factsFrom(real, derived))) as ReturnType<typeof factsFrom>;
  const facts = new Facts(made);
  return pairTypes(derived, real).flatMap(({ kind, type: name, derived: ours, real: theirs }) => {
    if (ours === undefined || theirs === undefined) return [];
    return differences(facts.apply(ours, kind === "provider" ? made.provider : made[SECTIONS[kind]][name]), theirs);
  });
}

const schemaOf = (resource_schemas: ProviderSchema["resource_schemas"]): ProviderSchema => ({
  provider: { version: 0, block: {} },
  resource_schemas,
  data_source_schemas: {},
  ephemeral_resource_schemas: {},
});
const same = (count: number, made: (at: number) => Block): ProviderSchema =>
  schemaOf(Object.fromEntries(Array.from({ length: count }, (_, at) => [`x_${at}`, { version: 0, block: made(at) }])));

describe("facts made of a real and a derived schema", () => {
  it("turn any derived schema into the real one", () => {
    fc.assert(
      fc.property(schema, schema, (derived, real) => {
        expect(left(derived, real)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("say nothing of what is the same already", () => {
    fc.assert(
      fc.property(schema, (real) => {
        expect(countFacts(factsFrom(real, real))).toBe(0);
      }),
    );
  });

  it("say once what a name means in most types, and then name the exceptions", () => {
    const id = (computed: boolean): Block => ({ attributes: { id: { type: "string", optional: true, computed } } });
    const made = factsFrom(
      same(5, (at) => id(at !== 0)),
      same(5, () => id(false)),
    );
    expect(made.usually).toEqual({ computed: "id" });
    expect(made.resources).toEqual({ x_0: { computed: "-id" } });
  });

  it("do not take a name for computed where it must be set", () => {
    const facts = new Facts({ usually: { computed: "id", sensitive: "id" }, shapes: {} });
    const applied = facts.apply({ version: 0, block: { attributes: { id: { type: "string", required: true } } } });
    expect(applied.block.attributes).toEqual({ id: { type: "string", required: true, sensitive: true } });
  });

  it("tell a name of the type itself from the same name further in", () => {
    const facts = new Facts({ usually: { sensitive: "*.token" }, shapes: {} });
    const attributes = { token: { type: "string", optional: true } } as const;
    const applied = facts.apply({
      version: 0,
      block: { attributes, block_types: { auth: { nesting_mode: "single", block: { attributes } } } },
    });
    expect(applied.block.attributes?.token?.sensitive).toBeUndefined();
    expect(applied.block.block_types?.auth?.block.attributes?.token?.sensitive).toBe(true);
  });

  it("keep blocks that repeat once", () => {
    const statement: Block = { attributes: { text: { type: "string", required: true } } };
    const rule: NestedBlock = { nesting_mode: "list", block: { block_types: { statement: { nesting_mode: "list", block: statement } } } };
    const made = factsFrom(
      same(2, () => ({ block_types: { rule } })),
      same(2, () => ({ attributes: { rule: { type: "dynamic", required: true } } })),
    );
    expect(Object.keys(made.shapes)).toEqual(["rule"]);
    expect(made.resources.x_0?.members).toEqual({ rule: { nesting_mode: "list", block: "rule" } });
  });

  it("leave a derived attribute in place when its type would fill a page of the file", () => {
    const fields = Object.fromEntries(Array.from({ length: 9_000 }, (_, at) => [`field_${at}`, "string" as const]));
    const real = same(1, () => ({ attributes: { definition: { type: ["object", fields], optional: true, computed: true } } }));
    const derived = same(1, () => ({ attributes: { definition: { type: "dynamic", optional: true } } }));
    expect(factsFrom(real, derived).resources).toEqual({ x_0: { computed: "definition" } });
  });

  it("refuse a shape that is not there", () => {
    const facts = new Facts({ usually: {}, shapes: {} });
    const members = { rule: { nesting_mode: "list", block: "rule" } } as const;
    expect(() => facts.apply({ version: 0, block: {} }, { members })).toThrow("shape rule is used but not there");
  });
});

describe("the committed facts", () => {
  it.each(installedNames())("of %s are of the installed binding's provider, one line per type", (name) => {
    const facts = readFacts(name) as ProviderFacts;
    const installed = installedProvider(name);
    expect([facts.address, facts.version]).toEqual([installed?.address, installed?.version]);
    const lines = factsText(facts).split("\n");
    for (const known of Object.keys({ ...facts.resources, ...facts.data })) {
      expect(lines.filter((line) => line.startsWith(`"${known}": {`)).length).toBeGreaterThan(0);
    }
  });
});
