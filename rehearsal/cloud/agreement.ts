import type { StoredObject } from "./store/inventory.ts";

/** What is read of a `terraform.tfstate`. */
export interface State {
  readonly resources?: readonly { readonly mode: string; readonly instances: readonly unknown[] }[];
}

/** An instance of a resource, current or deposed; in its private data, base64, a provider keeps `{"object": <key>}`. */
interface Instance {
  readonly private?: string;
}

/** Where the states and the simulated cloud disagree, as keys of objects: both empty after a rehearsal that went well. */
export interface Agreement {
  /** In a state, but not living. */
  readonly lost: readonly string[];
  /** Living, but in no state; or in two. */
  readonly duplicated: readonly string[];
}

/** A cloud, as far as it is compared. */
export interface Living {
  live(): readonly StoredObject[];
  /** Whether terraform is told to leave an object alone. */
  isForgotten(object: StoredObject): boolean;
}

/**
 * Compares states with what lives. What existed before the rehearsal, and what a stack's `removed` block forgets, need not be in any.
 * @param states by stack; undefined where there is no state yet
 */
export function agreement(states: ReadonlyMap<string, State | undefined>, cloud: Living): Agreement {
  const inStates = new Map<string, number>();
  for (const key of [...states.values()].flatMap(keysIn)) inStates.set(key, (inStates.get(key) ?? 0) + 1);
  const all = cloud.live();
  const living = new Set(all.map(({ key }) => key));
  const orphans = all.filter((object) => !inStates.has(object.key) && !existedBefore(object.key) && !cloud.isForgotten(object));
  const twice = [...inStates].flatMap(([key, times]) => (times > 1 ? [key] : []));
  return {
    lost: [...inStates.keys()].filter((key) => !living.has(key)).sort(),
    duplicated: [...orphans.map(({ key }) => key), ...twice].sort(),
  };
}

/** Whether an object was there before the rehearsal, and became known by an import. */
export function existedBefore(key: string): boolean {
  return key.startsWith(EXISTING);
}

/** What the keys of such objects begin with. */
export const EXISTING = "existing/";

function keysIn({ resources = [] }: State = {}): string[] {
  const managed = resources.filter(({ mode }) => mode === "managed");
  return managed.flatMap(({ instances }) => instances.flatMap((instance) => keyOf(instance as Instance) ?? []));
}

function keyOf({ private: kept }: Instance): string | undefined {
  if (kept === undefined || kept === "") return undefined;
  const { object } = JSON.parse(Buffer.from(kept, "base64").toString("utf8")) as { object?: unknown };
  return typeof object === "string" ? object : undefined;
}
