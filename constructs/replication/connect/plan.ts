import { aliasOf } from "../../place.ts";
import type { Flow, SyncPlace } from "../flows.ts";

/** What Debezium captures in one place: the tables that it writes and others read. */
export interface Source {
  readonly place: SyncPlace;
  /** `schema.table`, in alphabetical order. */
  readonly tables: readonly string[];
  /** initial: copies what is there first. no_data: somebody else did. */
  readonly snapshot: "initial" | "no_data";
}

/** What is written to one place, of one other and into one schema. */
export interface Sink {
  readonly place: SyncPlace;
  readonly from: SyncPlace;
  /** Schema that the tables are in. */
  readonly schema: string;
  readonly topics: readonly string[];
}

/** The connectors of one place, and what each reads and writes. */
export interface ConnectPlan {
  readonly sources: readonly Source[];
  readonly sinks: readonly Sink[];
}

/** Name of the database in every place. */
const DATABASE = "app";

/** What topics of a place begin with. */
export const topicPrefix = ({ id }: Pick<SyncPlace, "id">): string => aliasOf(id);

/** Where Debezium puts the changes of a table: https://debezium.io/documentation/reference/stable/connectors/sqlserver.html#sqlserver-topic-names */
export const topicOf = (place: SyncPlace, table: string): string =>
  place.engine === "sqlserver" ? `${topicPrefix(place)}.${DATABASE}.${table}` : `${topicPrefix(place)}.${table}`;

const sorted = (items: readonly string[]): string[] => [...new Set(items)].sort();

/** What comes first of everything that has the same key, in the order it comes. */
function groups<T>(items: readonly T[], keyOf: (item: T) => string): [T, ...T[]][] {
  const keys = [...new Set(items.map(keyOf))];
  return keys.map((key) => items.filter((item) => keyOf(item) === key) as [T, ...T[]]);
}

/**
 * The connectors that carry the flows which go by Debezium, each once. A source captures what its own place writes and nothing else, so what
 * a sink has written is never sent on: loops cannot begin.
 */
export function connectPlan(flows: readonly Flow[]): ConnectPlan {
  const followed = flows.filter(({ via }) => via === "debezium");
  const sources = groups(followed, ({ from }) => from.id).map((own) => ({
    place: own[0].from,
    tables: sorted(own.map(({ table }) => table)),
    snapshot: own.every(({ seeded }) => seeded) ? ("no_data" as const) : ("initial" as const),
  }));
  const schemaOf = ({ as }: Flow): string => as.split(".")[0] as string;
  const sinks = groups(followed, (flow) => `${flow.to.id} ${flow.from.id} ${schemaOf(flow)}`).map((own) => ({
    place: own[0].to,
    from: own[0].from,
    schema: schemaOf(own[0]),
    topics: sorted(own.map(({ from, table }) => topicOf(from, table))),
  }));
  return { sources, sinks };
}

/** Tables that a place's database must let Debezium capture. */
export const capturedIn = (flows: readonly Flow[], placeId: string): string[] =>
  connectPlan(flows)
    .sources.find(({ place }) => place.id === placeId)
    ?.tables.slice() ?? [];
