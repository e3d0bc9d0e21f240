import { aliasOf } from "../place.ts";
import type { Flow, SyncPlace } from "./flows.ts";

/** What a task does with its tables: copies them once, copies and then follows them, or follows them only. */
export type TaskKind = "full-load" | "full-load-and-cdc" | "cdc";

/** A table and what it is called where it goes. */
export interface TaskTable {
  readonly table: string;
  readonly as: string;
}

/** One replication task of AWS DMS. */
export interface DmsTask {
  /** Without the environment: `gcp-use4-to-aws-use1`. */
  readonly id: string;
  readonly from: string;
  /** A place, or `bus`: Kafka. */
  readonly to: string;
  readonly kind: TaskKind;
  readonly tables: readonly TaskTable[];
  /** Whether it leaves out what the task of the other direction wrote. */
  readonly loopback: boolean;
}

/** Flows from one place to another. */
interface Pair {
  readonly from: SyncPlace;
  readonly to: SyncPlace;
  readonly tables: readonly TaskTable[];
}

function pairsOf(flows: readonly Flow[]): Pair[] {
  const keys = [...new Set(flows.map(({ from, to }) => `${from.id} ${to.id}`))];
  return keys.map((key) => {
    const own = flows.filter(({ from, to }) => `${from.id} ${to.id}` === key);
    const [{ from, to }] = own as [Flow, ...Flow[]];
    return { from, to, tables: own.map(({ table, as }) => ({ table, as })) };
  });
}

/**
 * The tasks that carry the flows which go by DMS, each pair of places once, and the first copies of what Debezium follows.
 *
 * Where two databases copy to each other, both directions leave out what the other wrote, and only one of the two tasks may copy first
 * (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Task.CDC.html#CHAP_Task.CDC.Bidirectional): the one towards the hub, or towards the
 * later of the two. The other direction's first copy is a task of its own.
 *
 * @param hub id of the place that DMS runs in
 * @param published tables of the hub whose changes become events
 */
export function dmsTasks(flows: readonly Flow[], hub: string, published: readonly string[] = []): DmsTask[] {
  const pairs = pairsOf(flows.filter(({ via }) => via === "dms"));
  const seeds = pairsOf(flows.filter(({ seeded }) => seeded));
  return [
    ...pairs.flatMap((pair) => followed(pair, pairs, hub)),
    ...seeds.map((pair) => task(pair, "full-load", false, "-seed")),
    ...(published.length > 0 ? [toBus(hub, published)] : []),
  ];
}

function followed(pair: Pair, pairs: readonly Pair[], hub: string): DmsTask[] {
  const back = pairs.some(({ from, to }) => from.id === pair.to.id && to.id === pair.from.id);
  if (!back) return [task(pair, "full-load-and-cdc", false)];
  const copiesFirst = pair.to.id === hub || (pair.from.id !== hub && pair.from.id < pair.to.id);
  return copiesFirst ? [task(pair, "full-load-and-cdc", true)] : [task(pair, "full-load", false, "-seed"), task(pair, "cdc", true)];
}

const task = ({ from, to, tables }: Pair, kind: TaskKind, loopback: boolean, suffix = ""): DmsTask => ({
  id: `${aliasOf(from.id)}-to-${aliasOf(to.id)}${suffix}`,
  from: from.id,
  to: to.id,
  kind,
  tables,
  loopback,
});

const toBus = (hub: string, published: readonly string[]): DmsTask => ({
  id: `${aliasOf(hub)}-to-bus`,
  from: hub,
  to: "bus",
  kind: "cdc",
  tables: published.map((table) => ({ table, as: table })),
  loopback: false,
});
