import type { AddonFacts, Manifest, Values } from "../addon.ts";

/** Without office hours of its own an environment has these. */
const DEFAULT_START = "0 8 * * mon-fri";

/** Pods that keep data, and say so, in this folder. */
const DATA_FOLDER = "/data";
const dataPods = { labelSelectors: { "chaos-volume": "data" } };

/** A weekly experiment. */
interface Experiment {
  readonly name: string;
  /** `PodChaos`, and its spec. */
  readonly kind: string;
  readonly spec: Values;
  /** When: the middle of the week, hours after work has begun, so that those who would have to help are there. */
  readonly day: "tue" | "wed" | "thu";
  readonly hoursIn: number;
}

/** What is broken every week, one thing at a time, and never all of a kind. */
function experiments({ place, places, domain, interconnect }: AddonFacts): Experiment[] {
  const elsewhere = interconnect ? places.filter((other) => other.place.cloud !== place.cloud).map(({ cidr }) => cidr) : [];
  const half = { mode: "fixed-percent", value: "50", selector: {} };
  const one = { mode: "one", selector: {} };
  const abroad = { ...half, direction: "to", externalTargets: elsewhere };
  const between: Experiment[] = [
    {
      name: "slow-clouds",
      kind: "NetworkChaos",
      spec: { ...abroad, action: "delay", duration: "10m", delay: { latency: "80ms", jitter: "20ms", correlation: "25" } },
      day: "tue",
      hoursIn: 5,
    },
    { name: "lost-clouds", kind: "NetworkChaos", spec: { ...abroad, action: "partition", duration: "2m" }, day: "thu", hoursIn: 5 },
  ];
  return [
    { name: "killed-pod", kind: "PodChaos", spec: { ...one, action: "pod-kill" }, day: "tue", hoursIn: 2 },
    ...(elsewhere.length > 0 ? between : []),
    {
      name: "busy-node",
      kind: "StressChaos",
      spec: { ...one, duration: "5m", stressors: { cpu: { workers: 1, load: 80 }, memory: { workers: 1, size: "128MB" } } },
      day: "wed",
      hoursIn: 2,
    },
    {
      name: "lost-names",
      kind: "DNSChaos",
      spec: { ...one, action: "error", duration: "2m", patterns: [`*.${domain}`] },
      day: "wed",
      hoursIn: 5,
    },
    {
      name: "slow-disk",
      kind: "IOChaos",
      spec: { ...one, selector: dataPods, action: "latency", duration: "5m", delay: "100ms", percent: 50, volumePath: DATA_FOLDER },
      day: "thu",
      hoursIn: 2,
    },
  ];
}

/** `PodChaos` -> `podChaos`, `IOChaos` -> `ioChaos`: the field of a schedule that has the experiment. */
const fieldOf = (kind: string): string => kind.replace(/^[A-Z]+(?=[A-Z])|^[A-Z]/, (start) => start.toLowerCase());

/** Kinds of experiments, for those who may pause them. */
export const experimentKinds = ["podchaos", "networkchaos", "stresschaos", "dnschaos", "iochaos"] as const;

/**
 * The weekly experiments, without a namespace: https://chaos-mesh.org/docs/define-scheduling-rules/. A selector that names no
 * namespace means the schedule's own, so each namespace that agrees gets them.
 */
export function chaosSchedules(facts: AddonFacts): Manifest[] {
  const [minute, hour] = (facts.officeHours?.start ?? DEFAULT_START).split(" ").map(Number) as [number, number];
  return experiments(facts).map(({ name, kind, spec, day, hoursIn }) => ({
    apiVersion: "chaos-mesh.org/v1alpha1",
    kind: "Schedule",
    metadata: { name },
    spec: {
      schedule: `${minute} ${Math.min(hour + hoursIn, 23)} * * ${day}`,
      concurrencyPolicy: "Forbid",
      historyLimit: 2,
      type: kind,
      [fieldOf(kind)]: spec,
    },
  }));
}
