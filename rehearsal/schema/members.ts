import type { Attribute, Block, NestedBlock, ProviderSchema, Type, TypeSchema } from "./schema.ts";

/** What is at a path of a block, through blocks and nested attributes; undefined if nothing is. */
export function memberAt(block: Block, path: string): Attribute | NestedBlock | undefined {
  const [name = "", ...rest] = path.split(".");
  const attribute = block.attributes?.[name];
  const nested = block.block_types?.[name];
  if (rest.length === 0) return attribute ?? nested;
  const within = nested?.block ?? { attributes: attribute?.nested_type?.attributes };
  return memberAt(within, rest.join("."));
}

/** The member as an attribute, or undefined for a block. */
export function attributeFacts(member: Attribute | NestedBlock): Attribute | undefined {
  return "block" in member ? undefined : member;
}

/** A provider's schema without what terraform does not act on (descriptions), in one order of names. */
export function plainSchema(schema: Partial<ProviderSchema>): ProviderSchema {
  return {
    provider: plainTypeSchema(schema.provider),
    resource_schemas: each(schema.resource_schemas, plainTypeSchema),
    data_source_schemas: each(schema.data_source_schemas, plainTypeSchema),
    ephemeral_resource_schemas: each(schema.ephemeral_resource_schemas, plainTypeSchema),
  };
}

function plainTypeSchema(schema: Partial<TypeSchema> | undefined): TypeSchema {
  return { version: schema?.version ?? 0, block: plainBlock(schema?.block ?? {}) };
}

function plainBlock({ attributes = {}, block_types = {}, deprecated }: Block): Block {
  return {
    ...(Object.keys(attributes).length > 0 && { attributes: each(attributes, plainAttribute) }),
    ...(Object.keys(block_types).length > 0 && { block_types: each(block_types, plainNested) }),
    ...(deprecated && { deprecated }),
  };
}

function plainNested({ nesting_mode, min_items, max_items, block }: NestedBlock): NestedBlock {
  return { nesting_mode, ...(min_items && { min_items }), ...(max_items && { max_items }), block: plainBlock(block) };
}

function plainAttribute({ type, nested_type, required, optional, computed, sensitive, deprecated, write_only }: Attribute): Attribute {
  return {
    ...(type !== undefined && { type: plainType(type) }),
    ...(nested_type && {
      nested_type: { nesting_mode: nested_type.nesting_mode, attributes: each(nested_type.attributes, plainAttribute) },
    }),
    ...(required && { required }),
    ...(optional && { optional }),
    ...(computed && { computed }),
    ...(sensitive && { sensitive }),
    ...(deprecated && { deprecated }),
    ...(write_only && { write_only }),
  };
}

/** A type with the fields of its objects in one order: in another they are the same type. */
export function plainType(type: Type): Type {
  if (typeof type === "string") return type;
  if (type[0] === "object") return ["object", each(type[1], plainType)];
  if (type[0] === "tuple") return ["tuple", type[1].map(plainType)];
  return [type[0], plainType(type[1])];
}

function each<T, R>(record: Readonly<Record<string, T>> | undefined, change: (entry: T) => R): Readonly<Record<string, R>> {
  const names = Object.entries(record ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(names.map(([name, entry]) => [name, change(entry)]));
}
