import { Facts } from "./apply-facts.ts";
import { countMembers, type Difference, differences, pairTypes, type Reason } from "./compare.ts";
import { countFacts, type ProviderFacts, SECTIONS, type TypeFacts } from "./facts.ts";
import type { InstalledProvider } from "./installed.ts";
import type { Attribute, Block, ProviderSchema } from "./schema.ts";

/** How far the derived schemas of a provider are those of the real one. */
export interface Agreement {
  readonly provider: string;
  readonly version: string;
  /** Resource types, data sources and ephemeral resources of the real provider. */
  readonly types: number;
  /** Of these, the ones without a binding. */
  readonly unbound: number;
  /** Attributes and blocks of the real provider, at every depth. */
  readonly members: number;
  /** Differences from the bindings alone. */
  readonly alone: number;
  /** Differences once the names that usually carry a mark do. */
  readonly usually: number;
  readonly facts: number;
  /** Differences left with all facts. */
  readonly withFacts: number;
  /** The differences from the bindings alone, by reason. */
  readonly reasons: ReadonlyMap<Reason, number>;
}

/** Compares a provider's derived schemas with the real ones: alone, with usual names, with all facts. */
export function agreement(installed: InstalledProvider, facts: ProviderFacts, derived: ProviderSchema, real: ProviderSchema): Agreement {
  const pairs = pairTypes(derived, real);
  const [usual, all] = [new Facts({ usually: facts.usually, shapes: {} }), new Facts(facts)];
  const found = pairs.map(({ kind, type, derived: ours, real: theirs }) => {
    if (ours === undefined || theirs === undefined) return { alone: [], usually: [], withFacts: [] };
    const own = kind === "provider" ? facts.provider : factsOf(facts, kind, type);
    return {
      alone: differences(ours, theirs),
      usually: differences(usual.apply(ours), theirs),
      withFacts: differences(all.apply(ours, own), theirs),
    };
  });
  return {
    provider: installed.name,
    version: installed.version,
    types: pairs.filter(({ kind, real: theirs }) => kind !== "provider" && theirs !== undefined).length,
    unbound: pairs.filter(({ derived: ours }) => ours === undefined).length,
    members: pairs.reduce((sum, { real: theirs }) => sum + (theirs === undefined ? 0 : countMembers(theirs.block)), 0),
    alone: total(found.map((entry) => entry.alone)),
    usually: total(found.map((entry) => entry.usually)),
    facts: countFacts(facts),
    withFacts: total(found.map((entry) => entry.withFacts)),
    reasons: byReason(found.flatMap((entry) => entry.alone)),
  };
}

/** How much is nested in a provider, by how it is written. */
export function countProvider(schema: ProviderSchema): { readonly blocks: number; readonly nestedAttributes: number } {
  const types = pairTypes(schema, schema).flatMap(({ derived }) => (derived === undefined ? [] : [derived.block]));
  return {
    blocks: types.reduce((sum, block) => sum + blocksIn(block), 0),
    nestedAttributes: types.reduce((sum, block) => sum + nestedIn(Object.values(block.attributes ?? {})), 0),
  };
}

function blocksIn(block: Block): number {
  return Object.values(block.block_types ?? {}).reduce((sum, nested) => sum + 1 + blocksIn(nested.block), 0);
}

function nestedIn(attributes: readonly Attribute[]): number {
  return attributes.reduce((sum, { nested_type }) => sum + (nested_type ? 1 + nestedIn(Object.values(nested_type.attributes)) : 0), 0);
}

function factsOf(facts: ProviderFacts, kind: keyof typeof SECTIONS, type: string): TypeFacts | undefined {
  return facts[SECTIONS[kind]][type];
}

function total(found: readonly (readonly Difference[])[]): number {
  return found.reduce((sum, entry) => sum + entry.length, 0);
}

function byReason(found: readonly Difference[]): ReadonlyMap<Reason, number> {
  const counts = new Map<Reason, number>();
  for (const { reason } of found) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return new Map([...counts].sort(([, one], [, other]) => other - one));
}
