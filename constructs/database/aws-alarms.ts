import type { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
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
  // The replica of an instance reads a slot as well; Aurora copies its storage instead.
  const followed = props.drRegion !== undefined && props.gateway !== undefined && props.kind === "postgresql" && !props.failedOver;
  if (props.cdc || followed) slotLagAlarm(scope, shared);
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

/** How CloudWatch knows the replica in another region, and how far behind it may be in the metric's own unit: five minutes. */
export interface ReplicaMetrics {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly metric: string;
  readonly threshold: number;
}

/** The alarms of a replica, raised in its own region. They keep the place's name: a region may have the replicas of several places. */
export function replicaAlarms(scope: Construct, props: DatabaseProps & { drRegion: string }, replica: ReplicaMetrics): void {
  const shared = {
    place: { ...props.place, region: props.drRegion },
    alertTarget: props.account.alertTarget,
    namespace: "AWS/RDS",
    dimensions: replica.dimensions,
    statistic: "Average",
    when: "above",
  } as const;
  const alarms: CloudwatchMetricAlarm[] = [
    awsAlarm(scope, "BusyAlarm", {
      ...shared,
      name: "standby-cpu",
      description: "The standby is busy: it may not keep up, or serve everybody once it has taken over.",
      metric: "CPUUtilization",
      threshold: 80,
    }),
  ];
  if (!props.failedOver) {
    alarms.push(
      awsAlarm(scope, "LagAlarm", {
        ...shared,
        name: "standby-lag",
        // Without writes an instance's lag goes up to five minutes and back: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PostgreSQL.Replication.ReadReplicas.html
        description: "The standby is more than five minutes behind: that much would be lost with the region.",
        metric: replica.metric,
        threshold: replica.threshold,
      }),
    );
  }
  for (const alarm of alarms) alarm.region = props.drRegion;
}
