import type { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import type { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import type { AwsKey } from "../encryption/aws.ts";
import { nameOf } from "../naming.ts";
import { stackTags } from "../stack-tags.ts";
import { tagsFor } from "../tags.ts";
import { nodeRole } from "./aws-node-role.ts";
import type { ClusterProps, NodePool, Size } from "./contract.ts";

/** General-purpose types per size, the newer one first. */
const instanceTypes: Record<NodePool["arch"], Record<Size, string[]>> = {
  arm64: { s: ["m7g.large", "m6g.large"], m: ["m7g.xlarge", "m6g.xlarge"], l: ["m7g.2xlarge", "m6g.2xlarge"] },
  amd64: { s: ["m7i.large", "m6i.large"], m: ["m7i.xlarge", "m6i.xlarge"], l: ["m7i.2xlarge", "m6i.2xlarge"] },
};

const images: Record<NodePool["arch"], string> = { arm64: "BOTTLEROCKET_ARM_64", amd64: "BOTTLEROCKET_x86_64" };

export interface AwsSystemPoolProps extends ClusterProps {
  readonly cluster: EksCluster;
  readonly key: AwsKey;
  /** Add-ons without which no node becomes ready. */
  readonly after: readonly EksAddon[];
}

/** The node group for the cluster's own add-ons, Karpenter among them: it cannot bring the node it runs on. */
export class AwsSystemPool extends Construct {
  readonly group: EksNodeGroup;

  constructor(scope: Construct, id: string, props: AwsSystemPoolProps) {
    super(scope, id);
    const { pools, cluster, place } = props;
    const { arch, size, min, max, spot } = pools.system;
    const template = this.template(props);
    // Not the role of Karpenter's nodes: EKS makes a node group's entry to the cluster itself, Terraform makes theirs, and a role has one.
    const node = nodeRole(this, "NodeRole", place, "system-node");
    this.group = new EksNodeGroup(this, "Resource", {
      clusterName: cluster.name,
      nodeRoleArn: node.arn,
      subnetIds: props.network.nodeSubnetIds,
      nodeGroupNamePrefix: "system-",
      version: props.version,
      amiType: images[arch],
      instanceTypes: instanceTypes[arch][size],
      capacityType: spot ? "SPOT" : "ON_DEMAND",
      scalingConfig: { minSize: min, desiredSize: min, maxSize: max },
      updateConfig: { maxUnavailablePercentage: 33 },
      nodeRepairConfig: { enabled: true },
      labels: { [`platform.${place.organization}.io/pool`]: "system" },
      taint: [{ key: "CriticalAddonsOnly", value: "true", effect: "NO_SCHEDULE" }],
      launchTemplate: { id: template.id, version: Fn.tostring(template.latestVersion) },
      // The autoscaling group's size is its own affair after creation; a change of instance type makes a new group first.
      lifecycle: { createBeforeDestroy: true, ignoreChanges: ["scaling_config[0].desired_size"] },
      // Nodes do not become ready without network and role.
      dependsOn: [...props.after, ...node.permissions],
    });
  }

  private template({ place, cluster, key, network }: AwsSystemPoolProps): LaunchTemplate {
    const encrypted = (volumeSize: number) => ({
      volumeType: "gp3",
      volumeSize,
      encrypted: "true",
      kmsKeyId: key.arn,
      deleteOnTermination: "true",
    });
    const tags = { ...tagsFor("aws", stackTags(this)), Name: nameOf("aws:Resource", place.name, "system") };
    return new LaunchTemplate(this, "Template", {
      name: nameOf("aws:Resource", place.name, "system"),
      description: `System nodes of ${place.name}`,
      updateDefaultVersion: true,
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      // Bottlerocket keeps the system on the first volume and images and containers on the second.
      blockDeviceMappings: [
        { deviceName: "/dev/xvda", ebs: encrypted(4) },
        { deviceName: "/dev/xvdb", ebs: encrypted(80) },
      ],
      // With groups of its own the template must name EKS's group as well, or nodes could not reach the API.
      vpcSecurityGroupIds: [cluster.vpcConfig.clusterSecurityGroupId, network.workloadGroup],
      tagSpecifications: [
        { resourceType: "instance", tags },
        { resourceType: "volume", tags },
        { resourceType: "network-interface", tags },
      ],
    });
  }
}
