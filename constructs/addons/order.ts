import type { Addon } from "./addon.ts";

type Ordered = Pick<Addon, "name" | "after">;

/**
 * The add-ons in waves: each wave needs only the ones before it. Within a wave they keep their order.
 *
 * @param passedOver names that may be waited for and are not among them: what they themselves come after is waited for instead
 * @throws naming every unknown name, or the add-ons of a cycle
 */
export function inWaves<A extends Ordered>(addons: readonly A[], passedOver: readonly Ordered[] = []): A[][] {
  const after = afterEach(addons, passedOver);
  const waves: A[][] = [];
  const done = new Set<string>();
  let waiting = [...addons];
  while (waiting.length > 0) {
    const ready = waiting.filter(({ name }) => after.get(name)?.every((other) => done.has(other)));
    if (ready.length === 0) throw cycle(waiting, after);
    waves.push(ready);
    for (const { name } of ready) done.add(name);
    waiting = waiting.filter(({ name }) => !done.has(name));
  }
  return waves;
}

/**
 * What each add-on comes right after, by name, those passed over replaced by what they come after.
 *
 * @throws naming every name that is in neither list
 */
export function afterEach<A extends Ordered>(addons: readonly A[], passedOver: readonly Ordered[] = []): Map<string, string[]> {
  const running = new Set(addons.map(({ name }) => name));
  const skipped = new Map(passedOver.filter(({ name }) => !running.has(name)).map((addon) => [addon.name, addon]));
  const unknown: string[] = [];
  const resolve = (addon: Ordered, seen: ReadonlySet<string>): string[] =>
    (addon.after ?? []).flatMap((name) => {
      if (running.has(name)) return [name];
      const other = skipped.get(name);
      if (other === undefined)
        unknown.push(
          `${addon.name}: comes after ${name}, which is no add-on; it knows ${[...running, ...skipped.keys()].sort().join(", ")}`,
        );
      return other === undefined || seen.has(name) ? [] : resolve(other, new Set([...seen, name]));
    });
  const after = new Map(addons.map((addon) => [addon.name, [...new Set(resolve(addon, new Set()))]]));
  if (unknown.length > 0) throw new Error([...new Set(unknown)].join("\n"));
  return after;
}

/** Walks from one of them to what it waits for until it meets itself. */
function cycle(waiting: readonly Ordered[], after: ReadonlyMap<string, readonly string[]>): Error {
  const names = new Set(waiting.map(({ name }) => name));
  const path: string[] = [];
  let at = waiting[0]?.name;
  while (at !== undefined && !path.includes(at)) {
    path.push(at);
    at = after.get(at)?.find((name) => names.has(name));
  }
  const round = at === undefined ? path : [...path.slice(path.indexOf(at)), at];
  return new Error(`addons: ${round.join(" comes after ")}: no order of installing them exists; take one of these \`after\` away`);
}
