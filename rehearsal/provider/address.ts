import { ADDRESS } from "../cloud/session.ts";
import type { Attribute, ProviderSchema, Schemas, TypeSchema } from "../schema/schema.ts";

const attribute: Attribute = { type: "string", optional: true };

/** The schemas with ADDRESS as an optional string in every resource type, by which a resource says where in which stack it is. */
export function withAddress(schemas: Schemas): Schemas {
  return mapped(schemas, (schema): ProviderSchema => ({ ...schema, resource_schemas: mapped(schema.resource_schemas, addressed) }));
}

function addressed(schema: TypeSchema): TypeSchema {
  return { ...schema, block: { ...schema.block, attributes: { ...schema.block.attributes, [ADDRESS]: attribute } } };
}

function mapped<T>(record: Readonly<Record<string, T>>, change: (entry: T) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).map(([name, entry]) => [name, change(entry)]));
}
