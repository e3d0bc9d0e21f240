import { catalog } from "../constructs/addons/catalog.ts";
import type { CloudName } from "../constructs/place.ts";
import type { RegionSettings } from "./estate.ts";
import type { ConfiguredPlace } from "./places.ts";

/** What can be lost with a region, and has its own way back. */
export const recoverable = ["database", "cluster", "objects"] as const;
/** What of a place can be had again when its region is gone. */
export type Recoverable = (typeof recoverable)[number];

/** What is lost and how long it takes, minutes; `undefined` stands for all of it, and never. */
export interface Recovery {
  /** Recovery point: minutes of changes that are gone. */
  readonly pointMinutes?: number;
  /** Recovery time: minutes until it serves again, with somebody at the runbook. */
  readonly timeMinutes?: number;
  /** By what. */
  readonly by: string;
}

/** What each tier allows at most, minutes; tier 3 promises nothing of the loss of a region. */
export const tiers: Record<Recoverable, Record<1 | 2, { readonly pointMinutes: number; readonly timeMinutes: number }>> = {
  database: { 1: { pointMinutes: 15, timeMinutes: 60 }, 2: { pointMinutes: 1440, timeMinutes: 720 } },
  cluster: { 1: { pointMinutes: 1440, timeMinutes: 240 }, 2: { pointMinutes: 10_080, timeMinutes: 1440 } },
  objects: { 1: { pointMinutes: 15, timeMinutes: 60 }, 2: { pointMinutes: 1440, timeMinutes: 720 } },
};

const nothing: Recovery = { by: "nothing outside of the region" };

/** What follows in another region; the points are what the clouds state or alarms are set to. */
const standby: Record<CloudName, Recovery> = {
  // The alarm on the replica's lag is set to five minutes.
  aws: { pointMinutes: 5, timeMinutes: 30, by: "replica in the dr region, promoted by hand" },
  gcp: { pointMinutes: 5, timeMinutes: 30, by: "replica in the dr region, promoted by hand" },
  // https://learn.microsoft.com/azure/azure-sql/database/failover-group-sql-db#terminology-and-capabilities: a grace period of one hour
  azure: { pointMinutes: 5, timeMinutes: 60, by: "failover group, by itself after an hour or by hand" },
};

/** Copies of backups in the dr region, where no replica can be reached. */
const copiedBackups: Record<"instance" | "cluster", Recovery> = {
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReplicateBackups.html: logs are uploaded every five minutes
  instance: { pointMinutes: 15, timeMinutes: 240, by: "replicated backups, restored" },
  cluster: { pointMinutes: 1440, timeMinutes: 240, by: "daily backups copied by AWS Backup, restored" },
};

/** Backups that the cloud keeps in other regions without being asked for a copy. */
function backups({ place }: ConfiguredPlace): Recovery {
  const { geography } = place.regionFacts;
  if (place.cloud === "azure") {
    // https://learn.microsoft.com/azure/azure-sql/database/recovery-using-backups#geo-restore
    return { pointMinutes: 60, timeMinutes: 720, by: "geo-redundant backups, restored" };
  }
  // Australia and South America have no multi-region, see constructs/database/gcp-settings.ts.
  if (place.cloud === "gcp" && geography !== "AU" && geography !== "SA") {
    return { pointMinutes: 1440, timeMinutes: 240, by: "daily backups in the continent's multi-region, restored" };
  }
  return nothing;
}

const copies: Record<CloudName, Recovery> = {
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html
  aws: { pointMinutes: 15, timeMinutes: 15, by: "replication with time control" },
  // https://cloud.google.com/storage/docs/availability-durability#turbo-replication
  gcp: { pointMinutes: 15, timeMinutes: 0, by: "dual region with turbo replication" },
  // https://learn.microsoft.com/azure/storage/common/storage-redundancy#geo-redundant-storage: typically, not promised
  azure: { pointMinutes: 15, timeMinutes: 60, by: "geo-redundant storage, failed over" },
};

const hasVelero = ({ buckets, addons }: RegionSettings): boolean =>
  buckets.velero !== undefined && catalog.some(({ name }) => name === "velero") && addons.velero?.enabled !== false;

/** What of a place can be had again when its region is gone; `undefined` where it has nothing of the kind. */
export function recoveryOf(configured: ConfiguredPlace, what: Recoverable): Recovery | undefined {
  const { place, settings, environment } = configured;
  const { dr, database, buckets } = settings;
  if (what === "database") {
    if (!database.enabled) return undefined;
    if (dr === undefined) return backups(configured);
    const isReached = place.cloud !== "aws" || environment.interconnect;
    return isReached ? standby[place.cloud] : copiedBackups[database.kind === "aurora-postgresql" ? "cluster" : "instance"];
  }
  if (what === "objects") {
    if (Object.keys(buckets).length === 0) return undefined;
    return dr === undefined ? nothing : copies[place.cloud];
  }
  if (dr === undefined || !hasVelero(settings)) return nothing;
  return { pointMinutes: 1440, timeMinutes: 240, by: "Velero's daily backups, restored into another cluster" };
}

/** Whether what is built keeps what the tier promises. */
export function keeps(tier: number, what: Recoverable, { pointMinutes, timeMinutes }: Recovery): boolean {
  if (tier === 3) return true;
  const limit = tiers[what][tier as 1 | 2];
  return (pointMinutes ?? Infinity) <= limit.pointMinutes && (timeMinutes ?? Infinity) <= limit.timeMinutes;
}

/** `15 minutes`, `4 hours`, `1 day`, `at once`, `never`. */
export function duration(minutes: number | undefined): string {
  if (minutes === undefined) return "never";
  if (minutes === 0) return "at once";
  const [size, unit] = minutes % 1440 === 0 ? [1440, "day"] : minutes % 60 === 0 ? [60, "hour"] : [1, "minute"];
  const count = minutes / (size as number);
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
