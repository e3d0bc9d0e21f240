import { text } from "./attributes.ts";
import type { Block, StackJson } from "./stack-json.ts";

/** Pairs of a removed and an added resource that are one thing under two addresses. */
export interface Renames {
  /** The old address by the new one. */
  readonly from: ReadonlyMap<string, string>;
  /** The new address by the old one. */
  readonly to: ReadonlyMap<string, string>;
}

/** Finds what changed its address and nothing else, or nothing but references to others that did. */
export function renames(base: StackJson, head: StackJson): Renames {
  const origins = new Set(head.moved.values());
  const gone = managed(base).filter(({ address }) => !head.blocks.has(address) && !origins.has(address));
  const come = managed(head).filter(({ address }) => !base.blocks.has(address) && !head.moved.has(address));
  const from = new Map<string, string>();
  for (const key of [exactKey, looseKey]) {
    const left = groups(
      gone.filter(({ address }) => ![...from.values()].includes(address)),
      key,
    );
    for (const [content, news] of groups(
      come.filter(({ address }) => !from.has(address)),
      key,
    )) {
      const olds = left.get(content) ?? [];
      // Equal content is interchangeable; content that is equal but for references is a rename only if there is one of it.
      if (key === looseKey && (olds.length !== 1 || news.length !== 1)) continue;
      news.slice(0, olds.length).forEach((block, index) => {
        const old = olds[index];
        if (old) from.set(block.address, old.address);
      });
    }
  }
  return { from, to: new Map([...from].map(([now, old]) => [old, now])) };
}

const managed = ({ blocks }: StackJson): Block[] => [...blocks.values()].filter(({ mode }) => mode === "managed");

const exactKey = ({ type, body }: Block): string => `${type} ${text(body)}`;

/** Content with every reference reduced to its type. */
const looseKey = (block: Block): string => exactKey(block).replace(/\b([a-z][a-z0-9]*_\w+)\.[A-Za-z_][\w-]*/g, "$1.*");

function groups(blocks: readonly Block[], key: (block: Block) => string): Map<string, Block[]> {
  const found = new Map<string, Block[]>();
  for (const block of blocks) found.set(key(block), [...(found.get(key(block)) ?? []), block]);
  return found;
}

/** A resource that leaves one stack and comes with the same content in another: its state does not follow. */
export interface Relocation {
  readonly from: string;
  readonly oldAddress: string;
  readonly to: string;
  readonly newAddress: string;
}

/** A stack's resources that are gone, or new. */
export interface Leavings {
  readonly id: string;
  readonly gone: readonly Block[];
  readonly come: readonly Block[];
}

/** Finds what went from one stack to another. Tags say which stack a resource is of, and are not compared. */
export function relocations(stacks: readonly Leavings[]): Relocation[] {
  const news = new Map(stacks.flatMap(({ id, come }) => come.map((block) => [untaggedKey(block), { to: id, newAddress: block.address }])));
  return stacks.flatMap(({ id, gone }) =>
    gone.flatMap((block) => {
      const found = news.get(untaggedKey(block));
      return found && found.to !== id ? [{ from: id, oldAddress: block.address, ...found }] : [];
    }),
  );
}

function untaggedKey({ type, body }: Block): string {
  const { tags: _tags, labels: _labels, lifecycle: _lifecycle, depends_on: _order, ...rest } = body;
  return `${type} ${text(rest)}`;
}
