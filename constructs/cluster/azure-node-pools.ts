import type { KubernetesClusterDefaultNodePool } from "@cdktf/provider-azurerm/lib/kubernetes-cluster";
import { KubernetesClusterNodePool } from "@cdktf/provider-azurerm/lib/kubernetes-cluster-node-pool";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { stackTags } from "../stack-tags.ts";
import { tagsFor } from "../tags.ts";
import type { ClusterProps, NodePool, Size } from "./contract.ts";

/** Machine sizes with a local disk big enough for an ephemeral OS disk: 75, 150 and 300 GiB. */
const machineSizes: Record<NodePool["arch"], Record<Size, string>> = {
  amd64: { s: "Standard_D2ads_v5", m: "Standard_D4ads_v5", l: "Standard_D8ads_v5" },
  arm64: { s: "Standard_D2pds_v5", m: "Standard_D4pds_v5", l: "Standard_D8pds_v5" },
};
const osDiskGib: Record<Size, number> = { s: 64, m: 128, l: 128 };

/** Nodes are drained half an hour at most, a third of a pool at a time. */
const upgradeSettings = { maxSurge: "33%", drainTimeoutInMinutes: 30, nodeSoakDurationInMinutes: 0 };

const SPOT = "kubernetes.azure.com/scalesetpriority";

/** What every pool's nodes have in common. */
const nodes = ({ place, network }: ClusterProps, { size, arch }: NodePool) => ({
  vmSize: machineSizes[arch][size],
  autoScalingEnabled: true,
  maxPods: 110,
  osSku: "AzureLinux",
  osDiskType: "Ephemeral",
  osDiskSizeGb: osDiskGib[size],
  hostEncryptionEnabled: true,
  nodePublicIpEnabled: false,
  nodeNetworkProfile: { applicationSecurityGroupIds: [network.workloadGroup] },
  ...(place.regionFacts.zones.length > 0 && { zones: [...place.regionFacts.zones] }),
});

const poolLabels = ({ place }: ClusterProps, pool: string) => ({ [`platform.${place.organization}.io/pool`]: pool });

/** The pool for what keeps the cluster running; it is part of the cluster resource, so it is tagged here. */
export function systemPool(scope: Construct, props: ClusterProps): KubernetesClusterDefaultNodePool {
  const pool = props.pools.system;
  return {
    ...nodes(props, pool),
    name: nameOf("azure:LinuxNodePool", "system"),
    temporaryNameForRotation: nameOf("azure:LinuxNodePool", "systemtmp"),
    orchestratorVersion: props.version,
    vnetSubnetId: Fn.element(props.network.nodeSubnetIds, 0),
    // AKS needs one system node at all times.
    minCount: Math.max(1, pool.min),
    maxCount: pool.max,
    onlyCriticalAddonsEnabled: true,
    nodeLabels: poolLabels(props, "system"),
    upgradeSettings,
    tags: tagsFor("azure", stackTags(scope)),
  };
}

/**
 * The pools for applications. With high availability `general` is a pool per zone: only so does the autoscaler add a node
 * in the zone of a waiting pod's volume, and each zone's nodes leave through their own zone's NAT gateway, where there is one.
 */
export class AzureNodePools extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ClusterProps & { readonly clusterId: string },
  ) {
    super(scope, id);
    const { zones } = props.place.regionFacts;
    if (props.highAvailability && zones.length > 1)
      for (const [position, zone] of zones.entries()) this.zonal(zone, position, zones.length);
    else this.pool("General", "general", props.pools.general);
    this.pool("Spot", "spot", props.pools.spot);
  }

  private zonal(zone: string, position: number, count: number): void {
    const { min, max, ...rest } = this.props.pools.general;
    const share = { ...rest, min: Math.ceil(min / count), max: Math.ceil(max / count) };
    // Fn.element starts over at the end of the list: a network with one subnet serves all zones.
    const subnetId = Fn.element(this.props.network.nodeSubnetIds, position);
    this.pool(`GeneralZone${zone}`, "general", share, { name: `general${zone}`, zones: [zone], subnetId });
  }

  private pool(id: string, label: string, pool: NodePool, zonal?: { name: string; zones: string[]; subnetId: string }): void {
    const { props } = this;
    new KubernetesClusterNodePool(this, id, {
      ...nodes(props, pool),
      ...(zonal && { zones: zonal.zones }),
      kubernetesClusterId: props.clusterId,
      name: nameOf("azure:LinuxNodePool", zonal?.name ?? label),
      mode: "User",
      orchestratorVersion: props.version,
      vnetSubnetId: zonal?.subnetId ?? Fn.element(props.network.nodeSubnetIds, 0),
      minCount: pool.min,
      maxCount: pool.max,
      ...(pool.spot ? spot(poolLabels(props, label)) : onDemand(poolLabels(props, label), zonal?.name ?? label)),
      // The autoscaler sets the number of nodes.
      lifecycle: { ignoreChanges: ["node_count"] },
    });
  }
}

const onDemand = (nodeLabels: Record<string, string>, name: string) => ({
  nodeLabels,
  temporaryNameForRotation: nameOf("azure:LinuxNodePool", `${name}tmp`),
  upgradeSettings,
});

/** AKS puts label and taint on spot nodes itself, and undeclared they would be a change in every plan. Spot pools refuse upgrade settings. */
const spot = (nodeLabels: Record<string, string>) => ({
  priority: "Spot",
  evictionPolicy: "Delete",
  // Up to the on-demand price.
  spotMaxPrice: -1,
  nodeLabels: { ...nodeLabels, [SPOT]: "spot" },
  nodeTaints: [`${SPOT}=spot:NoSchedule`],
});
