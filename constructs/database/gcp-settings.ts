import type {
  SqlDatabaseInstanceSettings,
  SqlDatabaseInstanceSettingsBackupConfiguration,
} from "@cdktf/provider-google/lib/sql-database-instance";
import type { Construct } from "constructs";
import { accountOf, type Place } from "../place.ts";
import { stackTags } from "../stack-tags.ts";
import { tagsFor } from "../tags.ts";
import type { DatabaseProps, DatabaseSize } from "./contract.ts";

type Edition = NonNullable<DatabaseProps["edition"]>;

/**
 * Machines by size. Custom ones may have at most 6.5 GiB per CPU, hence 52 GiB for `l`.
 * https://cloud.google.com/sql/docs/postgres/machine-series-overview
 */
const tiers: Record<Edition, Record<DatabaseSize, string>> = {
  ENTERPRISE: { s: "db-custom-2-8192", m: "db-custom-4-16384", l: "db-custom-8-53248" },
  ENTERPRISE_PLUS: { s: "db-perf-optimized-N-2", m: "db-perf-optimized-N-4", l: "db-perf-optimized-N-8" },
};

const tierPrefix: Record<Edition, string> = { ENTERPRISE: "db-custom-", ENTERPRISE_PLUS: "db-perf-optimized-" };

/** Days of transaction log an edition keeps at most; point-in-time recovery reaches no further. */
const maxLogDays: Record<Edition, number> = { ENTERPRISE: 7, ENTERPRISE_PLUS: 35 };

const editionOf = ({ edition }: DatabaseProps): Edition => edition ?? "ENTERPRISE";

/** The instance: what it has in common with its replica, and what a replica takes from its primary. */
export function primarySettings(props: DatabaseProps, scope: Construct): SqlDatabaseInstanceSettings {
  return {
    ...replicaSettings(props, scope),
    retainBackupsOnDelete: props.deletionProtection,
    backupConfiguration: backups(props),
    // Sunday, 04:00 UTC.
    maintenanceWindow: { day: 7, hour: 4, updateTrack: "stable" },
    passwordValidationPolicy: {
      enablePasswordPolicy: true,
      minLength: 16,
      complexity: "COMPLEXITY_DEFAULT",
      disallowUsernameSubstring: true,
      reuseInterval: 5,
    },
  };
}

/** A replica has the machine, the access rules and the flags of its primary. */
export function replicaSettings(props: DatabaseProps, scope: Construct): SqlDatabaseInstanceSettings {
  return {
    edition: editionOf(props),
    tier: tierOf(props),
    availabilityType: props.highAvailability ? "REGIONAL" : "ZONAL",
    diskType: "PD_SSD",
    diskSize: props.storageGib,
    diskAutoresize: true,
    diskAutoresizeLimit: props.maxStorageGib,
    deletionProtectionEnabled: props.deletionProtection,
    // Vault and the data sync tools connect as any PostgreSQL client does, not through Google's connectors.
    connectorEnforcement: "NOT_REQUIRED",
    ipConfiguration: {
      ipv4Enabled: false,
      sslMode: "ENCRYPTED_ONLY",
      // Only certificates of this kind carry the DNS name, which clients verify.
      serverCaMode: "GOOGLE_MANAGED_CAS_CA",
      pscConfig: [{ pscEnabled: true, allowedConsumerProjects: [accountOf(props.place, "gcp").projectId] }],
    },
    insightsConfig: { queryInsightsEnabled: true, queryPlansPerMinute: 5, recordApplicationTags: true, recordClientAddress: false },
    databaseFlags: flags(props.cdc),
    userLabels: tagsFor("gcp", stackTags(scope)),
  };
}

/** Daily backups at 03:00 UTC, kept in the continent of the instance, and the log between them. */
function backups(props: DatabaseProps): SqlDatabaseInstanceSettingsBackupConfiguration {
  return {
    enabled: true,
    startTime: "03:00",
    location: backupLocation(props.place),
    pointInTimeRecoveryEnabled: true,
    transactionLogRetentionDays: Math.min(props.backupDays, maxLogDays[editionOf(props)]),
    backupRetentionSettings: { retainedBackups: props.backupDays, retentionUnit: "COUNT" },
  };
}

/** Australia and South America have no multi-region: there backups stay in the region. */
function backupLocation({ region, regionFacts: { geography } }: Place): string {
  return geography === "AU" || geography === "SA" ? region : geography.toLowerCase();
}

function tierOf(props: DatabaseProps): string {
  const edition = editionOf(props);
  const tier = props.tier ?? tiers[edition][props.size];
  if (!tier.startsWith(tierPrefix[edition])) {
    const other: Edition = edition === "ENTERPRISE" ? "ENTERPRISE_PLUS" : "ENTERPRISE";
    throw new Error(
      `${props.place.id}: database tier: got ${tier}; allowed in edition ${edition}: ${tierPrefix[edition]}*; change the tier, or the edition to ${other}`,
    );
  }
  return tier;
}

/** CIS benchmark for Cloud SQL, section 6.2, and what change data capture needs. */
function flags(cdc: boolean): { name: string; value: string }[] {
  const always = {
    "cloudsql.iam_authentication": "on",
    "cloudsql.enable_pgaudit": "on",
    "pgaudit.log": "ddl",
    log_checkpoints: "on",
    log_connections: "on",
    log_disconnections: "on",
    log_lock_waits: "on",
    log_min_messages: "warning",
    log_min_error_statement: "error",
    log_min_duration_statement: "1000",
    log_temp_files: "0",
  };
  const capture = {
    "cloudsql.logical_decoding": "on",
    "cloudsql.enable_pglogical": "on",
    max_replication_slots: "20",
    max_wal_senders: "25",
  };
  return Object.entries({ ...always, ...(cdc && capture) }).map(([name, value]) => ({ name, value }));
}
