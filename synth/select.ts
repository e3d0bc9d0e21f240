import { distance } from "fastest-levenshtein";
import picomatch from "picomatch";

/** How many ids are offered for a pattern that matches none. */
const SUGGESTIONS = 3;

/**
 * The items whose id matches one of the glob patterns; all of them without a pattern.
 *
 * @throws naming every pattern that matches nothing, with the nearest ids
 */
export function select<T extends { readonly id: string }>(items: readonly T[], patterns: readonly string[]): T[] {
  if (patterns.length === 0) return [...items];
  const ids = items.map((item) => item.id);
  const lost = patterns.filter((pattern) => pattern === "" || !ids.some((id) => picomatch.isMatch(id, pattern)));
  if (lost.length > 0) {
    throw new Error(lost.map((pattern) => `${pattern || '""'}: matches no stack; nearest: ${nearest(pattern, ids).join(", ")}`).join("\n"));
  }
  const matches = picomatch([...patterns]);
  return items.filter((item) => matches(item.id));
}

/** Compared with the start and the end of each id, so that a glob's own characters and an id's length do not count. */
function nearest(pattern: string, ids: readonly string[]): string[] {
  const plain = pattern.replace(/[^\w-]/g, "");
  const far = (id: string): number => Math.min(distance(plain, id.slice(0, plain.length)), distance(plain, id.slice(-plain.length)));
  return ids
    .map((id) => ({ id, far: far(id) }))
    .sort((a, b) => a.far - b.far || (a.id < b.id ? -1 : 1))
    .slice(0, SUGGESTIONS)
    .map(({ id }) => id);
}
