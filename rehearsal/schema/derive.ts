import { type Binding, type Holding, isStruct, type Reading, type Setting, type Struct } from "./binding.ts";
import type { Attribute, Block, NestedBlock, NestedType, Type, TypeSchema } from "./schema.ts";

/** How a provider writes what is nested: as blocks, or (newer ones) as nested attributes. */
export type NestingStyle = "blocks" | "attributes";

/** The schema of a type as far as its binding says: without what only the provider knows (see `docs/provider-schemas.md`). */
export function deriveType(binding: Binding, style: NestingStyle): TypeSchema {
  return { version: 0, block: new Derivation(binding, style).block(binding.root) };
}

/** One member of a struct: what can be set, what can be read, or both. */
interface Member {
  readonly name: string;
  readonly setting: Setting | undefined;
  readonly reading: Reading | undefined;
}

/** Walks the structs of one binding. */
class Derivation {
  constructor(
    private readonly binding: Binding,
    private readonly style: NestingStyle,
  ) {}

  block(struct: string): Block {
    const attributes: Record<string, Attribute> = {};
    const block_types: Record<string, NestedBlock> = {};
    for (const member of this.members(struct)) {
      const nested = this.nestedBlock(member, struct);
      if (nested === undefined) attributes[member.name] = this.attribute(member, struct);
      else block_types[member.name] = nested;
    }
    return { ...present("attributes", attributes), ...present("block_types", block_types) };
  }

  private members(struct: string): readonly Member[] {
    const { settings, readings } = this.struct(struct);
    const names = new Set([...Object.keys(settings), ...Object.keys(readings)]);
    // Every provider block has it, but it is terraform's own.
    if (this.binding.kind === "provider" && struct === this.binding.root) names.delete("alias");
    return [...names].sort().map((name) => ({ name, setting: settings[name], reading: readings[name] }));
  }

  private struct(name: string): Struct {
    return this.binding.structs.get(name) ?? { settings: {}, readings: {} };
  }

  /** A struct that can be set is a block, unless the provider can choose it too: only an attribute can be computed. */
  private nestedBlock({ setting, reading }: Member, within: string): NestedBlock | undefined {
    if (setting === undefined || !isStruct(setting.of) || this.style === "attributes") return undefined;
    const { struct } = setting.of;
    if (reading?.computed || Object.values(this.struct(struct).settings).some((field) => field.writesNull)) return undefined;
    return {
      nesting_mode: setting.holding,
      block: this.block(struct),
      ...(this.isRequired(setting, within) && setting.holding !== "single" && { min_items: 1 }),
      ...(setting.one && setting.holding !== "single" && { max_items: 1 }),
    };
  }

  private attribute(member: Member, within: string): Attribute {
    const { setting, reading } = member;
    const flags: Attribute = {
      ...(setting !== undefined && (this.isRequired(setting, within) ? { required: true } : { optional: true })),
      ...((setting === undefined || (reading?.computed ?? false)) && { computed: true }),
    };
    const { of, holding } = setting ?? reading ?? NOTHING;
    if (!isStruct(of)) return { type: of, ...flags };
    if (this.style === "attributes") return { nested_type: this.nestedType(of.struct, holding), ...flags };
    return { type: this.held(of.struct, holding), ...flags };
  }

  private isRequired(setting: Setting, within: string): boolean {
    return this.binding.required.get(within)?.has(setting.property) ?? false;
  }

  private nestedType(struct: string, nesting_mode: Holding): NestedType {
    const members = this.members(struct);
    return { nesting_mode, attributes: Object.fromEntries(members.map((member) => [member.name, this.attribute(member, struct)])) };
  }

  private held(struct: string, holding: Holding): Type {
    const object: Type = ["object", Object.fromEntries(this.members(struct).map((member) => [member.name, this.fieldType(member)]))];
    return holding === "single" ? object : [holding, object];
  }

  private fieldType({ setting, reading }: Member): Type {
    const { of, holding } = setting ?? reading ?? NOTHING;
    return isStruct(of) ? this.held(of.struct, holding) : of;
  }
}

const NOTHING: Pick<Reading, "of" | "holding"> = { of: "dynamic", holding: "single" };

function present<T extends object>(key: string, entries: T): { readonly [key: string]: T } {
  return Object.keys(entries).length === 0 ? {} : { [key]: entries };
}
