import { Fn } from "cdktf";
import { privateZoneId, type privateZones } from "../../clouds/azure-private-dns.ts";
import { nameOf } from "../../naming.ts";
import { accountOf, environmentCodes, type Place } from "../../place.ts";
import { type AddonContext, bucketFor } from "../addon.ts";
import { selfServicePrefix } from "./crossplane.ts";
import {
  asked,
  type Composed,
  called,
  known,
  learned,
  managed,
  multiplied,
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

const storage = (kind: string) => ["storage.azure.m.upbound.io/v1beta1", kind] as const;
const postgresql = (kind: string) => ["dbforpostgresql.azure.m.upbound.io/v1beta1", kind] as const;
const redis = (kind: string) => ["cache.azure.m.upbound.io/v1beta1", kind] as const;
const network = (kind: string) => ["network.azure.m.upbound.io/v1beta1", kind] as const;

/** The only resource group in which Crossplane may do anything: the identity's grants make it. */
export const selfServiceGroupName = (place: Place): string =>
  nameOf("azure:ResourceGroup", `${selfServicePrefix(place)}${place.regionFacts.short}`);

const where = ({ place }: AddonContext) => ({ location: place.region, resourceGroupName: selfServiceGroupName(place) });

/** The key of the place's `app` bucket without a version, and the identity as which Azure's services may use it. */
function encryption(context: AddonContext) {
  const { place } = context;
  const parts = Fn.split("/", bucketFor(context, "app", "crossplane-apis").kmsKeyId);
  // /subscriptions/<2>/resourceGroups/<4>/providers/Microsoft.KeyVault/vaults/<8>/keys/<10>
  const keyVaultKeyId = `https://${Fn.element(parts, 8)}.vault.azure.net/keys/${Fn.element(parts, 10)}`;
  const group = `/subscriptions/${accountOf(place, "azure").subscriptionId}/resourceGroups/${place.name}-bucket-app`;
  const identityId = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${place.name}-app-storage`;
  return { keyVaultKeyId, identityId, identity: { type: "UserAssigned", identityIds: [identityId] } };
}

/** An address in the place's network; the part before it in the list has said what it leads to. */
function endpoint(context: AddonContext, subresource: string, zone: keyof typeof privateZones): Composed {
  const { place } = context;
  const forProvider = {
    ...where(context),
    subnetId: Fn.element(context.network.endpointSubnetIds, 0),
    privateServiceConnection: { name: subresource.toLowerCase(), isManualConnection: false, subresourceNames: [subresource] },
    privateDnsZoneGroup: { name: "default", privateDnsZoneIds: [privateZoneId(place, zone)] },
    tags: tagsOf(context),
  };
  const patches = [named(place), owned("tags"), told("target", "privateServiceConnection.privateConnectionResourceId")];
  return managed("endpoint", network("PrivateEndpoint"), forProvider, patches);
}

const target = learned("target", "status.atProvider.id");

/** As the place's own buckets: see `constructs/bucket/azure-storage.ts`. */
function account(context: AddonContext) {
  const { keyVaultKeyId, identityId, identity } = encryption(context);
  return {
    ...where(context),
    accountKind: "StorageV2",
    accountTier: "Standard",
    accountReplicationType: context.place.regionFacts.zones.length >= 3 ? "ZRS" : "LRS",
    publicNetworkAccessEnabled: false,
    networkRules: { defaultAction: "Deny", bypass: ["AzureServices"] },
    minTlsVersion: "TLS1_2",
    httpsTrafficOnlyEnabled: true,
    allowNestedItemsToBePublic: false,
    sharedAccessKeyEnabled: false,
    defaultToOauthAuthentication: true,
    localUserEnabled: false,
    crossTenantReplicationEnabled: false,
    allowedCopyScope: "AAD",
    infrastructureEncryptionEnabled: true,
    identity,
    customerManagedKey: { keyVaultKeyId, userAssignedIdentityId: identityId },
    blobProperties: {
      versioningEnabled: true,
      changeFeedEnabled: true,
      deleteRetentionPolicy: { days: 30 },
      containerDeleteRetentionPolicy: { days: 30 },
    },
    tags: tagsOf(context),
  };
}

/** Names of storage accounts have 24 letters and digits: hyphens go, and the environment is its code. */
const accountName = ({ organization, environment }: Place): string => `${organization}${environmentCodes[environment]}xp%.8s`;

function objectStore(context: AddonContext): Composed[] {
  const { place, deletionProtection } = context;
  const status = [
    ...known({
      provider: "azblob",
      bucket: "objects",
      region: place.region,
      kmsKeyId: bucketFor(context, "app", "crossplane-apis").kmsKeyId,
      replicaBucket: "",
      replicaRegion: "",
    }),
    observedName("account"),
    observed("purpose", "spec.forProvider.tags.purpose"),
  ];
  const patches = [named(place, { fmt: accountName(place) }), asked("purpose", "tags.purpose"), owned("tags"), target, ...status];
  const container = { storageAccountIdSelector: sibling, containerAccessType: "private" };
  return [
    managed("account", storage("Account"), account(context), patches, deletionProtection),
    called("objects", managed("container", storage("Container"), container, [], deletionProtection)),
    managed("lifecycle", storage("ManagementPolicy"), { storageAccountIdSelector: sibling, rule: [cleanup] }, [
      asked("retentionDays", "rule[0].actions.baseBlob.deleteAfterDaysSinceModificationGreaterThan"),
    ]),
    endpoint(context, "blob", "blob"),
  ];
}

const cleanup = {
  name: "retention",
  enabled: true,
  filters: { blobTypes: ["blockBlob"] },
  actions: { snapshot: { deleteAfterDaysSinceCreationGreaterThan: 30 }, version: { deleteAfterDaysSinceCreation: 30 } },
};

function database(context: AddonContext): Composed[] {
  const { place, deletionProtection } = context;
  const status = [
    ...known({
      engine: "postgresql",
      port: 5432,
      database: "app",
      adminSecretStore: "none",
      adminSecretPath: "",
      auth: ["entra"],
      tls: "verify-full",
      caBundleId: "digicert-g2",
      cdcEnabled: false,
      cdcKind: "pg-logical",
    }),
    observed("engineVersion", "spec.forProvider.version"),
    observed("host", "status.atProvider.fqdn"),
    observed("readHost", "status.atProvider.fqdn"),
    observed("accessId", "status.atProvider.id"),
  ];
  const patches = [
    named(place),
    owned("tags"),
    target,
    asked("postgresVersion", "version"),
    multiplied("storageGib", "storageMb", 1024),
    asked("backupDays", "backupRetentionDays"),
    translated("size", "skuName", { s: "GP_Standard_D2ds_v5", m: "GP_Standard_D4ds_v5", l: "MO_Standard_E8ds_v5" }),
    ...status,
  ];
  const address = endpoint(context, "postgresqlServer", "postgres");
  return [
    managed("server", postgresql("FlexibleServer"), server(context), patches, deletionProtection),
    called(
      "app",
      managed("database", postgresql("FlexibleServerDatabase"), { serverIdSelector: sibling, charset: "UTF8", collation: "en_US.utf8" }),
    ),
    managed("administrator", postgresql("FlexibleServerActiveDirectoryAdministrator"), administrator(context), [
      { ...asked("administrator.id", "objectId"), policy: { fromFieldPath: "Required" } },
      { ...asked("administrator.name", "principalName"), policy: { fromFieldPath: "Required" } },
    ]),
    { ...address, patches: [...address.patches, observed("privateIps[0]", "status.atProvider.privateServiceConnection.privateIpAddress")] },
  ];
}

const standbyMode = (place: Place): string => (place.regionFacts.zones.length >= 3 ? "ZoneRedundant" : "SameZone");

const administrator = ({ place }: AddonContext) => ({
  resourceGroupName: selfServiceGroupName(place),
  serverNameSelector: sibling,
  tenantId: accountOf(place, "azure").tenantId,
  principalType: "ServicePrincipal",
});

/** As the place's own database: see `constructs/database/azure-postgresql-host.ts`. */
function server(context: AddonContext) {
  const { keyVaultKeyId, identityId, identity } = encryption(context);
  return {
    ...where(context),
    createMode: "Default",
    // A standby is a block that is there or not, which no patch can decide: it is as the environment has it.
    ...(context.highAvailability && { highAvailability: { mode: standbyMode(context.place) } }),
    autoGrowEnabled: true,
    publicNetworkAccessEnabled: false,
    authentication: { activeDirectoryAuthEnabled: true, passwordAuthEnabled: false, tenantId: accountOf(context.place, "azure").tenantId },
    identity,
    customerManagedKey: { keyVaultKeyId, primaryUserAssignedIdentityId: identityId },
    tags: tagsOf(context),
  };
}

/** As the place's own cache, but for the key: Managed Redis demands a key's version, which is not known here. */
function cache(context: AddonContext): Composed[] {
  const { place, deletionProtection } = context;
  const store = {
    ...where(context),
    publicNetworkAccess: "Disabled",
    defaultDatabase: {
      clientProtocol: "Encrypted",
      clusteringPolicy: "EnterpriseCluster",
      evictionPolicy: "VolatileLRU",
      accessKeysAuthenticationEnabled: false,
      persistenceRedisDatabaseBackupFrequency: "12h",
    },
    tags: tagsOf(context),
  };
  const status = [
    ...known({ protocol: "redis", engine: "redis", port: 10000, tls: true, clusterMode: false, auth: "entra", user: "" }),
    observed("host", "status.atProvider.hostname"),
    observed("accessId", "status.atProvider.id"),
  ];
  const patches = [
    named(place),
    owned("tags"),
    target,
    translated("size", "skuName", { s: "Balanced_B3", m: "Balanced_B10", l: "Balanced_B20" }),
    asked("highAvailability", "highAvailabilityEnabled"),
    ...status,
  ];
  return [
    managed("cache", redis("ManagedRedis"), store, patches, deletionProtection),
    endpoint(context, "redisEnterprise", "managedRedis"),
  ];
}

/** What Blob Storage, PostgreSQL flexible servers and Managed Redis make of it. */
export const azureRecipes: Recipes = { ObjectStore: objectStore, Database: database, CacheInstance: cache };
