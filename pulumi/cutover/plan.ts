/** What the program decides: no clock, no network, no Pulumi. */

/** Percent of the traffic that the new cluster has; the old one has the rest. */
export type Share = number;

/** What was seen of the new cluster during one look. */
export interface Observation {
  /** Places of the edge from which the cluster answers its health checks, of all that ask. */
  readonly healthyProbes: number;
  readonly probes: number;
  /** Whether the public host answered a request. */
  readonly hostAnswers: boolean;
}

/** What to do next. */
export type Action =
  | { readonly kind: "move"; readonly share: Share }
  | { readonly kind: "roll back"; readonly share: Share; readonly reason: string }
  | { readonly kind: "done" };

/** Where the traffic is, where it is to be, and by which shares. */
export interface Plan {
  readonly start: Share;
  readonly goal: Share;
  /** Shares in between, in any order. */
  readonly steps: readonly Share[];
}

/** Of ten places of the edge one may be wrong: a probe that fails everywhere else is the probe's trouble. */
const ENOUGH = 0.9;

const isShare = (share: number): boolean => Number.isFinite(share) && share >= 0 && share <= 100;

/** @throws naming the first share that is none */
export function checked(plan: Plan): Plan {
  const wrong = [plan.start, plan.goal, ...plan.steps].find((share) => !isShare(share));
  if (wrong === undefined) return plan;
  throw new Error(`cut-over: got a share of ${wrong}; allowed 0 to 100 percent; correct greenShare or steps`);
}

/** `1,5,25` as shares. @throws where a part is no number */
export const parseSteps = (text: string): Share[] =>
  text.split(",").map((part) => {
    const share = part.trim() === "" ? Number.NaN : Number(part);
    if (isShare(share)) return share;
    throw new Error(`cut-over: steps: got "${part}" in "${text}"; allowed numbers from 0 to 100, with commas between; correct steps`);
  });

/** The shares to go through, the goal last; going down they are gone through backwards. */
export function route(plan: Plan): Share[] {
  const { start, goal, steps } = checked(plan);
  const [low, high] = start < goal ? [start, goal] : [goal, start];
  const between = [...new Set(steps)].filter((share) => share > low && share < high).sort((a, b) => a - b);
  if (start === goal) return [];
  return [...(start < goal ? between : between.reverse()), goal];
}

/** Why the cluster that takes the traffic must not have more of it. @returns undefined where it may */
export function trouble({ healthyProbes, probes, hostAnswers }: Observation): string | undefined {
  if (probes === 0) return "no place of the edge has looked at it";
  if (healthyProbes / probes < ENOUGH) return `${healthyProbes} of ${probes} places of the edge reach it`;
  return hostAnswers ? undefined : "the host does not answer";
}

/**
 * The next thing to do, after what was seen since the last.
 *
 * @param share where the traffic is now
 */
export function next(plan: Plan, share: Share, seen: Observation): Action {
  const reason = trouble(seen);
  if (reason !== undefined) return { kind: "roll back", share: plan.start, reason };
  const [step] = route({ ...plan, start: share });
  return step === undefined ? { kind: "done" } : { kind: "move", share: step };
}

/** The pool whose one origin is at the address. @throws where there is none, or more than one */
export function poolAt(pools: readonly Pool[], address: string): Pool {
  const found = pools.filter(({ origins }) => origins.some((origin) => origin.address === address));
  const [pool] = found;
  if (pool !== undefined && found.length === 1) return pool;
  const names = pools.map(({ name }) => name).join(", ") || "none";
  throw new Error(
    `cut-over: ${found.length} pools have the origin ${address}; allowed one; there are ${names}; make it in the traffic stack first`,
  );
}

/** A pool of the edge's load balancer, as far as it matters here. */
export interface Pool {
  readonly id: string;
  readonly name: string;
  readonly origins: readonly { readonly address: string }[];
}

/** Weights of all pools with the two at the share: others keep theirs. Weights are fractions of one. */
export const weightsAt = (
  weights: Readonly<Record<string, number>>,
  blue: string,
  green: string,
  share: Share,
): Record<string, number> => ({
  ...weights,
  [blue]: (100 - share) / 100,
  [green]: share / 100,
});

/** Where the traffic is, by the weights. @returns 0 where neither pool has any */
export function shareOf(weights: Readonly<Record<string, number>>, blue: string, green: string): Share {
  const [ofBlue, ofGreen] = [weights[blue] ?? 0, weights[green] ?? 0];
  return ofBlue + ofGreen === 0 ? 0 : Math.round((100 * ofGreen) / (ofBlue + ofGreen));
}
