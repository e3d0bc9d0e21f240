import type { ContainerClusterNodeConfig } from "@cdktf/provider-google/lib/container-cluster";
import { ContainerNodePool, type ContainerNodePoolNodeConfig } from "@cdktf/provider-google/lib/container-node-pool";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { accountOf, type Place } from "../place.ts";
import { stackTags } from "../stack-tags.ts";
import { tagsFor } from "../tags.ts";
import type { ClusterProps, NodePool } from "./contract.ts";
import { machineFor } from "./gcp-machines.ts";

/** Whom every node runs as, and the key of its disk. */
export interface NodeFacts {
  readonly serviceAccount: string;
  readonly diskKeyId: string;
}

export interface GcpNodePoolsProps extends ClusterProps, NodeFacts {
  /** Region or zone of the cluster. */
  readonly location: string;
  readonly clusterId: string;
}

type Role = "system" | "general" | "spot";
type Taint = NonNullable<ContainerNodePoolNodeConfig["taint"]>;

/**
 * Node pools that grow and shrink between their bounds. `system` is for what GKE itself brings (DNS, metrics, agents),
 * `general` for everything else, `spot` for what tolerates interruption.
 */
export class GcpNodePools extends Construct {
  constructor(scope: Construct, id: string, props: GcpNodePoolsProps) {
    super(scope, id);
    this.pool("System", "system", props);
    this.pool("General", "general", props);
    this.pool("Spot", "spot", props);
  }

  private pool(id: string, role: Role, props: GcpNodePoolsProps): void {
    const { place, location, clusterId, pools } = props;
    const pool = pools[role];
    const zones = location === place.region ? place.regionFacts.zones.length : 1;
    new ContainerNodePool(this, id, {
      project: accountOf(place, "gcp").projectId,
      name: nameOf("gcp:ContainerNodePool", role),
      location,
      cluster: clusterId,
      // Nodes per zone at creation; afterwards the autoscaler decides.
      initialNodeCount: Math.ceil(pool.min / zones),
      autoscaling: {
        totalMinNodeCount: pool.min,
        totalMaxNodeCount: pool.max,
        // Interruptible capacity is where it is; the rest stays balanced for the sake of zonal failures.
        locationPolicy: pool.spot ? "ANY" : "BALANCED",
      },
      management: { autoRepair: true, autoUpgrade: true },
      upgradeSettings: { strategy: "SURGE", maxSurge: 1, maxUnavailable: 0 },
      maxPodsPerNode: 64,
      networkConfig: { enablePrivateNodes: true },
      nodeConfig: {
        ...nodeConfig(place, pool, props),
        spot: pool.spot,
        labels: { [poolLabel(place)]: role },
        taint: taints(role, pool, place),
        resourceLabels: tagsFor("gcp", stackTags(this)),
        tags: [nameOf("gcp:Resource", place.name, "nodes")],
      },
      lifecycle: { ignoreChanges: ["initial_node_count"] },
    });
  }
}

const poolLabel = (place: Place): string => `platform.${place.organization}.io/pool`;

/**
 * The taint that GKE's own components tolerate, unlike `CriticalAddonsOnly`, which only some of them do.
 * https://cloud.google.com/kubernetes-engine/docs/how-to/isolate-workloads-dedicated-nodes
 */
const systemTaint = { key: "components.gke.io/gke-managed-components", value: "true", effect: "NO_SCHEDULE" };

function taints(role: Role, pool: NodePool, place: Place): Taint {
  if (role === "system") return [systemTaint];
  return pool.spot ? [{ key: `platform.${place.organization}.io/spot`, value: "true", effect: "NO_SCHEDULE" }] : [];
}

function nodeConfig(place: Place, pool: NodePool, { serviceAccount, diskKeyId }: NodeFacts) {
  return {
    ...machineFor(place, pool),
    imageType: "COS_CONTAINERD",
    diskSizeGb: 100,
    bootDiskKmsKey: diskKeyId,
    serviceAccount,
    // The account's roles are the limit; scopes are a relic that must not be a second one.
    oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
    workloadMetadataConfig: { mode: "GKE_METADATA" },
    shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
    gvnic: { enabled: true },
    gcfsConfig: { enabled: true },
    kubeletConfig: { cpuManagerPolicy: "none", insecureKubeletReadonlyPortEnabled: "FALSE", podPidsLimit: 4096 },
    metadata: { "disable-legacy-endpoints": "true" },
  };
}

/** The nodes GKE insists on creating with the cluster: hardened like the others, since organization policies judge them too. */
export function temporaryNodes({ place, pools }: ClusterProps, facts: NodeFacts): ContainerClusterNodeConfig {
  return nodeConfig(place, pools.system, facts);
}
