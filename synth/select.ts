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
  const lost = patterns.filter((pattern) => !ids.some((id) => picomatch.isMatch(id, pattern)));
  if (lost.length > 0) {
    throw new Error(lost.map((pattern) => `${pattern}: matches no stack; nearest: ${nearest(pattern, ids).join(", ")}`).join("\n"));
  }
  const matches = picomatch([...patterns]);
  return items.filter((item) => matches(item.id));
}

function nearest(pattern: string, ids: readonly string[]): string[] {
  return ids
    .map((id) => ({ id, far: distance(pattern, id) }))
    .sort((a, b) => a.far - b.far || (a.id < b.id ? -1 : 1))
    .slice(0, SUGGESTIONS)
    .map(({ id }) => id);
}
