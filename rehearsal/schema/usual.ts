import { FLAGS, type Flag, type Paths, splitPaths } from "./facts.ts";
import type { Attribute, Block, TypeSchema } from "./schema.ts";

/** In so many types must a name carry a mark, and so much more often carry it than not, before it is said once for the whole provider. */
const WORTH_SAYING = 3;

/** What names usually mean in a provider, by mark: `id` for attributes of a type itself, `*.id` for those further in. */
export type Usual = Readonly<Record<Flag, ReadonlySet<string>>>;

/** Reads what a provider's facts say of names. */
export function readUsual(usually: { readonly [flag in Flag]?: Paths }): Usual {
  return byFlag((flag) => new Set(splitPaths(usually[flag])));
}

/** Whether an attribute carries a mark by its name alone. What must be set is not computed, and what cannot be set already is. */
export function isUsual(usual: Usual, flag: Flag, path: string, attribute: Attribute): boolean {
  return usual[flag].has(patternOf(path)) && mayCarry(flag, attribute);
}

/** The names for which it takes fewer words to list the exceptions than the cases. */
export function usualNames(pairs: readonly (readonly [derived: TypeSchema, real: TypeSchema])[]): { readonly [flag in Flag]?: Paths } {
  const tallies = byFlag(() => new Map<string, Tally>());
  for (const [derived, real] of pairs) {
    const own = byFlag(() => new Map<string, number>());
    tallyBlock(derived.block, real.block, "", own);
    for (const flag of FLAGS) for (const [pattern, surplus] of own[flag]) add(tallies[flag], pattern, surplus);
  }
  const found = FLAGS.map((flag) => {
    const often = [...tallies[flag]].filter(([, { types, surplus }]) => Math.min(types, surplus) >= WORTH_SAYING);
    return [
      flag,
      often
        .map(([pattern]) => pattern)
        .sort()
        .join(" "),
    ] as const;
  });
  return Object.fromEntries(found.filter(([, names]) => names !== ""));
}

/** How a name fares with a mark: in how many types it mostly carries it, and how much more often than not in all of them. */
interface Tally {
  types: number;
  surplus: number;
}

function add(tallies: Map<string, Tally>, pattern: string, surplus: number): void {
  const tally = tallies.get(pattern) ?? { types: 0, surplus: 0 };
  tallies.set(pattern, { types: tally.types + (surplus > 0 ? 1 : 0), surplus: tally.surplus + surplus });
}

/** In one type: how much more often a name carries a mark than not. */
type Tallies = Readonly<Record<Flag, Map<string, number>>>;

function tallyBlock(derived: Block, real: Block, within: string, tallies: Tallies): void {
  for (const [name, attribute] of Object.entries(derived.attributes ?? {})) {
    const match = real.attributes?.[name];
    if (match !== undefined) tallyAttribute(attribute, match, `${within}${name}`, tallies);
  }
  for (const [name, nested] of Object.entries(derived.block_types ?? {})) {
    const match = real.block_types?.[name];
    if (match !== undefined) tallyBlock(nested.block, match.block, `${within}${name}.`, tallies);
  }
}

function tallyAttribute(derived: Attribute, real: Attribute, path: string, tallies: Tallies): void {
  for (const flag of FLAGS) {
    if (derived[flag] || !mayCarry(flag, derived)) continue;
    const pattern = patternOf(path);
    tallies[flag].set(pattern, (tallies[flag].get(pattern) ?? 0) + (real[flag] ? 1 : -1));
  }
  const [inner, match] = [derived.nested_type, real.nested_type];
  if (inner && match) tallyBlock({ attributes: inner.attributes }, { attributes: match.attributes }, `${path}.`, tallies);
}

function mayCarry(flag: Flag, attribute: Attribute): boolean {
  return flag === "computed" ? attribute.optional === true : true;
}

function patternOf(path: string): string {
  const dot = path.lastIndexOf(".");
  return dot === -1 ? path : `*${path.slice(dot)}`;
}

function byFlag<T>(make: (flag: Flag) => T): Record<Flag, T> {
  return { computed: make("computed"), sensitive: make("sensitive"), deprecated: make("deprecated"), write_only: make("write_only") };
}
