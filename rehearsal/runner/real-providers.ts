import { mkdirSync } from "node:fs";
import type { Stack } from "../stacks.ts";
import type { Chosen } from "./choose-stacks.ts";
import type { Outcome } from "./conclude.ts";
import { Logbook, type Watcher } from "./logbook.ts";
import { initProviders, type Phase, validate } from "./phase.ts";
import { type Ground, openReal } from "./site.ts";
import { walk } from "./walk.ts";

/** Validates stacks with the providers they ask for, downloaded; no stack needs another for that, and none has a state. */
export async function validateWithRealProviders(
  chosen: readonly Chosen[],
  jobs: number,
  ground: Ground,
  watcher: Watcher,
): Promise<Outcome> {
  const logbook = new Logbook(chosen, watcher);
  const stacks = new Map(chosen.map(({ stack }) => [stack.id, stack]));
  mkdirSync(ground.pluginCache, { recursive: true });
  let last: Promise<unknown> = Promise.resolve();
  // Terraform's plugin cache is not made for two that write to it.
  const inTurn = (task: () => Promise<Phase>): Promise<Phase> => {
    const next = last.then(task);
    last = next.catch(() => undefined);
    return next;
  };
  const one = (stack: Stack): Promise<boolean> => {
    const { run } = openReal(stack, ground);
    return logbook.follow(stack.id, [() => inTurn(() => initProviders(run)), () => validate(run)]);
  };
  const steps = chosen.map(({ stack }) => ({ id: stack.id, after: [] }));
  await walk(steps, jobs, async (id) => {
    const stack = stacks.get(id);
    return stack !== undefined && one(stack);
  });
  return { logbook, findings: { circles: [], problems: [], lost: [], duplicated: [], left: [] } };
}
