import { ManagedRedis } from "@cdktf/provider-azurerm/lib/managed-redis";
import { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { alertAbove } from "../account/azure-alert.ts";
import { AzureVault } from "../encryption/azure.ts";
import { AzureKeyUser } from "../encryption/azure-key-user.ts";
import { nameOf } from "../naming.ts";
import { AzurePrivateEndpoint } from "../network/azure-private-endpoint.ts";
import { AzureLegacyCache } from "./azure-legacy.ts";
import type { Cache, CacheProps, CacheSize } from "./contract.ts";

/** Memory: 3, 12 and 24 GB. */
const skus: Record<CacheSize, string> = { s: "Balanced_B3", m: "Balanced_B10", l: "Balanced_B20" };

/** The cache of the product that is asked for. */
export const azureCache = (scope: Construct, id: string, props: CacheProps): Cache =>
  props.product === "legacy" ? new AzureLegacyCache(scope, id, props) : new AzureCache(scope, id, props);

/**
 * Azure Managed Redis: one endpoint (clients need no cluster mode), TLS, Entra logins only, customer key, private endpoint.
 * Any number of replicas is one: Azure keeps a second node in another zone or none. Which identities may log in is the
 * application's access policy. About 100 USD a month at size s with replica, 330 USD at m.
 */
export class AzureCache extends Construct implements Cache {
  readonly protocol = "redis";
  readonly engine = "redis";
  readonly host: string;
  readonly port = 10000;
  readonly tls = true;
  readonly clusterMode = false;
  readonly auth = "entra";
  readonly accessId: string;
  /** The identity's own object id is the user. */
  readonly user = "";

  constructor(scope: Construct, id: string, props: CacheProps) {
    super(scope, id);
    const { place, network } = props;
    const subnetId = Fn.element(network.endpointSubnetIds, 0);
    const group = new ResourceGroup(this, "Group", { name: nameOf("azure:ResourceGroup", place.name, "cache"), location: place.region });
    const endpoint = { place, subnetId, cidr: network.cidr };
    const key = AzureVault.of(this, { ...props, layer: "data", logStore: props.account.logStore, endpoint }).key("CacheKey", "cache");
    const user = new AzureKeyUser(this, "KeyUser", { place, resourceGroupName: group.name, purpose: "redis", key });
    const redis = this.redis(props, { group, user, keyId: key.id });
    new AzurePrivateEndpoint(this, "Endpoint", {
      place,
      resourceGroupName: group.name,
      subnetId,
      purpose: "redis",
      targetId: redis.id,
      subresource: "redisEnterprise",
      zone: "managedRedis",
    });
    this.watch(props, group, redis.id);
    this.host = redis.hostname;
    this.accessId = redis.id;
  }

  private redis(props: CacheProps, parts: { group: ResourceGroup; user: AzureKeyUser; keyId: string }): ManagedRedis {
    const { place, size, replicas, snapshotDays, deletionProtection } = props;
    const { identityId, ready } = parts.user;
    return new ManagedRedis(this, "Resource", {
      name: nameOf("azure:Redis", place.shortName, "app", place.suffix),
      location: place.region,
      resourceGroupName: parts.group.name,
      skuName: skus[size],
      highAvailabilityEnabled: replicas > 0,
      publicNetworkAccess: "Disabled",
      identity: { type: "UserAssigned", identityIds: [identityId] },
      // A version is required: after a rotation the next run moves the cache to the new one.
      customerManagedKey: { keyVaultKeyId: parts.keyId, userAssignedIdentityId: identityId },
      defaultDatabase: {
        clientProtocol: "Encrypted",
        clusteringPolicy: "EnterpriseCluster",
        evictionPolicy: "VolatileLRU",
        accessKeysAuthenticationEnabled: false,
        // The only snapshots there are: the last one, from which the cache starts again.
        ...(snapshotDays > 0 && { persistenceRedisDatabaseBackupFrequency: "12h" }),
      },
      dependsOn: ready,
      lifecycle: { preventDestroy: deletionProtection },
    });
  }

  private watch(props: CacheProps, group: ResourceGroup, targetId: string): void {
    alertAbove(this, "Memory", {
      ...props,
      resourceGroupName: group.name,
      targetId,
      namespace: "Microsoft.Cache/redisEnterprise",
      metric: "usedmemorypercentage",
      aggregation: "Maximum",
      threshold: 85,
      description: "cache memory above 85 %: keys are about to be evicted; take a larger size",
    });
    new MonitorDiagnosticSetting(this, "ConnectionLog", {
      name: "connections",
      targetResourceId: `${targetId}/databases/default`,
      logAnalyticsWorkspaceId: props.account.logStore,
      enabledLog: [{ category: "ConnectionEvents" }],
    });
  }
}
