import type { KubernetesClusterConfig } from "@cdktf/provider-azurerm/lib/kubernetes-cluster";
import { apiServerSubnet } from "../network/azure-subnets.ts";
import { clusterRanges } from "../network/cidr-plan.ts";
import { accountOf } from "../place.ts";
import type { ClusterParts } from "./azure.ts";
import type { ClusterProps } from "./contract.ts";

/** Everything of the cluster that is neither a name nor a node. */
export const controlPlane = (props: ClusterProps, parts: ClusterParts) => ({
  ...versions(props),
  ...apiServer(props),
  ...identity(props, parts),
  ...encryption(parts),
  networkProfile,
  ...addOns(props),
});

/** Patches and node images come by themselves in their own windows; the minor version is ours. */
const versions = ({ version }: ClusterProps) => ({
  kubernetesVersion: version,
  // The free tier has no uptime agreement and no cost analysis.
  skuTier: "Standard",
  automaticUpgradeChannel: "patch",
  nodeOsUpgradeChannel: "NodeImage",
  maintenanceWindowAutoUpgrade: { ...weekly, dayOfWeek: "Sunday" },
  maintenanceWindowNodeOs: { ...weekly, dayOfWeek: "Saturday" },
});
const weekly = { frequency: "Weekly", interval: 1, duration: 6, startTime: "03:00", utcOffset: "+00:00" };

/** The API server has an address in the network either way; the allow-list only decides whether it has a public one too. */
function apiServer({ apiAllowlist, network }: ClusterProps): Partial<KubernetesClusterConfig> {
  const subnet = { virtualNetworkIntegrationEnabled: true, subnetId: `${network.networkId}/subnets/${apiServerSubnet}` };
  if (apiAllowlist.length > 0) {
    return { privateClusterEnabled: false, apiServerAccessProfile: { ...subnet, authorizedIpRanges: [...apiAllowlist] } };
  }
  return {
    privateClusterEnabled: true,
    // A public name for the private address: other places resolve it without forwarding to this network.
    privateClusterPublicFqdnEnabled: true,
    privateDnsZoneId: "System",
    apiServerAccessProfile: subnet,
  };
}

const identity = ({ place, administrators }: ClusterProps, { identities }: ClusterParts) => ({
  localAccountDisabled: true,
  roleBasedAccessControlEnabled: true,
  runCommandEnabled: false,
  azureActiveDirectoryRoleBasedAccessControl: {
    azureRbacEnabled: true,
    tenantId: accountOf(place, "azure").tenantId,
    adminGroupObjectIds: [...administrators],
  },
  identity: { type: "UserAssigned", identityIds: [identities.controlPlane.id] },
  kubeletIdentity: {
    userAssignedIdentityId: identities.kubelet.id,
    clientId: identities.kubelet.clientId,
    objectId: identities.kubelet.principalId,
  },
  oidcIssuerEnabled: true,
  workloadIdentityEnabled: true,
});

const encryption = ({ keys }: ClusterParts) => ({
  diskEncryptionSetId: keys.disks.id,
  // A versioned key on purpose: after a rotation the next run moves the cluster to the new version.
  keyManagementService: { keyVaultKeyId: keys.etcd.id, keyVaultNetworkAccess: "Private" },
});

const networkProfile = {
  networkPlugin: "azure",
  networkPluginMode: "overlay",
  networkDataPlane: "cilium",
  networkPolicy: "cilium",
  podCidr: clusterRanges.azure.pods,
  serviceCidr: clusterRanges.azure.services,
  dnsServiceIp: clusterRanges.azure.dns,
  loadBalancerSku: "standard",
  outboundType: "userAssignedNATGateway",
  advancedNetworking: { observabilityEnabled: true, securityEnabled: true },
};

const addOns = ({ account, deletionProtection }: ClusterProps) => ({
  azurePolicyEnabled: true,
  imageCleanerEnabled: true,
  imageCleanerIntervalHours: 48,
  costAnalysisEnabled: true,
  // Its sensor reports only where the account pays for Defender.
  ...(deletionProtection && { microsoftDefender: { logAnalyticsWorkspaceId: account.logStore } }),
  keyVaultSecretsProvider: { secretRotationEnabled: true, secretRotationInterval: "5m" },
  storageProfile: { diskDriverEnabled: true, fileDriverEnabled: true, blobDriverEnabled: true, snapshotControllerEnabled: true },
  workloadAutoscalerProfile: { kedaEnabled: false, verticalPodAutoscalerEnabled: true },
  autoScalerProfile: {
    balanceSimilarNodeGroups: true,
    expander: "least-waste",
    maxGracefulTerminationSec: "600",
    scaleDownUnneeded: "10m",
    skipNodesWithSystemPods: true,
  },
});
