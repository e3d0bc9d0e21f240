import { createHash } from "node:crypto";
import type { PackedBlock, PackedNestedBlock, Replacement } from "./facts.ts";
import type { Attribute, Block, NestedBlock } from "./schema.ts";

type Member = Attribute | NestedBlock | undefined;

/** Names the blocks that are met more than once, so that facts hold each of them once. A few types of AWS nest the same blocks by the ten thousands. */
export class Shapes {
  private readonly keys = new WeakMap<Block, string>();
  private readonly met = new Map<string, { readonly block: Block; readonly name: string; times: number }>();
  private readonly names = new Map<string, string>();

  /** @param members what facts put in place of what was derived, by path */
  constructor(members: readonly (readonly [path: string, member: Member])[]) {
    for (const [path, member] of members) {
      if (member !== undefined && "block" in member) this.meet(member.block, path.slice(path.lastIndexOf(".") + 1));
    }
    const taken = new Map<string, number>();
    for (const [key, { name, times }] of this.met) {
      if (times < 2) continue;
      const count = (taken.get(name) ?? 0) + 1;
      taken.set(name, count);
      this.names.set(key, count === 1 ? name : `${name}-${count}`);
    }
  }

  /** A member as facts write it; null for none. */
  pack(member: Member): Replacement {
    if (member === undefined) return null;
    return "block" in member ? this.packNested(member) : member;
  }

  /** The named blocks. */
  named(): Readonly<Record<string, PackedBlock>> {
    const shapes = [...this.names].flatMap(([key, name]) => {
      const shape = this.met.get(key);
      return shape === undefined ? [] : [[name, this.packContent(shape.block)] as const];
    });
    return Object.fromEntries(shapes.sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  private meet(block: Block, name: string): void {
    const key = this.key(block);
    const before = this.met.get(key);
    if (before !== undefined) {
      before.times += 1;
      return;
    }
    this.met.set(key, { block, name, times: 1 });
    for (const [inner, nested] of Object.entries(block.block_types ?? {})) this.meet(nested.block, inner);
  }

  private key(block: Block): string {
    const known = this.keys.get(block);
    if (known !== undefined) return known;
    const nested = Object.entries(block.block_types ?? {}).map(([name, entry]) => [name, { ...entry, block: this.key(entry.block) }]);
    const key = createHash("sha256")
      .update(JSON.stringify([block.attributes, nested, block.deprecated]))
      .digest("base64");
    this.keys.set(block, key);
    return key;
  }

  private packNested(nested: NestedBlock): PackedNestedBlock {
    return { ...nested, block: this.names.get(this.key(nested.block)) ?? this.packContent(nested.block) };
  }

  private packContent({ attributes, block_types, deprecated }: Block): PackedBlock {
    const nested = Object.entries(block_types ?? {}).map(([name, entry]) => [name, this.packNested(entry)] as const);
    return {
      ...(attributes && { attributes }),
      ...(nested.length > 0 && { block_types: Object.fromEntries(nested) }),
      ...(deprecated && { deprecated }),
    };
  }
}
