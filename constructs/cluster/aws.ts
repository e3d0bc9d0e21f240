import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Ec2Tag } from "@cdktf/provider-aws/lib/ec2-tag";
import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { Construct } from "constructs";
import { AwsKey } from "../encryption/aws.ts";
import type { AwsRole } from "../identity/aws-role.ts";
import { nameOf } from "../naming.ts";
import { clusterRanges } from "../network/cidr-plan.ts";
import type { EnvironmentName } from "../place.ts";
import { grantAccess } from "./aws-access.ts";
import { AwsAddons, nodeless } from "./aws-addons.ts";
import { autoMode, autoNodeRole } from "./aws-auto-mode.ts";
import { controlPlaneGroup, controlPlaneRole } from "./aws-control-plane.ts";
import { AwsKarpenter } from "./aws-karpenter.ts";
import { AwsLoadBalancerController } from "./aws-load-balancer-controller.ts";
import { nodeRole } from "./aws-node-role.ts";
import { AwsSystemPool } from "./aws-system-pool.ts";
import type { Cluster, ClusterProps } from "./contract.ts";

/**
 * An EKS cluster with a private API. `pools`: a system node group runs the add-ons, Karpenter brings all other nodes.
 * `managed`: EKS Auto Mode runs nodes, load balancers and volumes itself. Either way the platform's NodeClass finds subnets and
 * security groups, the workload group among them, by the tag `karpenter.sh/discovery`, which is the cluster's name.
 *
 * About $73 per month for the control plane and $60 for each m7g.large of the system pool.
 */
export class AwsCluster extends Construct implements Cluster {
  readonly name: string;
  readonly cloud = "aws";
  readonly region: string;
  readonly environment: EnvironmentName;
  readonly endpoint: string;
  readonly caCertificate: string;
  readonly oidcIssuer: string;
  readonly version: string;
  readonly nodeIdentity: string;
  readonly volumeKeyId: string;
  readonly workloadPool: string;
  readonly execCommand = "aws";
  readonly execArgs: string[];

  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(scope, id);
    const { place, deletionProtection } = props;
    const name = nameOf("aws:EksCluster", place.name);
    const key = new AwsKey(this, "Key", { place, purpose: "cluster", users: ["logs", "volumes"], deletionProtection });
    const node = props.compute === "managed" ? autoNodeRole(this, place) : nodeRole(this, "NodeRole", place, "node");
    const cluster = this.controlPlane(props, name, key, node.arn);
    const issuer = cluster.identity.get(0).oidc.get(0).issuer;
    const trust = new IamOpenidConnectProvider(this, "WorkloadPool", { url: issuer, clientIdList: ["sts.amazonaws.com"] });
    grantAccess(this, props, cluster.name);
    const clusterGroupId = cluster.vpcConfig.clusterSecurityGroupId;
    new Ec2Tag(this, "ClusterGroupTag", { resourceId: clusterGroupId, key: "karpenter.sh/discovery", value: place.name });
    if (props.compute === "pools") this.nodes(props, cluster, key, node);
    else new AwsAddons(this, "Addons", { place, cluster, autoMode: true });

    this.name = cluster.name;
    this.region = place.region;
    this.environment = place.environment;
    this.endpoint = cluster.endpoint;
    this.caCertificate = cluster.certificateAuthority.get(0).data;
    this.oidcIssuer = issuer;
    this.version = cluster.version;
    this.nodeIdentity = node.name;
    this.volumeKeyId = key.arn;
    this.workloadPool = trust.arn;
    this.execArgs = ["eks", "get-token", "--cluster-name", name, "--region", place.region];
  }

  private controlPlane(props: ClusterProps, name: string, key: AwsKey, nodeRoleArn: string): EksCluster {
    const logs = new CloudwatchLogGroup(this, "Logs", {
      name: nameOf("aws:CloudwatchLogGroup", `/aws/eks/${name}/cluster`),
      retentionInDays: props.logRetentionDays,
      kmsKeyId: key.arn,
    });
    const role = controlPlaneRole(this, props, key);
    const managed = props.compute === "managed";
    const exposed = props.apiAllowlist.length > 0;
    return new EksCluster(this, "Resource", {
      name,
      version: props.version,
      roleArn: role.arn,
      deletionProtection: props.deletionProtection,
      bootstrapSelfManagedAddons: false,
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      vpcConfig: {
        subnetIds: props.network.nodeSubnetIds,
        securityGroupIds: [controlPlaneGroup(this, props)],
        endpointPrivateAccess: true,
        endpointPublicAccess: exposed,
        ...(exposed ? { publicAccessCidrs: [...props.apiAllowlist] } : {}),
      },
      kubernetesNetworkConfig: {
        ipFamily: "ipv4",
        serviceIpv4Cidr: clusterRanges.aws.services,
        ...(managed ? { elasticLoadBalancing: { enabled: true } } : {}),
      },
      ...(managed ? autoMode(nodeRoleArn) : {}),
      encryptionConfig: { resources: ["secrets"], provider: { keyArn: key.arn } },
      upgradePolicy: { supportType: "STANDARD" },
      zonalShiftConfig: { enabled: true },
      lifecycle: { preventDestroy: props.deletionProtection },
      // EKS would make the log group itself, without key and retention; and the role is of no use without its policies.
      dependsOn: [logs, ...role.permissions],
    });
  }

  private nodes(props: ClusterProps, cluster: EksCluster, key: AwsKey, node: AwsRole): void {
    const { place } = props;
    const early = nodeless(this, { place, cluster });
    const pool = new AwsSystemPool(this, "SystemPool", { ...props, cluster, key, after: early });
    new AwsAddons(this, "Addons", { place, cluster, after: pool.group });
    new AwsKarpenter(this, "Karpenter", { place, cluster, node });
    new AwsLoadBalancerController(this, "LoadBalancerController", { place, cluster });
  }
}
