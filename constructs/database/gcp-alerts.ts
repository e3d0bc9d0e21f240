import { Construct } from "constructs";
import { type Alert, raiseAlert, seriesOf } from "../account/gcp-alert.ts";
import { accountOf } from "../place.ts";
import type { DatabaseProps } from "./contract.ts";

export interface GcpDatabaseAlertsProps extends DatabaseProps {
  readonly instanceName: string;
}

interface DatabaseAlert extends Omit<Alert, "filter"> {
  readonly metric: string;
}

const mebibyte = 1024 ** 2;

const alerts: DatabaseAlert[] = [
  {
    id: "Cpu",
    title: "database: CPU above 90 %",
    metric: "database/cpu/utilization",
    threshold: 0.9,
    minutes: 15,
    advice: "Look at Query Insights first; the next size up is a restart of about a minute.",
  },
  {
    id: "Disk",
    title: "database: disk above 90 %",
    metric: "database/disk/utilization",
    threshold: 0.9,
    minutes: 15,
    advice:
      "Automatic growth has reached its limit, or a replication slot that nobody reads keeps the log: raise maxStorageGib or drop it.",
  },
];

/** The lag of every consumer of the log: the replica and, with change data capture, the slots that are being read. */
const replicationLag: DatabaseAlert = {
  id: "ReplicationLag",
  title: "database: replication more than 512 MiB behind",
  metric: "database/postgresql/replication/replica_byte_lag",
  threshold: 512 * mebibyte,
  minutes: 10,
  advice: "Find the consumer in pg_replication_slots; a stopped one makes the disk grow until it is full.",
};

/** Warnings about the instance, sent to the account's alert target. */
export class GcpDatabaseAlerts extends Construct {
  constructor(scope: Construct, id: string, { place, account, instanceName, cdc, drRegion }: GcpDatabaseAlertsProps) {
    super(scope, id);
    const labels = { database_id: `${accountOf(place, "gcp").projectId}:${instanceName}` };
    for (const { metric, ...alert } of cdc || drRegion ? [...alerts, replicationLag] : alerts) {
      raiseAlert(this, place, account, { ...alert, filter: seriesOf("cloudsql_database", labels, `cloudsql.googleapis.com/${metric}`) });
    }
  }
}

/** Warns when the replica in another region is more behind than the loss of the region may cost: five minutes. */
export function raiseStandbyLag(scope: Construct, { place, account }: DatabaseProps, instanceName: string): void {
  const labels = { database_id: `${accountOf(place, "gcp").projectId}:${instanceName}` };
  raiseAlert(scope, place, account, {
    id: "StandbyLag",
    title: "database: standby more than five minutes behind",
    filter: seriesOf("cloudsql_database", labels, "cloudsql.googleapis.com/database/replication/replica_lag"),
    threshold: 300,
    minutes: 5,
    advice: "So much would be lost with the region: look for long transactions, or a standby that is too small.",
  });
}
