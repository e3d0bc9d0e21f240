import { ContainerCluster } from "@cdktf/provider-google/lib/container-cluster";
import { Construct } from "constructs";
import { GcpLogBucket } from "../account/gcp-log-bucket.ts";
import { nameOf } from "../naming.ts";
import { accountOf, type EnvironmentName } from "../place.ts";
import type { Cluster, ClusterProps } from "./contract.ts";
import { GcpBackupPlan } from "./gcp-backup.ts";
import { controlPlane } from "./gcp-control-plane.ts";
import { GcpClusterEvents } from "./gcp-events.ts";
import { GcpClusterKeys } from "./gcp-keys.ts";
import { GcpNodeIdentity } from "./gcp-node-identity.ts";
import { GcpNodePools, temporaryNodes } from "./gcp-node-pools.ts";

interface Parts {
  /** Region or zone. */
  readonly location: string;
  readonly keys: GcpClusterKeys;
  readonly nodes: GcpNodeIdentity;
  readonly events: GcpClusterEvents;
}

/**
 * A private GKE cluster with Dataplane V2 and three node pools: system, general, spot. Its API server is reached by a DNS
 * endpoint that IAM guards, so no network path is needed. About $73 a month for the control plane, and $420 for three
 * system nodes of size m.
 */
export class GcpCluster extends Construct implements Cluster {
  readonly name: string;
  readonly cloud = "gcp";
  readonly region: string;
  readonly environment: EnvironmentName;
  readonly endpoint: string;
  /** Empty: the DNS endpoint has a public certificate. */
  readonly caCertificate = "";
  readonly oidcIssuer: string;
  readonly version: string;
  readonly nodeIdentity: string;
  readonly volumeKeyId: string;
  readonly workloadPool: string;
  readonly execCommand = "gke-gcloud-auth-plugin";
  /** As whom the run acts, and not as whom somebody signed in to gcloud. */
  readonly execArgs: string[] = ["--use_application_default_credentials"];

  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(scope, id);
    refuseManagedCompute(props);
    const { place } = props;
    const { projectId } = accountOf(place, "gcp");
    const location = clusterLocation(props);
    this.name = nameOf("gcp:ContainerCluster", place.name);
    this.keepLogs(props, this.name);
    const keys = new GcpClusterKeys(this, "Keys", props);
    const nodes = new GcpNodeIdentity(this, "NodeIdentity", props);
    const events = new GcpClusterEvents(this, "Events", { ...props, eventsKey: keys.events, usageKey: keys.usage });
    const nodeFacts = { serviceAccount: nodes.email, diskKeyId: keys.disks.keyId };
    const cluster = this.cluster(props, { location, keys, nodes, events });
    new GcpNodePools(this, "Pools", { ...props, ...nodeFacts, location, clusterId: cluster.id });
    if (keys.backups) new GcpBackupPlan(this, "Backup", { ...props, clusterId: cluster.id, key: keys.backups });

    this.region = place.region;
    this.environment = place.environment;
    this.endpoint = `https://${cluster.controlPlaneEndpointsConfig.dnsEndpointConfig.endpoint}`;
    this.oidcIssuer = `https://container.googleapis.com/v1/projects/${projectId}/locations/${location}/clusters/${this.name}`;
    this.version = cluster.masterVersion;
    this.nodeIdentity = nodes.email;
    this.volumeKeyId = keys.disks.keyId;
    this.workloadPool = `${projectId}.svc.id.goog`;
  }

  private cluster(props: ClusterProps, { location, keys, nodes, events }: Parts): ContainerCluster {
    return new ContainerCluster(this, "Resource", {
      ...controlPlane(props, {
        name: this.name,
        location,
        etcdKeyId: keys.secrets.keyId,
        topicId: events.topicId,
        usageDatasetId: events.usageDatasetId,
      }),
      nodeConfig: temporaryNodes(props, { serviceAccount: nodes.email, diskKeyId: keys.disks.keyId }),
      // GKE takes the keys and the node account as given and fails late when it may not use them.
      dependsOn: [...keys.secrets.grants, ...keys.disks.grants, ...nodes.grants],
    });
  }

  private keepLogs({ place, logRetentionDays, deletionProtection }: ClusterProps, name: string): void {
    new GcpLogBucket(this, "Logs", {
      place,
      purpose: "cluster",
      filter: [
        `resource.labels.cluster_name="${name}"`,
        `resource.type=("k8s_cluster" OR "k8s_control_plane_component" OR "k8s_node" OR "k8s_pod" OR "k8s_container" OR "gke_cluster" OR "gke_nodepool")`,
        // Audit logs are the account's to keep.
        `NOT logName:"cloudaudit.googleapis.com"`,
      ].join(" AND "),
      retentionDays: logRetentionDays,
      deletionProtection,
    });
  }
}

/** Three zones where availability matters; else one zone, whose control plane is free for one cluster per billing account. */
function clusterLocation({ place, highAvailability }: ClusterProps): string {
  const [firstZone] = place.regionFacts.zones;
  return highAvailability || firstZone === undefined ? place.region : firstZone;
}

function refuseManagedCompute({ place, compute }: ClusterProps): void {
  if (compute !== "pools") {
    throw new Error(`${place.id}: cluster compute: got ${compute}; allowed on gcp: pools; set compute to pools (managed is EKS Auto Mode)`);
  }
}
