import { type CloudName, cloudNames, type Place } from "../place.ts";

/** Something that is watched in every place, whoever watches it. */
export interface Signal {
  /** What is wrong, as people read it. */
  readonly meaning: string;
  /** Where to look first. */
  readonly action: string;
  /** `critical` is worth being woken for. */
  readonly severity: "critical" | "warning";
  /** Beyond it something is wrong. */
  readonly threshold: number;
  readonly unit: "nodes" | "pods" | "containers" | "percent" | "seconds";
  /** `below`: too little is what is wrong. */
  readonly bound: "above" | "below";
  /** Minutes for which it must hold. */
  readonly minutes: 5 | 10 | 15 | 30;
  /** `cluster`: told by what runs in the cluster. `account`: told by the cloud, where the observer may ask it. */
  readonly toldBy: "cluster" | "account";
}

const cluster = { bound: "above", toldBy: "cluster" } as const;
const account = { bound: "above", toldBy: "account" } as const;

/** Everything that is watched, once for all vendors. Thresholds are those of the alerts that the clusters raise themselves. */
export const signals = {
  nodesNotReady: {
    ...cluster,
    meaning: "Nodes are not ready",
    action: "Describe the nodes; where they are spot capacity, see whether new ones are launched",
    ...{ severity: "critical", threshold: 0, unit: "nodes", minutes: 10 },
  },
  podsPending: {
    ...cluster,
    meaning: "Pods find no node",
    action: "Describe a pending pod: a quota, a pool at its maximum, or a volume in another zone",
    ...{ severity: "warning", threshold: 5, unit: "pods", minutes: 15 },
  },
  containersCrashing: {
    ...cluster,
    meaning: "Containers crash again and again",
    action: "Read the logs of the container's previous run",
    // One that crashes waits most of the time, and runs between.
    ...{ severity: "warning", threshold: 0.5, unit: "containers", minutes: 15 },
  },
  volumesFilling: {
    ...cluster,
    meaning: "A volume is nearly full",
    action: "Raise the claim's size: every storage class lets volumes grow",
    ...{ severity: "critical", threshold: 85, unit: "percent", minutes: 15 },
  },
  // Silence hides everything else. Half an hour leaves room for the agents' own update.
  agentsSilent: {
    meaning: "The cluster's agents do not report",
    action: "Look at the agents' pods, their key, and the way out of the cluster",
    ...{ severity: "critical", threshold: 1, unit: "nodes", bound: "below", minutes: 30, toldBy: "cluster" },
  },
  requestsFailing: {
    ...cluster,
    meaning: "Applications answer with server errors",
    action: "Look at the traces with errors, and at what was deployed last",
    ...{ severity: "critical", threshold: 5, unit: "percent", minutes: 10 },
  },
  databaseBusy: {
    ...account,
    meaning: "A database's processors are busy",
    action: "Look at its slowest queries; then at its size",
    ...{ severity: "warning", threshold: 85, unit: "percent", minutes: 15 },
  },
  databaseFilling: {
    ...account,
    meaning: "A database's storage is nearly full",
    action: "See whether it may still grow by itself, and what fills it: a slot that nobody reads keeps the log",
    ...{ severity: "critical", threshold: 85, unit: "percent", minutes: 15 },
  },
  replicaLate: {
    ...account,
    meaning: "A copy of a database is behind",
    action: "Look at long transactions and at the copy's size: failing over now loses what it has not got",
    ...{ severity: "warning", threshold: 60, unit: "seconds", minutes: 10 },
  },
  cacheFilling: {
    ...account,
    meaning: "A cache is nearly full",
    action: "See whether it drops what is still wanted; then at its size",
    ...{ severity: "warning", threshold: 85, unit: "percent", minutes: 15 },
  },
} as const satisfies Record<string, Signal>;

/** Name of a signal. */
export type SignalName = keyof typeof signals;

/** Names of all signals, in the order in which people read them. */
export const signalNames = Object.keys(signals) as SignalName[];

/** `nodesNotReady` -> `NodesNotReady`: its part of an id. */
export const signalId = (name: SignalName): string => `${name[0]?.toUpperCase()}${name.slice(1)}`;

/** The signal as data, without the exact literals. */
export const signalOf = (name: SignalName): Signal => signals[name];

/** Asks a vendor for a signal of a place. */
export type Question = (place: Place) => string;

/**
 * A vendor's question by cloud. A cloud that is left out does not tell this vendor: Azure answers observers by a client secret only,
 * which this platform has none of, so its managed services are watched by Azure Monitor alone.
 */
export type Questions = Readonly<Partial<Record<CloudName, Question>>>;

/** The same question on every cloud. */
export const everywhere = (question: Question): Questions => Object.fromEntries(cloudNames.map((cloud) => [cloud, question]));

/** A signal of a place, with what to ask the vendor for it. */
export interface AskedSignal {
  readonly name: SignalName;
  readonly signal: Signal;
  readonly place: Place;
  readonly question: string;
}

/** Every signal that a vendor can be asked for in these places, in a stable order. */
export const askedIn = (places: readonly Place[], questions: Readonly<Record<SignalName, Questions>>): AskedSignal[] =>
  places.flatMap((place) =>
    signalNames.flatMap((name) => {
      const question = questions[name][place.cloud]?.(place);
      return question === undefined ? [] : [{ name, signal: signalOf(name), place, question }];
    }),
  );
