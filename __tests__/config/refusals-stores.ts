import {
  awsInstanceClass,
  backupDays,
  databaseKind,
  editionOnGcpOnly,
  gcpCustomTier,
  gcpEdition,
  storage,
} from "../../config/rules/database.ts";
import { azureChangeCapture, azurePostgresStorage, azureSku, azureZoneRedundancy } from "../../config/rules/database-azure.ts";
import { bucketLocks, bucketNamesApart, bucketPurposes, legacyCache, logRetention } from "../../config/rules/storage.ts";
import type { Refusal } from "./refusal.ts";

const settings = (cloud: string, key: string) => `prod:clouds.${cloud}.settings.${key}`;
const path = (cloud: string, key: string) => `environments.prod.clouds.${cloud}.settings.${key}`;

/** One setting of one of prod's clouds. */
const setting = (cloud: string, key: string, value: unknown) => ({ [settings(cloud, key)]: value });

/** PostgreSQL needs nobody to copy its tables first. */
const unseeded = { "estate:dataSync.tables.2.seed": undefined };

/** Rules about databases, caches, buckets and logs. */
export const storeRefusals: readonly Refusal[] = [
  {
    rule: databaseKind,
    refuse: { "estate:defaults.database.kind": "sqlserver", ...unseeded },
    says: [
      "defaults.database.kind: sqlserver is not offered on aws; use postgresql or aurora-postgresql",
      "defaults.database.kind: sqlserver is not offered on gcp; use postgresql",
    ],
    accept: { "estate:defaults.database.kind": "postgresql", ...unseeded },
  },
  {
    rule: editionOnGcpOnly,
    refuse: setting("aws", "database.edition", "ENTERPRISE"),
    says: `${path("aws", "database.edition")}: ENTERPRISE is an edition of cloud sql, and aws has none; write it under gcp only`,
    accept: setting("gcp", "database.edition", "ENTERPRISE"),
  },
  {
    rule: gcpEdition,
    refuse: setting("gcp", "database", { tier: "db-custom-4-16384", edition: "ENTERPRISE_PLUS" }),
    says: `${path("gcp", "database.tier")}: db-custom-4-16384 needs edition ENTERPRISE, and ENTERPRISE_PLUS is set; add edition: ENTERPRISE, or change the tier`,
    accept: setting("gcp", "database", { tier: "db-custom-4-16384" }),
  },
  {
    rule: gcpEdition,
    refuse: setting("gcp", "database", { tier: "db-perf-optimized-N-4" }),
    says: `${path("gcp", "database.tier")}: db-perf-optimized-N-4 needs edition ENTERPRISE_PLUS, and ENTERPRISE is set; add edition: ENTERPRISE_PLUS, or change the tier`,
    accept: setting("gcp", "database", { tier: "db-perf-optimized-N-4", edition: "ENTERPRISE_PLUS" }),
  },
  {
    rule: gcpEdition,
    refuse: setting("gcp", "database.tier", "db-n1-standard-2"),
    says: `${path("gcp", "database.tier")}: db-n1-standard-2 is not a dedicated tier of cloud sql; use db-custom-<cpus>-<MiB> or db-perf-optimized-N-<cpus>`,
    accept: setting("gcp", "database.edition", "ENTERPRISE_PLUS"),
  },
  {
    rule: gcpCustomTier,
    refuse: setting("gcp", "database.tier", "db-custom-8-65536"),
    says: `${path("gcp", "database.tier")}: db-custom-8-65536 has 65536 MiB of memory; use 7424 to 53248 MiB in steps of 256 with 8 cpus`,
    accept: setting("gcp", "database.tier", "db-custom-8-53248"),
  },
  {
    rule: gcpCustomTier,
    refuse: setting("gcp", "database.tier", "db-custom-3-8192"),
    says: `${path("gcp", "database.tier")}: db-custom-3-8192 has 3 cpus; use 1 or an even number up to 96`,
    accept: setting("gcp", "database.tier", "db-custom-1-3840"),
  },
  {
    rule: awsInstanceClass,
    refuse: setting("aws", "database.tier", "db.m4.large"),
    says: `${path("aws", "database.tier")}: db.m4.large is of a family (m4) that does not run postgresql 14 and later; use a current one like db.m7g.large or db.r7g.large`,
    accept: setting("aws", "database.tier", "db.m5.large"),
  },
  {
    rule: awsInstanceClass,
    refuse: setting("aws", "database.tier", "m7g.large"),
    says: `${path("aws", "database.tier")}: m7g.large is not an instance class of rds (db.<family>.<size>); use one like db.m7g.large`,
    accept: setting("aws", "database.tier", "db.m7g.large"),
  },
  {
    rule: awsInstanceClass,
    refuse: setting("aws", "database", { kind: "aurora-postgresql", tier: "db.m7g.large" }),
    says: `${path("aws", "database.tier")}: db.m7g.large is of a family (m7g) that aurora does not have; use one like db.r7g.large`,
    accept: setting("aws", "database", { kind: "aurora-postgresql", tier: "db.serverless" }),
  },
  {
    rule: awsInstanceClass,
    refuse: setting("aws", "database.tier", "db.serverless"),
    says: `${path("aws", "database.tier")}: db.serverless is aurora's; use a class like db.m7g.large, or kind: aurora-postgresql`,
    accept: setting("aws", "database.tier", "db.x2iedn.4xlarge"),
  },
  {
    rule: backupDays,
    refuse: { "prod:settings.database.backupDays": 36 },
    says: [
      "environments.prod.settings.database.backupDays: 36 days is not 1 to 35, what aws can keep of postgresql; use a number in that range",
      "environments.prod.settings.database.backupDays: 36 days is not 1 to 35, what azure can keep of sqlserver; use a number in that range",
    ],
    accept: setting("gcp", "database.backupDays", 365),
  },
  {
    rule: backupDays,
    refuse: { ...setting("azure", "database", { kind: "postgresql", backupDays: 6 }), ...unseeded },
    says: `${path("azure", "database.backupDays")}: 6 days is not 7 to 35, what azure can keep of postgresql; use a number in that range`,
    accept: { ...setting("azure", "database", { kind: "postgresql", backupDays: 7 }), ...unseeded },
  },
  {
    rule: storage,
    refuse: setting("aws", "database.storageGib", 2048),
    says: `${path("aws", "database.storageGib")}: 2048 GiB is more than maxStorageGib (1024); raise maxStorageGib`,
    accept: setting("aws", "database.storageGib", 1024),
  },
  {
    rule: storage,
    refuse: setting("aws", "database.storageGib", 19),
    says: `${path("aws", "database.storageGib")}: 19 GiB is less than aws's least; use 20 or more`,
    accept: setting("aws", "database.storageGib", 20),
  },
  {
    rule: azureSku,
    refuse: setting("azure", "database.tier", "BC_Gen5_5"),
    says: `${path("azure", "database.tier")}: BC_Gen5_5 is not a service objective of azure sql database; did you mean BC_Gen5_2?`,
    accept: setting("azure", "database.tier", "BC_Gen5_4"),
  },
  {
    rule: azureSku,
    refuse: { ...setting("azure", "database", { kind: "postgresql", tier: "Standard_D4ds_v5" }), ...unseeded },
    says: `${path("azure", "database.tier")}: Standard_D4ds_v5 is not a sku of azure database for postgresql; use one like GP_Standard_D4ds_v5`,
    accept: { ...setting("azure", "database", { kind: "postgresql", tier: "GP_Standard_D4ds_v5" }), ...unseeded },
  },
  {
    rule: azureZoneRedundancy,
    refuse: setting("azure", "database.tier", "S3"),
    says: `${path("azure", "database.tier")}: S3 cannot have a standby in another zone; use GP_Gen5_2, BC_Gen5_4 or P1, or highAvailability: false`,
    accept: setting("azure", "database.tier", "P1"),
  },
  {
    rule: azureZoneRedundancy,
    refuse: { ...setting("azure", "database", { kind: "postgresql", tier: "B_Standard_B2ms" }), ...unseeded },
    says: `${path("azure", "database.tier")}: B_Standard_B2ms cannot have a standby in another zone; use GP_Standard_D2ds_v5, or highAvailability: false`,
    accept: { ...setting("azure", "database", { kind: "postgresql", tier: "B_Standard_B2ms", highAvailability: false }), ...unseeded },
  },
  {
    rule: azureChangeCapture,
    refuse: setting("azure", "database", { tier: "S2", highAvailability: false }),
    says: `${path("azure", "database.tier")}: S2 has no change data capture, which dataSync needs; use S3 or more, or a vCore tier like GP_Gen5_2`,
    accept: setting("azure", "database", { tier: "S3", highAvailability: false }),
  },
  {
    rule: azurePostgresStorage,
    refuse: { ...setting("azure", "database", { kind: "postgresql", storageGib: 32768, maxStorageGib: 40000 }), ...unseeded },
    says: `${path("azure", "database.storageGib")}: 32768 GiB is more than azure database for postgresql holds (32767); store less or split it`,
    accept: { ...setting("azure", "database", { kind: "postgresql", storageGib: 200 }), ...unseeded },
  },
  {
    rule: legacyCache,
    refuse: { "estate:defaults.cache.product": "legacy" },
    says: "defaults.cache.product: legacy is not offered on aws; use default",
    accept: { ...setting("gcp", "cache.product", "legacy"), ...setting("azure", "cache.product", "legacy") },
  },
  {
    rule: bucketPurposes,
    refuse: { "estate:defaults.buckets": { trail: {}, customerdata: {}, "app-2": {} } },
    says: [
      'defaults.buckets.trail: "trail" is reserved for the audit trail of aws accounts; choose another word',
      'defaults.buckets.customerdata: "customerdata" is not 3 to 8 lower-case letters, which is what names of storage accounts leave; shorten it',
      'defaults.buckets.app-2: "app-2" is not 3 to 8 lower-case letters, which is what names of storage accounts leave; shorten it',
    ],
    accept: { "estate:defaults.buckets": { audit: {}, customer: {} } },
  },
  {
    rule: bucketNamesApart,
    refuse: { "estate:organization.name": "acmeacme42", "prod:settings.buckets": { logistic: {} } },
    says: 'environments.prod.settings.buckets.logistic: "logistic" starts like logs, and storage account names have room for 3 letters of it; choose a word that does not start with log',
    accept: { "prod:settings.buckets": { logistic: {} } },
  },
  {
    rule: bucketLocks,
    refuse: { "prod:settings.buckets": { media: { retentionDays: 30, lockDays: 31 }, ever: { lockDays: 400 } } },
    says: "environments.prod.settings.buckets.media.lockDays: 31 days is longer than retentionDays (30); lock for 30 days at most, or keep for longer",
    accept: { "prod:settings.buckets": { media: { retentionDays: 30, lockDays: 30 } } },
  },
  {
    rule: logRetention,
    refuse: { "prod:settings.logRetentionDays": 100, "dev:auditRetentionDays": 364 },
    says: [
      "environments.dev.auditRetentionDays: 364 days is not a time cloudwatch can keep logs (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653); use 365",
      "environments.prod.settings.logRetentionDays: 100 days is not a time cloudwatch can keep logs (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653); use 120",
    ],
    accept: { "prod:settings.logRetentionDays": 120 },
  },
];
