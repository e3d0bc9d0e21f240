import { KubernetesCluster } from "@cdktf/provider-azurerm/lib/kubernetes-cluster";
import { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { accountOf, type EnvironmentName } from "../place.ts";
import { grantClusterAccess } from "./azure-access.ts";
import { controlPlane } from "./azure-control-plane.ts";
import { AzureClusterIdentities } from "./azure-identities.ts";
import { AzureClusterKeys } from "./azure-keys.ts";
import { AzureNodePools, systemPool } from "./azure-node-pools.ts";
import type { Cluster, ClusterProps } from "./contract.ts";

/** Entra's application id of every AKS API server: https://azure.github.io/kubelogin/concepts/aks.html */
const AKS_SERVER_ID = "6dae42f8-4368-4678-94ff-3960e28e3630";

/**
 * An AKS cluster: private API server inside the network, Entra logins and Azure roles only, Cilium, customer keys for etcd,
 * disks and node caches, and node pools that scale by themselves.
 *
 * With `apiAllowlist` the API server has a public name that those addresses alone reach.
 * About 73 USD a month for the control plane, 150 USD per D4ads_v5 node (three system and three general nodes at defaults).
 */
export class AzureCluster extends Construct implements Cluster {
  readonly name: string;
  readonly cloud = "azure";
  readonly region: string;
  readonly environment: EnvironmentName;
  readonly endpoint: string;
  readonly caCertificate: string;
  readonly oidcIssuer: string;
  readonly version: string;
  readonly nodeIdentity: string;
  readonly volumeKeyId: string;
  readonly workloadPool: string;
  readonly execCommand = "kubelogin";
  readonly execArgs: string[];

  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(scope, id);
    const { place } = props;
    if (props.compute === "managed") throw unsupportedCompute(place.id);
    const { tenantId } = accountOf(place, "azure");
    const group = new ResourceGroup(this, "Group", { name: nameOf("azure:ResourceGroup", place.name, "cluster"), location: place.region });
    const keys = new AzureClusterKeys(this, "Keys", { ...props, group });
    const identities = new AzureClusterIdentities(this, "Identities", { ...props, group, keys });
    const cluster = this.cluster(props, { group, keys, identities });
    new AzureNodePools(this, "Pools", { ...props, clusterId: cluster.id });
    grantClusterAccess(this, cluster.id, props);
    this.auditLogs(cluster.id, props);

    this.name = nameOf("azure:KubernetesCluster", place.name);
    this.region = place.region;
    this.environment = place.environment;
    this.endpoint = `https://${cluster.fqdn}:443`;
    // The provider marks the whole kubeconfig as secret; the authority's certificate is what clients are meant to know.
    this.caCertificate = Fn.nonsensitive(cluster.kubeConfig.get(0).clusterCaCertificate);
    this.oidcIssuer = cluster.oidcIssuerUrl;
    this.version = props.version;
    this.nodeIdentity = identities.kubelet.principalId;
    this.volumeKeyId = keys.disks.id;
    this.workloadPool = tenantId;
    this.execArgs = tokenArguments(tenantId);
  }

  private cluster(props: ClusterProps, parts: ClusterParts): KubernetesCluster {
    const { place } = props;
    return new KubernetesCluster(this, "Resource", {
      name: nameOf("azure:KubernetesCluster", place.name),
      location: place.region,
      resourceGroupName: parts.group.name,
      nodeResourceGroup: nameOf("azure:NodeResourceGroup", place.name, "nodes"),
      dnsPrefix: nameOf("azure:KubernetesCluster", place.name),
      ...controlPlane(props, parts),
      defaultNodePool: systemPool(this, props),
      // Roles are not referred to by the cluster, and it does not come up without them.
      dependsOn: [...parts.keys.ready, ...parts.identities.ready],
      // The autoscaler sets the number of nodes.
      lifecycle: { ignoreChanges: ["default_node_pool[0].node_count"], preventDestroy: props.deletionProtection },
    });
  }

  /** Who did what: changes (kube-audit without reads, which is an order of magnitude more), logins and the control plane's own logs. */
  private auditLogs(clusterId: string, { account }: ClusterProps): void {
    const categories = ["kube-audit-admin", "guard", "kube-apiserver", "kube-controller-manager", "cluster-autoscaler"];
    new MonitorDiagnosticSetting(this, "ControlPlaneLogs", {
      name: "control-plane",
      targetResourceId: clusterId,
      logAnalyticsWorkspaceId: account.logStore,
      logAnalyticsDestinationType: "Dedicated",
      enabledLog: categories.map((category) => ({ category })),
    });
  }
}

/** What a cluster is made of besides itself. */
export interface ClusterParts {
  readonly group: ResourceGroup;
  readonly keys: AzureClusterKeys;
  readonly identities: AzureClusterIdentities;
}

/** Arguments that name no caller: whoever runs them adds its own `--client-id` and `--federated-token-file`. */
const tokenArguments = (tenantId: string): string[] => [
  "get-token",
  "--login",
  "workloadidentity",
  "--server-id",
  AKS_SERVER_ID,
  "--tenant-id",
  tenantId,
];

const unsupportedCompute = (placeId: string): Error =>
  new Error(`cluster ${placeId}: compute is managed; azure has pools only (managed is EKS Auto Mode); set compute: pools`);
