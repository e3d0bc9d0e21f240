import { Fn } from "cdktf";
import { nameOf } from "../../naming.ts";
import { accountOf } from "../../place.ts";
import { type AddonContext, bucketFor } from "../addon.ts";
import {
  always,
  asked,
  byStandby,
  type Composed,
  called,
  format,
  known,
  learned,
  managed,
  named,
  observed,
  observedName,
  owned,
  type Recipes,
  sibling,
  tagsOf,
  told,
  translated,
} from "./crossplane-composition.ts";

const storage = (kind: string) => ["storage.gcp.m.upbound.io/v1beta1", kind] as const;
const sql = (kind: string) => ["sql.gcp.m.upbound.io/v1beta1", kind] as const;
const compute = (kind: string) => ["compute.gcp.m.upbound.io/v1beta1", kind] as const;
const dns = (kind: string) => ["dns.gcp.m.upbound.io/v1beta1", kind] as const;
const memorystore = (kind: string) => ["memorystore.gcp.m.upbound.io/v1beta1", kind] as const;

const projectOf = ({ place }: AddonContext) => accountOf(place, "gcp").projectId;

/** Key of the place's own database or cache, which their services' agents may use: see `constructs/encryption/gcp.ts`. */
function keyOf(context: AddonContext, purpose: "database" | "cache"): string {
  const ring = nameOf("gcp:Resource", context.place.name, purpose);
  return `projects/${projectOf(context)}/locations/${context.place.region}/keyRings/${ring}/cryptoKeys/${purpose}`;
}

/** A bucket is where its key is; Cloud KMS calls the European multi-region by another name than Cloud Storage does. */
function locationOf(keyId: string): string {
  const location = Fn.element(Fn.split("/", keyId), 3);
  return Fn.upper(Fn.lookup({ europe: "eu" }, location, location));
}

function objectStore(context: AddonContext): Composed[] {
  const { place, deletionProtection } = context;
  const { kmsKeyId } = bucketFor(context, "app", "crossplane-apis");
  const bucket = {
    project: projectOf(context),
    location: locationOf(kmsKeyId),
    storageClass: "STANDARD",
    uniformBucketLevelAccess: true,
    publicAccessPrevention: "enforced",
    forceDestroy: !deletionProtection,
    encryption: { defaultKmsKeyName: kmsKeyId },
    versioning: { enabled: true },
    softDeletePolicy: { retentionDurationSeconds: 7 * 24 * 3600 },
    lifecycleRule: [
      { action: { type: "Delete" }, condition: { daysSinceNoncurrentTime: 30, withState: "ARCHIVED" } },
      { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } },
    ],
    labels: tagsOf(context),
  };
  const deletion = [
    // The third rule is there only where somebody asks for it: a part of a rule would be refused.
    asked("retentionDays", "lifecycleRule[2].condition.age"),
    asked("retentionDays", "lifecycleRule[2].condition.withState", always("LIVE")),
    asked("retentionDays", "lifecycleRule[2].action.type", always("Delete")),
  ];
  const status = [
    ...known({ provider: "gcs", account: projectOf(context), region: place.region, kmsKeyId, replicaBucket: "", replicaRegion: "" }),
    observedName("bucket"),
    observed("purpose", "spec.forProvider.labels.purpose"),
  ];
  const patches = [named(place), asked("purpose", "labels.purpose"), owned("labels"), ...deletion, ...status];
  return [managed("bucket", storage("Bucket"), bucket, patches, deletionProtection)];
}

/** As the place's own database: see `constructs/database/gcp-settings.ts`. */
const instance = (context: AddonContext) => ({
  project: projectOf(context),
  region: context.place.region,
  encryptionKeyName: keyOf(context, "database"),
  deletionProtection: context.deletionProtection,
  settings: {
    // PostgreSQL 16 and later default to an edition that rejects custom tiers.
    edition: "ENTERPRISE",
    diskType: "PD_SSD",
    diskAutoresize: true,
    deletionProtectionEnabled: context.deletionProtection,
    retainBackupsOnDelete: context.deletionProtection,
    connectorEnforcement: "NOT_REQUIRED",
    ipConfiguration: {
      ipv4Enabled: false,
      sslMode: "ENCRYPTED_ONLY",
      serverCaMode: "GOOGLE_MANAGED_CAS_CA",
      pscConfig: [{ pscEnabled: true, allowedConsumerProjects: [projectOf(context)] }],
    },
    backupConfiguration: {
      enabled: true,
      startTime: "03:00",
      pointInTimeRecoveryEnabled: true,
      transactionLogRetentionDays: 7,
      backupRetentionSettings: { retentionUnit: "COUNT" },
    },
    insightsConfig: { queryInsightsEnabled: true, recordClientAddress: false },
    databaseFlags: [
      { name: "cloudsql.iam_authentication", value: "on" },
      { name: "cloudsql.enable_pgaudit", value: "on" },
      { name: "log_connections", value: "on" },
      { name: "log_disconnections", value: "on" },
    ],
    userLabels: tagsOf(context),
  },
});

/** A private address that leads to the instance, under the name its certificate is for. */
function endpoint(context: AddonContext): Composed[] {
  const { place, network } = context;
  const project = projectOf(context);
  const regional = { project, region: place.region };
  const address = { ...regional, addressType: "INTERNAL", subnetwork: Fn.element(network.endpointSubnetIds, 0), labels: tagsOf(context) };
  const rule = {
    ...regional,
    network: network.networkId,
    // Empty, which is not the default, makes the rule an endpoint rather than a load balancer.
    loadBalancingScheme: "",
    allowPscGlobalAccess: true,
    labels: tagsOf(context),
  };
  const zone = {
    project,
    description: "Name of a database",
    visibility: "private",
    privateVisibilityConfig: { networks: [{ networkUrl: network.networkId }] },
    labels: tagsOf(context),
  };
  return [
    managed("address", compute("Address"), address, [
      named(place),
      owned("labels"),
      learned("address", "status.atProvider.address"),
      learned("addressLink", "status.atProvider.selfLink"),
      observed("privateIps[0]", "status.atProvider.address"),
    ]),
    managed("endpoint", compute("ForwardingRule"), rule, [
      named(place),
      owned("labels"),
      told("attachment", "target"),
      told("addressLink", "ipAddress"),
    ]),
    // A zone for this name alone: the zone of the place's own database, where there is one, is Terraform's.
    managed("zone", dns("ManagedZone"), zone, [named(place), owned("labels"), told("dnsName", "dnsName")]),
    managed("record", dns("RecordSet"), { project, type: "A", ttl: 60, managedZoneSelector: sibling }, [
      told("dnsName", "name"),
      told("address", "rrdatas[0]"),
    ]),
  ];
}

const withoutDot = { type: "string", string: { type: "TrimSuffix", trim: "." } };

const databaseStatus = [
  ...known({
    engine: "postgresql",
    port: 5432,
    database: "app",
    adminSecretStore: "none",
    adminSecretPath: "",
    auth: ["gcp-iam"],
    tls: "verify-full",
    caBundleId: "cloudsql-cas",
    cdcEnabled: false,
    cdcKind: "pg-logical",
  }),
  observed("engineVersion", "spec.forProvider.databaseVersion", { type: "string", string: { type: "TrimPrefix", trim: "POSTGRES_" } }),
  observed("host", "status.atProvider.dnsName", withoutDot),
  observed("readHost", "status.atProvider.dnsName", withoutDot),
  observed("accessId", "status.atProvider.connectionName"),
];

function database(context: AddonContext): Composed[] {
  const patches = [
    named(context.place),
    owned("settings.userLabels"),
    asked("postgresVersion", "databaseVersion", format("POSTGRES_%s")),
    asked("storageGib", "settings.diskSize"),
    asked("backupDays", "settings.backupConfiguration.backupRetentionSettings.retainedBackups"),
    translated("size", "settings.tier", { s: "db-custom-2-8192", m: "db-custom-4-16384", l: "db-custom-8-53248" }),
    byStandby("settings.availabilityType", "REGIONAL", "ZONAL"),
    learned("dnsName", "status.atProvider.dnsName"),
    learned("attachment", "status.atProvider.pscServiceAttachmentLink"),
    ...databaseStatus,
  ];
  // PostgreSQL refuses to drop what somebody uses: both go with their instance.
  const within = { project: projectOf(context), instanceSelector: sibling, deletionPolicy: "ABANDON" };
  const administrator = { ...within, type: "CLOUD_IAM_SERVICE_ACCOUNT", databaseRoles: ["cloudsqlsuperuser"] };
  return [
    managed("instance", sql("DatabaseInstance"), instance(context), patches, context.deletionProtection),
    called("app", managed("database", sql("Database"), within)),
    managed("administrator", sql("User"), administrator, [administratorName]),
    ...endpoint(context),
  ];
}

const administratorName = {
  type: "FromCompositeFieldPath",
  fromFieldPath: "spec.administrator.name",
  toFieldPath: 'metadata.annotations["crossplane.io/external-name"]',
  policy: { fromFieldPath: "Required" },
};

function cache(context: AddonContext): Composed[] {
  const { place, network, deletionProtection } = context;
  const project = projectOf(context);
  const store = {
    project,
    location: place.region,
    engineVersion: "VALKEY_8_0",
    mode: "CLUSTER_DISABLED",
    shardCount: 1,
    authorizationMode: "IAM_AUTH",
    transitEncryptionMode: "SERVER_AUTHENTICATION",
    kmsKey: keyOf(context, "cache"),
    persistenceConfig: { mode: "RDB", rdbConfig: { rdbSnapshotPeriod: "TWELVE_HOURS" } },
    desiredAutoCreatedEndpoints: [{ network: network.networkId, projectId: project }],
    deletionProtectionEnabled: deletionProtection,
    labels: tagsOf(context),
  };
  const status = [
    ...known({ protocol: "redis", engine: "valkey", port: 6379, tls: true, clusterMode: false, auth: "gcp-iam", user: "" }),
    observed("host", "status.atProvider.pscAutoConnections", ...primaryAddress),
    observed("accessId", "status.atProvider.id"),
  ];
  const patches = [
    named(place),
    owned("labels"),
    translated("size", "nodeType", { s: "STANDARD_SMALL", m: "HIGHMEM_MEDIUM", l: "HIGHMEM_XLARGE" }),
    byStandby("replicaCount", 1, 0),
    byStandby("zoneDistributionConfig", { mode: "MULTI_ZONE" }, { mode: "SINGLE_ZONE", zone: place.regionFacts.zones[0] }),
    ...status,
  ];
  return [managed("cache", memorystore("Instance"), store, patches, deletionProtection)];
}

/** Two endpoints are made, in no promised order: one for writes, one for reads. The keys of JSON are in the alphabet's order. */
const primaryAddress = [
  { type: "string", string: { type: "Convert", convert: "ToJson" } },
  {
    type: "string",
    string: { type: "Regexp", regexp: { match: '"connectionType":"CONNECTION_TYPE_PRIMARY"[^}]*"ipAddress":"([0-9.]+)"', group: 1 } },
  },
];

/** What Cloud Storage, Cloud SQL and Memorystore make of it. */
export const gcpRecipes: Recipes = { ObjectStore: objectStore, Database: database, CacheInstance: cache };
