import type { ContainerClusterConfig } from "@cdktf/provider-google/lib/container-cluster";
import { Fn } from "cdktf";
import { secondaryRanges } from "../network/gcp-subnets.ts";
import { accountOf } from "../place.ts";
import type { ClusterProps } from "./contract.ts";

/** What the control plane is told of its surroundings. */
export interface ControlPlaneFacts {
  readonly name: string;
  /** Region or zone. */
  readonly location: string;
  readonly etcdKeyId: string;
  readonly topicId: string;
  readonly usageDatasetId: string;
}

/** Everything about the cluster but its nodes. */
export function controlPlane(props: ClusterProps, facts: ControlPlaneFacts): ContainerClusterConfig {
  const { place, deletionProtection } = props;
  const regional = facts.location === place.region;
  return {
    project: accountOf(place, "gcp").projectId,
    name: facts.name,
    location: facts.location,
    // A zonal cluster's own zone must not be repeated here.
    ...(regional && { nodeLocations: [...place.regionFacts.zones] }),
    ...network(props),
    ...endpoints(props),
    ...security(props, facts),
    ...operations(props, facts),
    ...addons(props),
    // GKE creates a first pool with every cluster; the pools of gcp-node-pools.ts replace it.
    initialNodeCount: 1,
    removeDefaultNodePool: true,
    deletionProtection,
    lifecycle: {
      preventDestroy: deletionProtection,
      // The first pool's configuration is of no interest once it is gone, and is read back as another pool's.
      ignoreChanges: ["node_config", "initial_node_count"],
    },
  };
}

function network({ network: { networkId, nodeSubnetIds } }: ClusterProps): Partial<ContainerClusterConfig> {
  return {
    network: networkId,
    subnetwork: Fn.element(nodeSubnetIds, 0),
    networkingMode: "VPC_NATIVE",
    ipAllocationPolicy: {
      clusterSecondaryRangeName: secondaryRanges.pods,
      servicesSecondaryRangeName: secondaryRanges.services,
      stackType: "IPV4",
    },
    datapathProvider: "ADVANCED_DATAPATH",
    enableIntranodeVisibility: true,
    enableCiliumClusterwideNetworkPolicy: true,
    enableL4IlbSubsetting: true,
    defaultMaxPodsPerNode: 64,
    serviceExternalIpsConfig: { enabled: false },
    gatewayApiConfig: { channel: "CHANNEL_STANDARD" },
  };
}

/** The address of the API server is private unless CIDRs are allowed from outside; its DNS name always asks IAM first. */
function endpoints({ estateCidr, apiAllowlist }: ClusterProps): Partial<ContainerClusterConfig> {
  return {
    privateClusterConfig: {
      enablePrivateNodes: true,
      enablePrivateEndpoint: apiAllowlist.length === 0,
      masterGlobalAccessConfig: { enabled: true },
    },
    controlPlaneEndpointsConfig: {
      dnsEndpointConfig: { allowExternalTraffic: true },
      ipEndpointsConfig: { enabled: true },
    },
    masterAuthorizedNetworksConfig: {
      gcpPublicCidrsAccessEnabled: false,
      privateEndpointEnforcementEnabled: true,
      cidrBlocks: [
        { cidrBlock: estateCidr, displayName: "estate" },
        ...apiAllowlist.map((cidrBlock) => ({ cidrBlock, displayName: "allow-list" })),
      ],
    },
  };
}

function security({ place, domain }: ClusterProps, { etcdKeyId }: ControlPlaneFacts): Partial<ContainerClusterConfig> {
  return {
    databaseEncryption: { state: "ENCRYPTED", keyName: etcdKeyId },
    workloadIdentityConfig: { workloadPool: `${accountOf(place, "gcp").projectId}.svc.id.goog` },
    // The one group name GKE accepts. https://cloud.google.com/kubernetes-engine/docs/how-to/google-groups-rbac
    authenticatorGroupsConfig: { securityGroup: `gke-security-groups@${domain}` },
    masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
    enableLegacyAbac: false,
    anonymousAuthenticationConfig: { mode: "LIMITED" },
    rbacBindingConfig: { enableInsecureBindingSystemAuthenticated: false, enableInsecureBindingSystemUnauthenticated: false },
    enableShieldedNodes: true,
    // The policy itself is the project's, in the account stack.
    binaryAuthorization: { evaluationMode: "PROJECT_SINGLETON_POLICY_ENFORCE" },
    // Google ended GKE's vulnerability scanning in 2025; posture findings remain.
    securityPostureConfig: { mode: "BASIC", vulnerabilityMode: "VULNERABILITY_DISABLED" },
    nodePoolDefaults: { nodeConfigDefaults: { insecureKubeletReadonlyPortEnabled: "FALSE", gcfsConfig: { enabled: true } } },
  };
}

function operations({ version }: ClusterProps, { topicId, usageDatasetId }: ControlPlaneFacts): Partial<ContainerClusterConfig> {
  return {
    releaseChannel: { channel: "REGULAR" },
    minMasterVersion: version,
    gkeAutoUpgradeConfig: { patchMode: "ACCELERATED" },
    // Only the weekday and the hour of these dates count: weekends, 03:00-09:00 UTC.
    maintenancePolicy: {
      recurringWindow: { startTime: "2026-01-03T03:00:00Z", endTime: "2026-01-03T09:00:00Z", recurrence: "FREQ=WEEKLY;BYDAY=SA,SU" },
    },
    notificationConfig: { pubsub: { enabled: true, topic: topicId } },
    loggingConfig: { enableComponents: ["SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"] },
    monitoringConfig: {
      enableComponents: ["SYSTEM_COMPONENTS", "APISERVER", "SCHEDULER", "CONTROLLER_MANAGER"],
      // The platform brings its own Prometheus and Thanos.
      managedPrometheus: { enabled: false },
      advancedDatapathObservabilityConfig: { enableMetrics: true, enableRelay: true },
    },
    costManagementConfig: { enabled: true },
    resourceUsageExportConfig: {
      enableNetworkEgressMetering: true,
      enableResourceConsumptionMetering: true,
      bigqueryDestination: { datasetId: usageDatasetId },
    },
    verticalPodAutoscaling: { enabled: true },
    clusterAutoscaling: { autoscalingProfile: "OPTIMIZE_UTILIZATION" },
  };
}

function addons({ deletionProtection }: ClusterProps): Partial<ContainerClusterConfig> {
  return {
    addonsConfig: {
      httpLoadBalancing: { disabled: false },
      horizontalPodAutoscaling: { disabled: false },
      dnsCacheConfig: { enabled: true },
      gcePersistentDiskCsiDriverConfig: { enabled: true },
      gcpFilestoreCsiDriverConfig: { enabled: true },
      gcsFuseCsiDriverConfig: { enabled: true },
      gkeBackupAgentConfig: { enabled: deletionProtection },
    },
  };
}
