import type { Type } from "./schema.ts";

/** How a struct is held by what it is in. */
export type Holding = "single" | "list" | "set" | "map";

/** What a configuration may set: from the synthesis of the generated class. */
export interface Setting {
  /** The name of the property in the configuration interface. */
  readonly property: string;
  readonly holding: Holding;
  /** The configuration takes one struct, not a list of them. */
  readonly one: boolean;
  /** Either a plain type or the name of a struct. */
  readonly of: Type | { readonly struct: string };
  /** An unset field is written as null: what holds it is an attribute, for terraform wants each field of an object. */
  readonly writesNull: boolean;
}

/** What can be read: from the getters of the generated class. */
export interface Reading {
  readonly holding: Holding;
  readonly of: Type | { readonly struct: string };
  /** What the generator remarked above it; only on structs and on what cannot be set. */
  readonly computed: boolean;
}

/** A resource, data source or provider, or a struct of one. */
export interface Struct {
  /** By Terraform's names, as all of this. */
  readonly settings: Readonly<Record<string, Setting>>;
  readonly readings: Readonly<Record<string, Reading>>;
}

/** What a generated class stands for. */
export type BindingKind = "resource" | "data" | "provider";

/** What the generated files of one type say. */
export interface Binding {
  /** Terraform's type, e.g. `aws_vpc`; the provider's name for a provider. */
  readonly type: string;
  readonly kind: BindingKind;
  /** Name of the struct that is the type itself. */
  readonly root: string;
  readonly structs: ReadonlyMap<string, Struct>;
  /** Properties without `?`, by interface. */
  readonly required: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Whether it is the name of a struct, not a plain type. */
export function isStruct(of: Setting["of"]): of is { readonly struct: string } {
  return typeof of === "object" && !Array.isArray(of);
}

const PLAIN: Readonly<Record<string, Type>> = { string: "string", number: "number", boolean: "bool", any: "dynamic" };

/** The type behind a name of the generator's such as `stringListMap` (a map of lists of strings), or undefined for a struct's name. */
export function typeNamed(name: string, outermost?: "set"): Type | undefined {
  const [, word = "", wrappers = ""] = /^(string|number|boolean|any)((?:List|Map)*)$/i.exec(name) ?? [];
  const plain = PLAIN[word.toLowerCase()];
  if (plain === undefined) return undefined;
  const wraps = wrappers.match(/List|Map/g) ?? [];
  return wraps.reduce<Type>((type, wrap, at) => {
    if (wrap === "Map") return ["map", type];
    return [at === wraps.length - 1 && outermost === "set" ? "set" : "list", type];
  }, plain);
}
