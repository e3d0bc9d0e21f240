import { MssqlDatabase } from "@cdktf/provider-azurerm/lib/mssql-database";
import type { Construct } from "constructs";
import type { DatabaseProps, DatabaseSize } from "./contract.ts";

/** GP: general purpose, remote storage; BC: business critical, local storage and a readable copy. Gen5, by vCores. */
const tiers: Record<DatabaseSize, string> = { s: "GP_Gen5_2", m: "BC_Gen5_4", l: "BC_Gen5_8" };

/** Azure keeps point-in-time backups for at most so long. */
const MAX_BACKUP_DAYS = 35;

/** The database on its server: size, zones, and four kinds of backup (point in time, weekly, monthly, yearly). */
export function makeSqlDatabase(scope: Construct, id: string, props: DatabaseProps & { serverId: string; name: string }): MssqlDatabase {
  const zones = props.place.regionFacts.zones.length >= 3;
  const skuName = props.tier ?? tiers[props.size];
  return new MssqlDatabase(scope, id, {
    name: props.name,
    serverId: props.serverId,
    skuName,
    maxSizeGb: props.storageGib,
    collation: "SQL_Latin1_General_CP1_CI_AS",
    zoneRedundant: props.highAvailability && zones,
    // Only tiers with a readable copy know it.
    ...(/^(BC|P\d|HS)/.test(skuName) && { readScale: true }),
    transparentDataEncryptionEnabled: true,
    geoBackupEnabled: true,
    storageAccountType: zones ? "GeoZone" : "Geo",
    shortTermRetentionPolicy: { retentionDays: Math.min(props.backupDays, MAX_BACKUP_DAYS), backupIntervalInHours: 12 },
    longTermRetentionPolicy: { weeklyRetention: "P5W", monthlyRetention: "P12M", yearlyRetention: "P7Y", weekOfYear: 1 },
    lifecycle: { preventDestroy: props.deletionProtection },
  });
}
