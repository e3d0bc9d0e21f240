import { RedisInstance } from "@cdktf/provider-google/lib/redis-instance";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { seriesOf } from "../account/gcp-alert.ts";
import { GcpKey, serviceAgent } from "../encryption/gcp.ts";
import { nameOf } from "../naming.ts";
import { accountOf, type Place } from "../place.ts";
import type { Cache, CacheProps, CacheSize } from "./contract.ts";
import { warnOfFullMemory } from "./gcp-memory-alert.ts";

/** Memory by size, in GiB; read replicas need at least 5. */
const memoryGib: Record<CacheSize, number> = { s: 5, m: 13, l: 58 };

/**
 * Memorystore for Redis, the predecessor, for clients that can log in with a password only. Whoever needs the password reads
 * it from the instance (`redis.instances.getAuthString`). About $130 a month and node at size s.
 */
export class GcpRedisInstance extends Construct implements Cache {
  readonly protocol = "redis";
  readonly engine = "redis";
  readonly host: string;
  readonly port: number;
  readonly tls = true;
  readonly clusterMode = false;
  readonly auth = "auth-string";
  /** No grant opens it: who has the AUTH string is in. */
  readonly accessId: string;
  readonly user = "default";

  constructor(scope: Construct, id: string, props: CacheProps) {
    super(scope, id);
    const { place } = props;
    const key = new GcpKey(this, "Key", { place, purpose: "cache", users: { Redis: serviceAgent(place, "redis") } });
    const instance = this.instance(props, key);
    this.host = instance.host;
    this.port = instance.port;
    this.accessId = instance.id;
    const labels = {
      instance_id: `projects/${accountOf(place, "gcp").projectId}/locations/${place.region}/instances/${nameOfInstance(place)}`,
    };
    warnOfFullMemory(this, props, seriesOf("redis_instance", labels, "redis.googleapis.com/stats/memory/usage_ratio"));
  }

  private instance(props: CacheProps, key: GcpKey): RedisInstance {
    const { place, network, replicas, deletionProtection } = props;
    return new RedisInstance(this, "Resource", {
      project: accountOf(place, "gcp").projectId,
      name: nameOfInstance(place),
      region: place.region,
      redisVersion: "REDIS_7_2",
      // Always one replica in another zone; more than that only as read replicas.
      tier: "STANDARD_HA",
      memorySizeGb: memoryGib[props.size],
      ...(replicas > 1 && { readReplicasMode: "READ_REPLICAS_ENABLED", replicaCount: Math.min(replicas, 5) }),
      authorizedNetwork: network.networkId,
      connectMode: "DIRECT_PEERING",
      // A free /28 of the place's block: a range Google picks could be another place's.
      reservedIpRange: Fn.cidrsubnet(network.cidr, 12, 80 * 16),
      authEnabled: true,
      transitEncryptionMode: "SERVER_AUTHENTICATION",
      customerManagedKey: key.keyId,
      persistenceConfig:
        props.snapshotDays > 0 ? { persistenceMode: "RDB", rdbSnapshotPeriod: "TWELVE_HOURS" } : { persistenceMode: "DISABLED" },
      maintenancePolicy: { weeklyMaintenanceWindow: [{ day: "SUNDAY", startTime: { hours: 4, minutes: 0, seconds: 0, nanos: 0 } }] },
      // The key must be usable when the instance is created.
      dependsOn: key.grants,
      // The provider has no deletion protection of the instance itself.
      lifecycle: { preventDestroy: deletionProtection },
    });
  }
}

const nameOfInstance = (place: Place): string => nameOf("gcp:Resource", place.name, "cache");
