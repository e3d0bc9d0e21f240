import type { Attribute, Block, NestedBlock, NestingMode, Schemas, TypeSchema } from "../../../rehearsal/schema/schema.ts";

/** Flags of attributes, as schemas combine them. */
export const required = { required: true };
export const optional = { optional: true };
export const computed = { computed: true };
export const either = { optional: true, computed: true };

const text = (flags: object): Attribute => ({ type: "string", ...flags });

/** What a nested thing holds in these tests: one attribute of each kind, and a block with a computed attribute of its own. */
const within: Readonly<Record<string, Attribute>> = {
  name: text(required),
  note: text(optional),
  made: text(computed),
  size: { type: "number", ...either },
  secret: text({ optional: true, write_only: true }),
};
const partless: Block = { attributes: within };
const block: Block = {
  attributes: within,
  block_types: { part: { nesting_mode: "set", block: { attributes: { key: text(required), made: text(computed) } } } },
};

function nested(nesting_mode: Exclude<NestingMode, "group">, flags: object): Attribute {
  const { secret: _, ...attributes } = within;
  return { nested_type: { nesting_mode, attributes: nesting_mode === "set" ? attributes : within }, ...flags };
}

function blocks(nesting_mode: NestingMode, type: Block): NestedBlock {
  return { nesting_mode, block: type };
}

function type(attributes: Block["attributes"], block_types: Block["block_types"] = {}): TypeSchema {
  return { version: 1, block: { attributes: { id: text(computed), ...attributes }, block_types } };
}

const setBlock: Block = {
  attributes: { name: text(required), made: text(computed), size: { type: "number", ...either } },
  block_types: block.block_types,
};

/** A provider `test/test` with a type for every kind of thing a schema can say. */
export const SCHEMAS: Schemas = {
  "registry.terraform.io/test/test": {
    provider: { version: 0, block: { attributes: { region: text(optional), old: text({ ...optional, deprecated: true }) } } },
    resource_schemas: {
      test_thing: type({ name: text(optional), kind: text(either), links: { type: ["list", "string"], ...optional }, arn: text(computed) }),
      test_blocks: type(
        {},
        {
          one: blocks("single", block),
          items: blocks("list", block),
          members: blocks("set", setBlock),
          named: blocks("map", partless),
          group: blocks("group", { attributes: { name: text(optional), made: text(computed) } }),
          timeouts: blocks("single", { attributes: { create: text(optional), delete: text(optional) } }),
        },
      ),
      test_nested: type({
        one: nested("single", optional),
        items: nested("list", optional),
        members: nested("set", optional),
        named: nested("map", optional),
        status: nested("single", computed),
        endpoints: nested("list", computed),
        settings: nested("single", either),
      }),
      test_values: type({
        number: { type: "number", ...optional },
        numbers: { type: ["list", "number"], ...optional },
        text: text(optional),
        texts: { type: ["list", "string"], ...optional },
        labels: { type: ["map", "string"], ...optional },
        names: { type: ["set", "string"], ...optional },
        flag: { type: "bool", ...optional },
        point: { type: ["object", { x: "number", tags: ["map", "string"] }], ...optional },
        pair: { type: ["tuple", ["string", "number"]], ...optional },
        anything: { type: "dynamic", ...optional },
        chosen: { type: "dynamic", ...computed },
        found: { type: ["object", { host: "string", ports: ["list", "number"] }], ...computed },
        ratio: { type: "number", ...computed },
        password: text({ ...optional, sensitive: true }),
        password_wo: text({ ...optional, write_only: true }),
        old: text({ ...optional, deprecated: true }),
      }),
      kubernetes_manifest: type({ manifest: { type: "dynamic", ...required }, object: { type: "dynamic", ...either } }),
    },
    data_source_schemas: {
      test_thing: type(
        { name: text(required), size: { type: "number", ...computed }, tags: { type: ["map", "string"], ...either } },
        { filter: { max_items: 1, ...blocks("list", { attributes: { name: text(required), matched: text(computed) } }) } },
      ),
    },
    ephemeral_resource_schemas: {
      test_password: { version: 0, block: { attributes: { length: { type: "number", ...required }, result: text(computed) } } },
    },
  },
};

/** The block of a resource type of `test/test`. */
export function blockOf(name: string): Block {
  const found = SCHEMAS["registry.terraform.io/test/test"]?.resource_schemas[name];
  if (found === undefined) throw new Error(`no ${name} in the schemas of the tests`);
  return found.block;
}
