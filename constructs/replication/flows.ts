import type { CloudName } from "../place.ts";

/** A place with a database that takes part in replication. */
export interface SyncPlace {
  /** `prod-aws-use1` */
  readonly id: string;
  readonly cloud: CloudName;
  readonly engine: "postgresql" | "sqlserver";
}

/** What carries changes between databases. */
export const routes = ["dms", "debezium"] as const;
/** What carries changes: AWS DMS from database to database, or Debezium through Kafka. */
export type Route = (typeof routes)[number];

/** A table as configuration describes it. */
export interface SyncTable {
  /** `schema.table` in the owner's words. */
  readonly name: string;
  /** The one cloud that writes it. */
  readonly owner: CloudName;
  /** @default every other place with a database */
  readonly to?: readonly CloudName[];
  /** @default DMS where it can, else Debezium */
  readonly via?: Route;
  /**
   * Who makes the first copy of what Debezium then follows.
   *
   * @default debezium, with a snapshot of its own
   */
  readonly seed?: Route;
}

/** One table on its way from the one place that writes it to one that reads it. */
export interface Flow {
  /** `schema.table` where it is written. */
  readonly table: string;
  /** `schema.table` where it is read. */
  readonly as: string;
  readonly from: SyncPlace;
  readonly to: SyncPlace;
  readonly via: Route;
  /** Whether a full load of DMS makes the first copy of what Debezium follows. */
  readonly seeded: boolean;
}

/** The schema that tables are in unless somebody says so; elsewhere it goes by the reader's name. */
const defaultSchema: Record<SyncPlace["engine"], string> = { postgresql: "public", sqlserver: "dbo" };

/** The table's name at the reader: its default schema for the writer's, any other as it is. */
export function nameAt(table: string, from: SyncPlace, to: SyncPlace): string {
  const [schema, name] = table.split(".");
  return schema === defaultSchema[from.engine] ? `${defaultSchema[to.engine]}.${name}` : table;
}

/**
 * Why a route cannot follow the changes between two databases; undefined where it can. Debezium always can.
 * https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.AzureSQL.html and CHAP_Target.SQLServer.html
 */
export function obstacle(route: Route, from: SyncPlace, to: SyncPlace): string | undefined {
  if (route === "debezium") return undefined;
  if (from.cloud !== "aws" && to.cloud !== "aws") return "one end of an AWS DMS task must be in AWS";
  if (from.engine === "sqlserver") return "AWS DMS loads from Azure SQL Database once and does not follow its changes";
  if (to.engine === "sqlserver") return "AWS DMS does not write to Azure SQL Database";
  return undefined;
}

/** Why a full load of DMS cannot make the first copy; undefined where it can. */
export function seedObstacle(from: SyncPlace, to: SyncPlace): string | undefined {
  if (from.engine !== "sqlserver") return "only Azure SQL Database needs one: whatever else follows a table copies it first";
  if (to.cloud !== "aws" || to.engine === "sqlserver") return "AWS DMS loads from Azure SQL Database into PostgreSQL on AWS only";
  return undefined;
}

/** The place that writes what a cloud owns: its first; the others of the cloud get copies. */
export const writerOf = (owner: CloudName, places: readonly SyncPlace[]): SyncPlace | undefined =>
  places.find(({ cloud }) => cloud === owner);

/** Places that get copies of a table. */
export function readersOf(table: SyncTable, places: readonly SyncPlace[]): SyncPlace[] {
  const writer = writerOf(table.owner, places);
  return places.filter((place) => place !== writer && (table.to === undefined || table.to.includes(place.cloud)));
}

/** Every flow that the tables ask for, once each, possible or not. @param places those with a database, each cloud's writer before its others */
export const askedFlows = (tables: readonly SyncTable[], places: readonly SyncPlace[]): Flow[] =>
  tables.flatMap((table) => {
    const from = writerOf(table.owner, places);
    return from === undefined ? [] : readersOf(table, places).map((to) => asked(table, from, to));
  });

function asked(table: SyncTable, from: SyncPlace, to: SyncPlace): Flow {
  const via = table.via ?? routes.find((route) => obstacle(route, from, to) === undefined) ?? "debezium";
  const seeded = via === "debezium" && table.seed === "dms";
  return { table: table.name, as: nameAt(table.name, from, to), from, to, via, seeded };
}

/**
 * Every flow that the tables ask for, once each.
 *
 * @throws for what `obstacle` says is impossible; configuration is checked before, with better words
 */
export function planFlows(tables: readonly SyncTable[], places: readonly SyncPlace[]): Flow[] {
  const flows = askedFlows(tables, places);
  for (const { table, from, to, via, seeded } of flows) {
    const why = obstacle(via, from, to) ?? (seeded ? seedObstacle(from, to) : undefined);
    if (why) throw new Error(`${table}: from ${from.id} to ${to.id} via ${via}: ${why}; leave via and seed to the platform`);
  }
  return flows;
}
