import {
  type Corrections,
  FLAGS,
  type Flag,
  type PackedBlock,
  type PackedNestedBlock,
  type Replacement,
  splitPaths,
  type TypeFacts,
} from "./facts.ts";
import type { Attribute, Block, NestedBlock, TypeSchema } from "./schema.ts";
import { isUsual, readUsual, type Usual } from "./usual.ts";

/** Completes derived schemas with the facts of their provider. */
export class Facts {
  private readonly usual: Usual;
  private readonly shapes = new Map<string, Block>();

  constructor(private readonly corrections: Pick<Corrections, "usually" | "shapes">) {
    this.usual = readUsual(corrections.usually);
  }

  /** The schema of one type with what is usual in its provider and then its own facts. */
  apply(derived: TypeSchema, facts: TypeFacts = {}): TypeSchema {
    const block = new Correction(this.usual, facts, (packed) => this.unpack(packed)).block(derived.block, "");
    return { version: facts.version ?? derived.version, block };
  }

  private unpack(packed: PackedBlock | string): Block {
    if (typeof packed !== "string") return this.unpackContent(packed);
    const known = this.shapes.get(packed);
    if (known !== undefined) return known;
    const shape = this.corrections.shapes[packed];
    if (shape === undefined) throw new Error(`facts: shape ${packed} is used but not there; make the facts anew`);
    const block = this.unpackContent(shape);
    this.shapes.set(packed, block);
    return block;
  }

  private unpackContent({ block_types, ...rest }: PackedBlock): Block {
    if (block_types === undefined) return rest;
    const nested = Object.entries(block_types).map(([name, entry]) => [name, { ...entry, block: this.unpack(entry.block) }] as const);
    return { ...rest, block_types: Object.fromEntries(nested) };
  }
}

/** Applies the facts of one type, walking its schema. */
class Correction {
  private readonly flags: ReadonlyMap<Flag, ReadonlyMap<string, boolean>>;
  private readonly items: ReadonlyMap<string, Pick<NestedBlock, "min_items" | "max_items">>;
  private readonly replacements = new Map<string, [string, Replacement][]>();

  constructor(
    private readonly usual: Usual,
    facts: TypeFacts,
    private readonly unpack: (packed: PackedBlock | string) => Block,
  ) {
    this.flags = new Map(FLAGS.map((flag) => [flag, new Map(splitPaths(facts[flag]).map(switched))]));
    this.items = new Map(splitPaths(facts.items).map(bounds));
    for (const [path, replacement] of Object.entries(facts.members ?? {})) {
      const dot = path.lastIndexOf(".");
      const siblings = this.replacements.get(path.slice(0, Math.max(dot, 0))) ?? [];
      siblings.push([path.slice(dot + 1), replacement]);
      this.replacements.set(path.slice(0, Math.max(dot, 0)), siblings);
    }
  }

  block(block: Block, path: string): Block {
    const attributes = this.attributes(block.attributes ?? {}, path);
    const block_types: Record<string, NestedBlock> = {};
    for (const [name, nested] of Object.entries(block.block_types ?? {})) block_types[name] = this.nested(nested, join(path, name));
    for (const [name, replacement] of this.replacements.get(path) ?? []) {
      delete block_types[name];
      if (isNested(replacement)) block_types[name] = { ...replacement, block: this.unpack(replacement.block) };
    }
    const deprecated = this.flag("deprecated", path || ".") ?? block.deprecated;
    return { ...entriesOf("attributes", attributes), ...entriesOf("block_types", block_types), ...(deprecated && { deprecated }) };
  }

  private attributes(derived: Readonly<Record<string, Attribute>>, path: string): Readonly<Record<string, Attribute>> {
    const attributes: Record<string, Attribute> = {};
    for (const [name, attribute] of Object.entries(derived)) attributes[name] = this.attribute(attribute, join(path, name));
    for (const [name, replacement] of this.replacements.get(path) ?? []) {
      delete attributes[name];
      if (replacement !== null && !isNested(replacement)) attributes[name] = replacement;
    }
    return attributes;
  }

  private nested(nested: NestedBlock, path: string): NestedBlock {
    const { min_items, max_items, ...rest } = nested;
    return {
      ...rest,
      ...(this.items.get(path) ?? { ...bound("min_items", min_items), ...bound("max_items", max_items) }),
      block: this.block(nested.block, path),
    };
  }

  private attribute({ nested_type, computed, sensitive, deprecated, write_only, ...rest }: Attribute, path: string): Attribute {
    const derived = { computed, sensitive, deprecated, write_only, ...rest };
    const on = FLAGS.filter((flag) => this.flag(flag, path) ?? (derived[flag] || isUsual(this.usual, flag, path, derived)));
    const marked: Attribute = { ...rest, ...Object.fromEntries(on.map((flag) => [flag, true])) };
    if (nested_type === undefined) return marked;
    return { ...marked, nested_type: { ...nested_type, attributes: this.attributes(nested_type.attributes, path) } };
  }

  private flag(flag: Flag, path: string): boolean | undefined {
    return this.flags.get(flag)?.get(path);
  }
}

function switched(path: string): readonly [string, boolean] {
  return path.startsWith("-") ? [path.slice(1), false] : [path, true];
}

function bounds(entry: string): readonly [string, Pick<NestedBlock, "min_items" | "max_items">] {
  const [, path = "", least, most] = /^(.+):(\d+)-(\d+)$/.exec(entry) ?? [];
  return [path, { ...bound("min_items", Number(least)), ...bound("max_items", Number(most)) }];
}

function bound(key: "min_items" | "max_items", count: number | undefined): Pick<NestedBlock, "min_items" | "max_items"> {
  return count ? { [key]: count } : {};
}

function isNested(replacement: Replacement): replacement is PackedNestedBlock {
  return replacement !== null && "nesting_mode" in replacement;
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function sorted<T>(entries: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(entries).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function entriesOf<T>(key: string, entries: Readonly<Record<string, T>>): { readonly [key: string]: Readonly<Record<string, T>> } {
  return Object.keys(entries).length === 0 ? {} : { [key]: sorted(entries) };
}
