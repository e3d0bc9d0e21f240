import { type Difference, differences } from "./attributes.ts";
import { type AttributeChange, attributeChange } from "./display.ts";
import { isProtected, refusesDestruction } from "./protection.ts";
import { renames } from "./renames.ts";
import { factsOf, isStateful, type Replacement, replacementBy, valuesAt } from "./replacement.ts";
import { type Block, referencesIn, type StackJson, stringsIn } from "./stack-json.ts";

/** One resource or data source that differs. */
export interface ResourceChange {
  /** Its address at the head, or at the base if it is gone. */
  readonly address: string;
  readonly type: string;
  readonly mode: "managed" | "data";
  /** `moved`: another address, same state. `forgotten`: leaves the state, stays in the cloud. `affected`: unchanged itself. */
  readonly action: "added" | "changed" | "removed" | "moved" | "forgotten" | "affected";
  /** Whether losing it loses data, keys, addresses or trust. */
  readonly stateful: boolean;
  /** Whether it is replaced: destroyed and created. */
  readonly replacement?: Replacement;
  /** What it is replaced because of, where that is another resource. */
  readonly because?: string;
  /** Whether its destruction is refused: by `prevent_destroy`, and of one that goes by its deletion protection as it was. */
  readonly protected: boolean;
  /** The old address of the same content, if it changed: with `moved` its state follows, else it is destroyed and created. */
  readonly renamedFrom?: string;
  /** The new address of the same content, for the one that is gone. */
  readonly renamedTo?: string;
  /** What differs, for changed and moved ones. */
  readonly attributes: readonly AttributeChange[];
}

/** Every resource and data source that differs between two versions of a stack, by address. */
export function resourceChanges(base: StackJson, head: StackJson): ResourceChange[] {
  const found: ResourceChange[] = [];
  const { from, to } = renames(base, head);
  for (const [address, block] of head.blocks) {
    const origin = head.moved.get(address);
    const before = base.blocks.get(address) ?? movedFrom(base, head, address);
    if (before === undefined) found.push({ ...plain(block, "added"), renamedFrom: from.get(address) });
    else found.push(...changed(before, block, base.blocks.has(address) ? undefined : origin));
  }
  const moved = new Set([...head.moved].filter(([address]) => head.blocks.has(address)).map(([address]) => rootOf(head, address)));
  for (const [address, block] of base.blocks) {
    if (head.blocks.has(address) || moved.has(address)) continue;
    found.push({ ...plain(block, head.forgotten.has(address) ? "forgotten" : "removed"), renamedTo: to.get(address) });
  }
  return [...found, ...affected(base, head, found)].sort((a, b) => (a.address < b.address ? -1 : 1));
}

const plain = (block: Block, action: ResourceChange["action"]): ResourceChange => ({
  address: block.address,
  type: block.type,
  mode: block.mode,
  action,
  stateful: block.mode === "managed" && isStateful(block.type),
  protected: action === "removed" ? refusesDestruction(block) : isProtected(block),
  attributes: [],
});

/** The oldest address of a chain of moves. */
function rootOf(head: StackJson, address: string): string {
  const seen = new Set<string>();
  let at = address;
  for (let next = head.moved.get(at); next !== undefined && !seen.has(next); next = head.moved.get(at)) {
    seen.add(next);
    at = next;
  }
  return at;
}

/** The block whose state a new address takes over. */
const movedFrom = (base: StackJson, head: StackJson, address: string): Block | undefined => {
  const root = rootOf(head, address);
  return root === address || head.blocks.has(root) ? undefined : base.blocks.get(root);
};

function changed(before: Block, after: Block, origin: string | undefined): ResourceChange[] {
  const found = differences(before.body, after.body);
  if (found.length === 0 && origin === undefined) return [];
  const marked = found.map((difference) => [difference, markOf(after, difference)] as const);
  const marks = marked.map(([, mark]) => mark);
  const replacement = marks.includes("likely") ? "likely" : marks.find((mark) => mark !== undefined);
  return [
    {
      ...plain(after, origin === undefined ? "changed" : "moved"),
      ...(replacement && { replacement }),
      ...(origin !== undefined && { renamedFrom: before.address }),
      attributes: marked.map(([difference, mark]) => attributeChange(difference, after.type, mark)),
    },
  ];
}

const markOf = (block: Block, difference: Difference): Replacement | undefined =>
  block.mode === "managed" ? replacementBy(block, difference) : undefined;

/** Resources that are replaced because one is that they are made with: unchanged themselves, to any depth. */
function affected(base: StackJson, head: StackJson, found: readonly ResourceChange[]): ResourceChange[] {
  const renewed = new Set(found.filter(isRenewed).map(({ address }) => address));
  const known = new Set(found.map(({ address }) => address));
  const results: ResourceChange[] = [];
  for (let grew = renewed.size > 0; grew; ) {
    grew = false;
    for (const [address, block] of head.blocks) {
      if (known.has(address) || block.mode === "data" || !base.blocks.has(address)) continue;
      const because = renewedInput(block, renewed, head);
      if (because === undefined) continue;
      results.push({ ...plain(block, "affected"), replacement: "possible", because });
      known.add(address);
      renewed.add(address);
      grew = true;
    }
  }
  return results;
}

/** Whether what is referred to by this address is another thing than before. */
const isRenewed = ({ mode, action, replacement, renamedFrom }: ResourceChange): boolean =>
  mode === "managed" && (replacement !== undefined || (action === "added" && renamedFrom !== undefined));

function renewedInput(block: Block, renewed: ReadonlySet<string>, head: StackJson): string | undefined {
  for (const path of factsOf(block.type)?.always ?? []) {
    for (const text of valuesAt(block.body, path).flatMap((value) => [...stringsIn(value)])) {
      // An attribute that is written in the configuration, a name mostly, is the same in the new one.
      const hit = referencesIn(text).find(
        ({ address, attribute = "" }) => renewed.has(address) && head.blocks.get(address)?.body[attribute] === undefined,
      );
      if (hit) return hit.address;
    }
  }
  return undefined;
}
