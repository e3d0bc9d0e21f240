import { plainType } from "./members.ts";
import type { Attribute, Block, NestedBlock, ProviderSchema, TypeSchema } from "./schema.ts";

/** In what a derived schema can differ from the real one. */
export const REASONS = [
  "missing",
  "extra",
  "attribute or block",
  "type",
  "nesting",
  "required or optional",
  "computed",
  "sensitive",
  "deprecated",
  "write-only",
  "items",
  "version",
] as const;

/** One of `REASONS`. */
export type Reason = (typeof REASONS)[number];

/** A place where a derived schema and the real one disagree. */
export interface Difference {
  /** Names of blocks and attributes, joined by dots; empty for the type as a whole. */
  readonly path: string;
  readonly reason: Reason;
}

/** What sets a derived schema of one type apart from the real one; empty when terraform could not tell them apart. */
export function differences(derived: TypeSchema, real: TypeSchema): readonly Difference[] {
  const version: Difference[] = derived.version === real.version ? [] : [{ path: "", reason: "version" }];
  return [...version, ...inBlock(derived.block, real.block, "")];
}

/** How many attributes and blocks a type has, at every depth. */
export function countMembers(block: Block): number {
  const nested = Object.values(block.block_types ?? {}).map((entry) => 1 + countMembers(entry.block));
  return countAttributes(block.attributes ?? {}) + nested.reduce((sum, count) => sum + count, 0);
}

function countAttributes(attributes: Readonly<Record<string, Attribute>>): number {
  return Object.values(attributes).reduce((sum, { nested_type }) => sum + 1 + countAttributes(nested_type?.attributes ?? {}), 0);
}

/** A provider's types one by one, `provider` being the provider itself; what is in the first only or in the second only has the other undefined. */
export function pairTypes(derived: ProviderSchema, real: ProviderSchema): readonly TypePair[] {
  const kinds = ["resource_schemas", "data_source_schemas", "ephemeral_resource_schemas"] as const;
  const pairs = kinds.flatMap((kind) =>
    names(derived[kind], real[kind]).map((type) => ({ kind, type, derived: derived[kind][type], real: real[kind][type] })),
  );
  return [{ kind: "provider", type: "provider", derived: derived.provider, real: real.provider }, ...pairs];
}

/** The same type as derived and as real. */
export interface TypePair {
  readonly kind: keyof ProviderSchema;
  readonly type: string;
  readonly derived: TypeSchema | undefined;
  readonly real: TypeSchema | undefined;
}

function inBlock(derived: Block, real: Block, path: string): readonly Difference[] {
  const deprecated = flagDiffers(derived.deprecated, real.deprecated) ? [{ path, reason: "deprecated" as const }] : [];
  return [...deprecated, ...names(membersOf(derived), membersOf(real)).flatMap((name) => inMember(derived, real, name, path))];
}

function inMember(derived: Block, real: Block, name: string, within: string): readonly Difference[] {
  const path = join(within, name);
  const attribute = [derived.attributes?.[name], real.attributes?.[name]] as const;
  const nested = [derived.block_types?.[name], real.block_types?.[name]] as const;
  if (attribute[0] && attribute[1]) return inAttribute(attribute[0], attribute[1], path);
  if (nested[0] && nested[1]) return inNested(nested[0], nested[1], path);
  if (!attribute[1] && !nested[1]) return [{ path, reason: "extra" }];
  return [{ path, reason: attribute[0] || nested[0] ? "attribute or block" : "missing" }];
}

function inNested(derived: NestedBlock, real: NestedBlock, path: string): readonly Difference[] {
  const own: Difference[] = [];
  if (derived.nesting_mode !== real.nesting_mode) own.push({ path, reason: "nesting" });
  if ((derived.min_items ?? 0) !== (real.min_items ?? 0) || (derived.max_items ?? 0) !== (real.max_items ?? 0))
    own.push({ path, reason: "items" });
  return [...own, ...inBlock(derived.block, real.block, path)];
}

function inAttribute(derived: Attribute, real: Attribute, path: string): readonly Difference[] {
  const own: Difference[] = flagReasons(derived, real).map((reason) => ({ path, reason }));
  if (typeText(derived) !== typeText(real)) own.push({ path, reason: "type" });
  if (!derived.nested_type || !real.nested_type) return own;
  if (derived.nested_type.nesting_mode !== real.nested_type.nesting_mode) own.push({ path, reason: "nesting" });
  const [first, second] = [derived.nested_type.attributes, real.nested_type.attributes];
  return [...own, ...inBlock({ attributes: first }, { attributes: second }, path)];
}

function typeText({ type }: Attribute): string | undefined {
  return type && JSON.stringify(plainType(type));
}

function flagReasons(derived: Attribute, real: Attribute): readonly Reason[] {
  const reasons: Reason[] = [];
  if (flagDiffers(derived.required, real.required) || flagDiffers(derived.optional, real.optional)) reasons.push("required or optional");
  if (flagDiffers(derived.computed, real.computed)) reasons.push("computed");
  if (flagDiffers(derived.sensitive, real.sensitive)) reasons.push("sensitive");
  if (flagDiffers(derived.deprecated, real.deprecated)) reasons.push("deprecated");
  if (flagDiffers(derived.write_only, real.write_only)) reasons.push("write-only");
  return reasons;
}

function flagDiffers(derived = false, real = false): boolean {
  return derived !== real;
}

function membersOf(block: Block): Readonly<Record<string, unknown>> {
  return { ...block.attributes, ...block.block_types };
}

function names(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): readonly string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
