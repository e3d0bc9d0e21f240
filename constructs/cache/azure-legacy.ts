import { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
import { RedisCache } from "@cdktf/provider-azurerm/lib/redis-cache";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { alertAbove } from "../account/azure-alert.ts";
import { nameOf } from "../naming.ts";
import { AzurePrivateEndpoint } from "../network/azure-private-endpoint.ts";
import type { Cache, CacheProps, CacheSize } from "./contract.ts";

/** Premium P1, P2, P3: 6, 13 and 26 GB. */
const capacities: Record<CacheSize, number> = { s: 1, m: 2, l: 3 };

/** Azure spreads a Premium cache over at most so many copies besides the primary. */
const MAX_REPLICAS = 3;

/**
 * Azure Cache for Redis Premium, for tenants that already run it: Azure retires it on 30 September 2028 and new tenants cannot
 * create one. Entra logins only, TLS, private endpoint; it has no customer keys, and no snapshots, which would need a storage key.
 * About 410 USD a month at size s, and as much again per replica beyond the first.
 */
export class AzureLegacyCache extends Construct implements Cache {
  readonly protocol = "redis";
  readonly engine = "redis";
  readonly host: string;
  readonly port = 6380;
  readonly tls = true;
  readonly clusterMode = false;
  readonly auth = "entra";
  readonly accessId: string;
  /** The identity's own object id is the user. */
  readonly user = "";

  constructor(scope: Construct, id: string, props: CacheProps) {
    super(scope, id);
    const { place, network } = props;
    const group = new ResourceGroup(this, "Group", { name: nameOf("azure:ResourceGroup", place.name, "cache"), location: place.region });
    const redis = this.redis(props, group);
    new AzurePrivateEndpoint(this, "Endpoint", {
      place,
      resourceGroupName: group.name,
      subnetId: Fn.element(network.endpointSubnetIds, 0),
      purpose: "redis-legacy",
      targetId: redis.id,
      subresource: "redisCache",
      zone: "redis",
    });
    this.watch(props, group, redis.id);
    this.host = redis.hostname;
    this.accessId = redis.id;
  }

  private redis({ place, size, replicas, deletionProtection }: CacheProps, group: ResourceGroup): RedisCache {
    const copies = Math.min(replicas, MAX_REPLICAS);
    const zones = place.regionFacts.zones.slice(0, copies + 1);
    return new RedisCache(this, "Resource", {
      name: nameOf("azure:Redis", place.shortName, "legacy", place.suffix),
      location: place.region,
      resourceGroupName: group.name,
      skuName: "Premium",
      family: "P",
      capacity: capacities[size],
      redisVersion: "6",
      minimumTlsVersion: "1.2",
      nonSslPortEnabled: false,
      publicNetworkAccessEnabled: false,
      accessKeysAuthenticationEnabled: false,
      ...(copies > 0 && { replicasPerPrimary: copies }),
      ...(zones.length > 1 && { zones }),
      redisConfiguration: { activeDirectoryAuthenticationEnabled: true, maxmemoryPolicy: "volatile-lru" },
      patchSchedule: [{ dayOfWeek: "Sunday", startHourUtc: 3, maintenanceWindow: "PT5H" }],
      lifecycle: { preventDestroy: deletionProtection },
    });
  }

  private watch(props: CacheProps, group: ResourceGroup, targetId: string): void {
    alertAbove(this, "Memory", {
      ...props,
      resourceGroupName: group.name,
      targetId,
      namespace: "Microsoft.Cache/redis",
      metric: "usedmemorypercentage",
      aggregation: "Maximum",
      threshold: 85,
      description: "cache memory above 85 %: keys are about to be evicted; take a larger size",
    });
    new MonitorDiagnosticSetting(this, "LoginLog", {
      name: "logins",
      targetResourceId: targetId,
      logAnalyticsWorkspaceId: props.account.logStore,
      enabledLog: [{ category: "MSEntraAuthenticationAuditLog" }],
    });
  }
}
