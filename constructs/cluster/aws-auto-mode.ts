import type { Construct } from "constructs";
import { AwsRole, plainServiceTrust, type Statement } from "../identity/aws-role.ts";
import type { Place } from "../place.ts";

/** What the control plane needs under Auto Mode besides: https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html */
export const autoModePolicies = [
  "AmazonEKSBlockStoragePolicy",
  "AmazonEKSComputePolicy",
  "AmazonEKSLoadBalancingPolicy",
  "AmazonEKSNetworkingPolicy",
];

/**
 * Auto Mode in the cluster's arguments; EKS accepts its three switches only together.
 *
 * Of the built-in pools only `system` is on: nodes of built-in pools are in EKS's own security group and in no other, so
 * neither data stores nor the public load balancer know them. Workloads run on pools of the platform's own, whose NodeClass
 * selects subnets and security groups by the tag `karpenter.sh/discovery`, the cluster's name: the place's workload group
 * and EKS's group both have it.
 */
export const autoMode = (nodeRoleArn: string) => ({
  computeConfig: { enabled: true, nodePools: ["system"], nodeRoleArn },
  storageConfig: { blockStorage: { enabled: true } },
});

/** The role of nodes under Auto Mode, which needs less than others. EKS gives it entry to the cluster by itself. */
export const autoNodeRole = (scope: Construct, place: Place): AwsRole =>
  new AwsRole(scope, "NodeRole", {
    place,
    name: "node",
    description: `Nodes of ${place.name}, run by EKS Auto Mode`,
    trust: [plainServiceTrust("ec2.amazonaws.com")],
    managed: ["AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"],
  });

/**
 * Lets Auto Mode put the platform's tags on what it makes; the managed policies allow EKS's own tags only:
 * https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html#tag-prop
 */
export function autoModeTagging(clusterName: string): Statement[] {
  const made = { "aws:RequestTag/eks:eks-cluster-name": clusterName };
  const tagged = (...tags: string[]) => Object.fromEntries(tags.map((tag) => [`aws:RequestTag/eks:${tag}`, "*"]));
  return [
    {
      Sid: "TaggedNodes",
      Action: ["ec2:CreateFleet", "ec2:CreateLaunchTemplate", "ec2:RunInstances"],
      Resource: "*",
      Condition: { StringEquals: made, StringLike: tagged("kubernetes-node-class-name", "kubernetes-node-pool-name") },
    },
    {
      Sid: "TaggedVolumes",
      Action: ["ec2:CreateSnapshot", "ec2:CreateVolume"],
      Resource: ["arn:aws:ec2:*:*:volume/*", "arn:aws:ec2:*:*:snapshot/*"],
      Condition: { StringEquals: made },
    },
    {
      Sid: "TaggedInterfaces",
      Action: "ec2:CreateNetworkInterface",
      Resource: "*",
      Condition: { StringEquals: made, StringLike: tagged("kubernetes-cni-node-name") },
    },
    {
      Sid: "TaggedBalancers",
      Action: [
        "ec2:CreateSecurityGroup",
        "elasticloadbalancing:CreateListener",
        "elasticloadbalancing:CreateLoadBalancer",
        "elasticloadbalancing:CreateRule",
        "elasticloadbalancing:CreateTargetGroup",
      ],
      Resource: "*",
      Condition: { StringEquals: made },
    },
  ];
}
