import { distance } from "fastest-levenshtein";
import picomatch from "picomatch";
import type { Stack } from "../stacks.ts";

/** A stack that takes part in a rehearsal. */
export interface Chosen {
  readonly stack: Stack;
  /** It was not asked for, but one that was asked for reads it. */
  readonly producer: boolean;
}

/** How many ids are offered for a pattern that matches none. */
const SUGGESTIONS = 3;

/**
 * The stacks whose id matches one of the globs (all of them without a glob) and, marked as producers, those that they read.
 *
 * @throws naming every glob that matches nothing, with the nearest ids
 */
export function chooseStacks(all: readonly Stack[], globs: readonly string[]): Chosen[] {
  const lost = globs.filter((glob) => glob === "" || !all.some(({ id }) => picomatch.isMatch(id, glob)));
  if (lost.length > 0) throw new Error(lost.map((glob) => matchesNothing(glob, all)).join("\n"));
  const asked = new Set(all.filter(({ id }) => globs.length === 0 || picomatch.isMatch(id, [...globs])).map(({ id }) => id));
  const needed = withProducers(all, asked);
  return all.filter(({ id }) => needed.has(id)).map((stack) => ({ stack, producer: !asked.has(stack.id) }));
}

function withProducers(all: readonly Stack[], asked: ReadonlySet<string>): Set<string> {
  const byId = new Map(all.map((stack) => [stack.id, stack]));
  const needed = new Set(asked);
  // A set gives what is added during the loop as well.
  for (const id of needed) for (const read of byId.get(id)?.reads ?? []) needed.add(read);
  return needed;
}

function matchesNothing(glob: string, all: readonly Stack[]): string {
  const plain = glob.replace(/[^\w-]/g, "");
  // Against the start and the end of an id, so that neither its length nor the glob's own characters count.
  const far = (id: string): number => Math.min(distance(plain, id.slice(0, plain.length)), distance(plain, id.slice(-plain.length)));
  const nearest = all.map(({ id }) => id).sort((a, b) => far(a) - far(b));
  return `${glob || '""'}: matches no stack; nearest: ${nearest.slice(0, SUGGESTIONS).join(", ")}`;
}
