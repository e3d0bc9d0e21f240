import { MemorystoreInstance } from "@cdktf/provider-google/lib/memorystore-instance";
import { Construct } from "constructs";
import { seriesOf } from "../account/gcp-alert.ts";
import { GcpKey, serviceAgent } from "../encryption/gcp.ts";
import { nameOf } from "../naming.ts";
import { accountOf, type Place } from "../place.ts";
import type { Cache, CacheProps, CacheSize } from "./contract.ts";
import { warnOfFullMemory } from "./gcp-memory-alert.ts";

/** Node types by size: 6.5, 13 and 58 GB. */
const nodeTypes: Record<CacheSize, string> = { s: "STANDARD_SMALL", m: "HIGHMEM_MEDIUM", l: "HIGHMEM_XLARGE" };

/**
 * Memorystore for Valkey: one shard with replicas in other zones, logged in to with an IAM token. Whoever reaches the network
 * reaches its endpoints, so there is nothing to open to `peerCidrs` here: routes and the login decide.
 * About $110 a month and node at size s, $190 at size m.
 */
export class GcpCache extends Construct implements Cache {
  readonly protocol = "redis";
  readonly engine = "valkey";
  readonly host: string;
  readonly port = 6379;
  readonly tls = true;
  readonly clusterMode = false;
  readonly auth = "gcp-iam";
  readonly accessId: string;
  /** Empty: the token is the password of whoever it was issued to. */
  readonly user = "";

  constructor(scope: Construct, id: string, props: CacheProps) {
    super(scope, id);
    const { place } = props;
    const key = new GcpKey(this, "Key", { place, purpose: "cache", users: { Memorystore: serviceAgent(place, "memorystore") } });
    const instance = this.instance(props, key);
    this.host = primaryAddress(instance.fqn);
    this.accessId = instance.id;
    const labels = { location: place.region, instance_id: instanceIdOf(place) };
    const metric = "memorystore.googleapis.com/instance/memory/maximum_utilization";
    warnOfFullMemory(this, props, seriesOf("memorystore.googleapis.com/Instance", labels, metric));
  }

  private instance(props: CacheProps, key: GcpKey): MemorystoreInstance {
    const { place, network, deletionProtection } = props;
    const project = accountOf(place, "gcp").projectId;
    return new MemorystoreInstance(this, "Resource", {
      project,
      instanceId: instanceIdOf(place),
      location: place.region,
      engineVersion: `VALKEY_${props.valkeyVersion.replace(".", "_")}`,
      mode: "CLUSTER_DISABLED",
      shardCount: 1,
      replicaCount: props.replicas,
      nodeType: nodeTypes[props.size],
      zoneDistributionConfig: props.replicas > 0 ? { mode: "MULTI_ZONE" } : { mode: "SINGLE_ZONE", zone: place.regionFacts.zones[0] },
      authorizationMode: "IAM_AUTH",
      transitEncryptionMode: "SERVER_AUTHENTICATION",
      kmsKey: key.keyId,
      ...persistence(props),
      maintenancePolicy: { weeklyMaintenanceWindow: [{ day: "SUNDAY", startTime: { hours: 4 } }] },
      desiredAutoCreatedEndpoints: [{ network: network.networkId, projectId: project }],
      deletionProtectionEnabled: deletionProtection,
      // The key must be usable when the instance is created.
      dependsOn: key.grants,
      lifecycle: { preventDestroy: deletionProtection },
    });
  }
}

const instanceIdOf = (place: Place): string => nameOf("gcp:MemorystoreInstance", place.name);

/** Snapshots every 12 hours to restart from, and daily backups at 02:00 UTC to return to; none with 0 days. */
function persistence({ snapshotDays }: CacheProps) {
  if (snapshotDays === 0) return {};
  return {
    persistenceConfig: { mode: "RDB", rdbConfig: { rdbSnapshotPeriod: "TWELVE_HOURS" } },
    automatedBackupConfig: {
      retention: `${snapshotDays * 24 * 3600}s`,
      fixedFrequencySchedule: { startTime: { hours: 2 } },
    },
  };
}

/** Two endpoints are made, in no promised order: one for writes, one for reads. */
function primaryAddress(instance: string): string {
  const primary = `[for c in psc : c.ip_address if c.connection_type == "CONNECTION_TYPE_PRIMARY"]`;
  return `\${one(flatten([for e in ${instance}.endpoints : [for psc in e.connections[*].psc_auto_connection : ${primary}]]))}`;
}
