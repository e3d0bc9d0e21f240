import { next, type Observation, type Plan, type Share } from "./plan";

/** What a cut-over does to the world. */
export interface World {
  readonly moveTo: (share: Share) => Promise<void>;
  /** Looks at the cluster that is to take the traffic, after waiting as long as a step is watched. */
  readonly watch: () => Promise<Observation>;
  readonly log: (line: string) => void;
}

/**
 * Goes to the goal in steps, each only after the one before has proved good.
 *
 * @throws after it has gone back to where it began, with the reason
 */
export async function cutOver(plan: Plan, world: World): Promise<Share> {
  let share = plan.start;
  for (;;) {
    const action = next(plan, share, await seen(world));
    if (action.kind === "done") return share;
    if (action.kind === "roll back") {
      // Before the first step there is nothing to go back from.
      if (share !== action.share) await world.moveTo(action.share);
      throw new Error(`cut-over: ${action.reason} at ${share} %; the traffic is back at ${action.share} %; look at the cluster's gateway`);
    }
    world.log(`${share} % -> ${action.share} %`);
    await moved(plan, share, action.share, world);
    share = action.share;
  }
}

/** What cannot be seen is not good. */
const seen = async ({ watch, log }: World): Promise<Observation> => {
  try {
    return await watch();
  } catch (error) {
    log(`cannot look: ${String(error)}`);
    return { healthyProbes: 0, probes: 0, hostAnswers: false };
  }
};

/** A step that fails half-way has an unknown end: back to the start, which is known. */
async function moved(plan: Plan, from: Share, to: Share, { moveTo }: World): Promise<void> {
  try {
    await moveTo(to);
  } catch (error) {
    await moveTo(plan.start);
    throw new Error(`cut-over: could not go from ${from} % to ${to} % (${String(error)}); the traffic is back at ${plan.start} %`);
  }
}
