/** A type of terraform's, as its JSON writes it: "string", ["list", "string"], ["object", {...}]. */
export type Type =
  | "string"
  | "number"
  | "bool"
  | "dynamic"
  | readonly ["list" | "set" | "map", Type]
  | readonly ["object", Readonly<Record<string, Type>>]
  | readonly ["tuple", readonly Type[]];

/** How many there are of a nested thing, and what tells them apart. */
export type NestingMode = "single" | "list" | "set" | "map" | "group";

/** An attribute: of a plain type, or nested (`nested_type`). The names are those of `terraform providers schema -json`. */
export interface Attribute {
  readonly type?: Type;
  readonly nested_type?: NestedType;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly deprecated?: boolean;
  readonly write_only?: boolean;
}

/** Attributes within an attribute, as newer providers have them. */
export interface NestedType {
  readonly nesting_mode: Exclude<NestingMode, "group">;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A block within a block. */
export interface NestedBlock {
  readonly nesting_mode: NestingMode;
  readonly block: Block;
  readonly min_items?: number;
  readonly max_items?: number;
}

/** What a resource, a data source, a provider or a nested block may hold. */
export interface Block {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly block_types?: Readonly<Record<string, NestedBlock>>;
  readonly deprecated?: boolean;
}

/** The schema of one type. */
export interface TypeSchema {
  readonly version: number;
  readonly block: Block;
}

/** The schema of a provider, in the shape `terraform providers schema -json` prints. */
export interface ProviderSchema {
  readonly provider: TypeSchema;
  readonly resource_schemas: Readonly<Record<string, TypeSchema>>;
  readonly data_source_schemas: Readonly<Record<string, TypeSchema>>;
  readonly ephemeral_resource_schemas: Readonly<Record<string, TypeSchema>>;
}

/** Schemas by a provider's full address, e.g. `registry.terraform.io/hashicorp/aws`. */
export type Schemas = Readonly<Record<string, ProviderSchema>>;
