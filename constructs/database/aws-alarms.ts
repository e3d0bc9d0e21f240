import type { Construct } from "constructs";
import { type AwsAlarmProps, awsAlarm } from "../account/aws-alarm.ts";
import type { DatabaseProps, DatabaseSize } from "./contract.ts";

/** How CloudWatch knows the database and what of it can run full. */
export interface DatabaseMetrics {
  readonly dimensions: Readonly<Record<string, string>>;
  /** What runs full, and at how many free bytes it is time to act. */
  readonly storage: { readonly metric: string; readonly below: number };
}

/** Four fifths of what PostgreSQL accepts by default at the class's memory: LEAST(bytes / 9531392, 5000). */
const connections: Record<DatabaseSize, number> = { s: 700, m: 1400, l: 4000 };

/** A slot nobody reads keeps write-ahead log until the disk is full. */
const slotLagBytes = 10 * 2 ** 30;

/** The alarms of a database: load, storage, connections, and readers of changes that fall behind. */
export function databaseAlarms(scope: Construct, props: DatabaseProps, { dimensions, storage }: DatabaseMetrics): void {
  const shared = { place: props.place, alertTarget: props.account.alertTarget, namespace: "AWS/RDS", dimensions };
  awsAlarm(scope, "BusyAlarm", {
    ...shared,
    name: "database-cpu",
    description: "The database is busy: look at the heaviest statements, or take the next size.",
    metric: "CPUUtilization",
    statistic: "Average",
    when: "above",
    threshold: 80,
  });
  awsAlarm(scope, "StorageAlarm", {
    ...shared,
    name: "database-storage",
    description: "The database is running out of storage.",
    metric: storage.metric,
    statistic: "Minimum",
    when: "below",
    threshold: storage.below,
    minutes: 5,
  });
  awsAlarm(scope, "ConnectionsAlarm", {
    ...shared,
    name: "database-connections",
    description: "The database is running out of connections: pool them.",
    metric: "DatabaseConnections",
    statistic: "Maximum",
    when: "above",
    threshold: connections[props.size],
  });
  if (props.cdc) slotLagAlarm(scope, shared);
}

function slotLagAlarm(scope: Construct, shared: Pick<AwsAlarmProps, "place" | "alertTarget" | "namespace" | "dimensions">): void {
  awsAlarm(scope, "SlotLagAlarm", {
    ...shared,
    name: "database-slot-lag",
    description: "A replication slot is not being read and keeps log on the disk: restart its reader or drop it.",
    metric: "OldestReplicationSlotLag",
    statistic: "Maximum",
    when: "above",
    threshold: slotLagBytes,
  });
}
