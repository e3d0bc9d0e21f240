import fc from "fast-check";
import type { Member, Shape } from "../../../rehearsal/provider/shape.ts";
import type { Attribute, Block, NestingMode } from "../../../rehearsal/schema/schema.ts";
import type { ObjectValue, Value } from "../../../rehearsal/values.ts";

const NAMES = ["id", "a", "b", "c", "d"];
const flags = fc.constantFrom<Attribute>({ required: true }, { optional: true }, { computed: true }, { optional: true, computed: true });
const modes = fc.constantFrom<Exclude<NestingMode, "group">>("single", "list", "set", "map");

const plain: fc.Arbitrary<Attribute> = fc
  .tuple(
    flags,
    fc.constantFrom<Attribute>({ type: "string" }, { type: "bool" }, { type: ["list", "string"] }, { type: ["object", { x: "string" }] }),
  )
  .map(([flag, type]) => ({ ...flag, ...type }));
const writeOnly = fc.constant<Attribute>({ type: "string", optional: true, write_only: true });

/** Any block: attributes of all flags, nested ones, and blocks of all modes in each other. */
export const blocks: fc.Arbitrary<Block> = fc.letrec<{ block: Block; attribute: Attribute }>((tie) => ({
  attribute: fc.oneof(
    { depthSize: "small" },
    plain,
    writeOnly,
    fc
      .tuple(flags, modes, fc.dictionary(fc.constantFrom(...NAMES), tie("attribute"), { minKeys: 1, maxKeys: 4, noNullPrototype: true }))
      .map(([flag, nesting_mode, attributes]): Attribute => ({ ...flag, nested_type: { nesting_mode, attributes } })),
  ),
  block: fc.record({
    attributes: fc.dictionary(fc.constantFrom(...NAMES), tie("attribute"), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
    block_types: fc.dictionary(
      fc.constantFrom("p", "q"),
      fc.record({
        nesting_mode: fc.constantFrom<NestingMode>("single", "list", "set", "map", "group"),
        block: fc.oneof(
          { depthSize: "small" },
          fc.constant({ attributes: { a: { type: "string" as const, optional: true } } }),
          tie("block"),
        ),
      }),
      { maxKeys: 2, noNullPrototype: true },
    ),
  }),
})).block;

/** Any configuration that fits a shape. */
export function configurations(shape: Shape): fc.Arbitrary<ObjectValue> {
  return fc.record(Object.fromEntries([...shape].map(([name, member]) => [name, members(member)])), { noNullPrototype: true });
}

function members(member: Member): fc.Arbitrary<Value> {
  const { required, optional } = member.attribute ?? {};
  if (member.kind === "plain") {
    const value = plainValues(member.type);
    return required ? value : optional ? fc.option(value) : fc.constant(null);
  }
  const object = configurations(member.shape);
  const value: fc.Arbitrary<Value> =
    member.mode === "list"
      ? fc.array(object, { maxLength: 3 })
      : member.mode === "set"
        ? fc.uniqueArray(object, { maxLength: 4, selector: (element) => JSON.stringify(unordered(element)) })
        : member.mode === "map"
          ? fc.dictionary(fc.constantFrom("k", "l", "toString"), object, { maxKeys: 2, noNullPrototype: true })
          : object;
  if (member.attribute === undefined) return member.mode === "single" ? fc.option(value) : value;
  return required ? value : optional ? fc.option(value) : fc.constant(null);
}

/** The same for all that is the same but for an order: sets have no two of them. Lists are taken for sets, too. */
function unordered(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => JSON.stringify(unordered(item))).sort();
  return Object.fromEntries(
    Object.entries(value as ObjectValue)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, unordered(item)]),
  );
}

function plainValues(type: unknown): fc.Arbitrary<Value> {
  if (type === "string") return fc.constantFrom("x", "y");
  if (type === "bool") return fc.boolean();
  return Array.isArray(type) && type[0] === "list"
    ? fc.array(fc.constantFrom("x", "y"), { maxLength: 2 })
    : fc.record<{ x: Value }>({ x: fc.option(fc.constantFrom("x", "y")) }, { noNullPrototype: true });
}
