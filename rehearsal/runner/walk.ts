/** Something that is done once others are done. */
export interface Step {
  readonly id: string;
  /** Ids of the steps before it. */
  readonly after: readonly string[];
}

/**
 * Does every step as soon as those before it are done, at most `jobs` at once. Steps that wait for each other in a circle do not wait for each other.
 *
 * @param run does one step; `blockers` are the steps before it that gave false
 * @returns when all are done
 */
export async function walk(
  steps: readonly Step[],
  jobs: number,
  run: (id: string, blockers: readonly string[]) => Promise<boolean>,
): Promise<void> {
  const after = new Map(withoutCircles(steps).map((step) => [step.id, step.after]));
  const done = new Map<string, boolean>();
  const running = new Map<string, Promise<void>>();
  const isReady = ({ id }: Step): boolean => !running.has(id) && !done.has(id) && (after.get(id) ?? []).every((other) => done.has(other));
  const start = (id: string): void => {
    const blockers = (after.get(id) ?? []).filter((other) => done.get(other) === false);
    const ended = run(id, blockers).then((passed) => {
      done.set(id, passed);
      running.delete(id);
    });
    running.set(id, ended);
  };
  while (done.size < steps.length) {
    for (const step of steps.filter(isReady).slice(0, jobs - running.size)) start(step.id);
    await Promise.race(running.values());
  }
}

/** The ids of steps that wait for each other, or for themselves, one list a circle. */
export function circles(steps: readonly Step[]): string[][] {
  const reach = reachable(steps);
  const found = new Map<string, string[]>();
  for (const { id } of steps) {
    const circle = steps.map((step) => step.id).filter((other) => reach.get(id)?.has(other) && reach.get(other)?.has(id));
    if (circle.length > 0) found.set(circle.join(" "), circle);
  }
  return [...found.values()];
}

/** Those that come before a step, before these, and so on. */
function reachable(steps: readonly Step[]): Map<string, ReadonlySet<string>> {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const all = (id: string): Set<string> => {
    const ids = new Set(byId.get(id)?.after);
    // A set gives what is added during the loop as well.
    for (const other of ids) for (const next of byId.get(other)?.after ?? []) ids.add(next);
    return ids;
  };
  return new Map(steps.map(({ id }) => [id, all(id)]));
}

/** Only known steps count, and of those none that waits for this one. */
function withoutCircles(steps: readonly Step[]): Step[] {
  const known = new Set(steps.map(({ id }) => id));
  const reach = reachable(steps);
  return steps.map(({ id, after }) => ({
    id,
    after: after.filter((other) => known.has(other) && !reach.get(other)?.has(id) && other !== id),
  }));
}
