import type { Attribute, Block, NestedBlock, ProviderSchema, TypeSchema } from "../schema/schema.ts";
import type { Responses } from "./messages.ts";

/** What this server can do beyond the first version of the protocol. */
const CAPABILITIES = { plan_destroy: true, get_provider_schema_optional: true, move_resource_state: false };

/** A provider's schemas as a message. */
export function schemaMessage(schema: ProviderSchema): Responses["GetProviderSchema"] {
  return {
    provider: typeMessage(schema.provider),
    resource_schemas: each(schema.resource_schemas, typeMessage),
    data_source_schemas: each(schema.data_source_schemas, typeMessage),
    ephemeral_resource_schemas: each(schema.ephemeral_resource_schemas, typeMessage),
    server_capabilities: CAPABILITIES,
  };
}

/** The names of a provider's types alone. */
export function metadataMessage(schema: ProviderSchema): Responses["GetMetadata"] {
  return {
    server_capabilities: CAPABILITIES,
    resources: names(schema.resource_schemas),
    data_sources: names(schema.data_source_schemas),
    ephemeral_resources: names(schema.ephemeral_resource_schemas),
  };
}

function names(types: Readonly<Record<string, TypeSchema>>): readonly object[] {
  return Object.keys(types).map((type_name) => ({ type_name }));
}

function typeMessage({ version, block }: TypeSchema): object {
  return { version, block: blockMessage(block) };
}

function blockMessage({ attributes = {}, block_types = {}, deprecated = false }: Block): object {
  return {
    attributes: Object.entries(attributes).map(([name, attribute]) => attributeMessage(name, attribute)),
    block_types: Object.entries(block_types).map(([name, nested]) => nestedMessage(name, nested)),
    deprecated,
  };
}

function nestedMessage(type_name: string, { nesting_mode, block, min_items = 0, max_items = 0 }: NestedBlock): object {
  return { type_name, block: blockMessage(block), nesting: nesting_mode.toUpperCase(), min_items, max_items };
}

function attributeMessage(name: string, { type, nested_type, ...flags }: Attribute): object {
  if (nested_type === undefined) return { name, ...flags, type: Buffer.from(JSON.stringify(type)) };
  const { nesting_mode, attributes } = nested_type;
  const within = Object.entries(attributes).map(([inner, attribute]) => attributeMessage(inner, attribute));
  return { name, ...flags, nested_type: { nesting: nesting_mode.toUpperCase(), attributes: within } };
}

function each<T>(record: Readonly<Record<string, T>>, message: (entry: T) => object): Readonly<Record<string, object>> {
  return Object.fromEntries(Object.entries(record).map(([name, entry]) => [name, message(entry)]));
}
