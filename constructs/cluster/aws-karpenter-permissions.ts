import type { Statement } from "../identity/aws-role.ts";

/** What its permissions are narrowed to. */
export interface KarpenterScope {
  readonly region: string;
  readonly accountId: string;
  readonly clusterName: string;
  readonly nodeRoleArn: string;
  readonly queueArn: string;
}

/**
 * What Karpenter 1.x may do: start instances with the cluster's tags, and touch only what carries them.
 * https://karpenter.sh/docs/reference/cloudformation/
 */
export const karpenterStatements = (scope: KarpenterScope): Statement[] => [
  ...launch(scope),
  ...tagAndTerminate(scope),
  ...look(scope),
  ...instanceProfiles(scope),
  {
    Sid: "FirstSpotInstanceOfTheAccount",
    Action: "iam:CreateServiceLinkedRole",
    Resource: `arn:aws:iam::${scope.accountId}:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot`,
    Condition: { StringEquals: { "iam:AWSServiceName": "spot.amazonaws.com" } },
  },
  { Sid: "Interruptions", Action: ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"], Resource: scope.queueArn },
];

const owned = (where: "RequestTag" | "ResourceTag", { clusterName }: KarpenterScope) => ({
  [`aws:${where}/kubernetes.io/cluster/${clusterName}`]: "owned",
});
const byPool = (where: "RequestTag" | "ResourceTag") => ({ [`aws:${where}/karpenter.sh/nodepool`]: "*" });
const byClass = (where: "RequestTag" | "ResourceTag") => ({ [`aws:${where}/karpenter.k8s.aws/ec2nodeclass`]: "*" });

function launch(scope: KarpenterScope): Statement[] {
  const { region, clusterName } = scope;
  const arn = (kind: string) => `arn:aws:ec2:${region}:*:${kind}/*`;
  const made = ["fleet", "instance", "volume", "network-interface", "launch-template", "spot-instances-request"].map(arn);
  const request = { ...owned("RequestTag", scope), "aws:RequestTag/eks:eks-cluster-name": clusterName };
  return [
    {
      Sid: "LaunchFrom",
      Action: ["ec2:RunInstances", "ec2:CreateFleet"],
      Resource: [
        `arn:aws:ec2:${region}::image/*`,
        `arn:aws:ec2:${region}::snapshot/*`,
        ...["security-group", "subnet", "capacity-reservation"].map(arn),
      ],
    },
    {
      Sid: "LaunchFromOwnTemplate",
      Action: ["ec2:RunInstances", "ec2:CreateFleet"],
      Resource: arn("launch-template"),
      Condition: { StringEquals: owned("ResourceTag", scope), StringLike: byPool("ResourceTag") },
    },
    {
      Sid: "LaunchWithTags",
      Action: ["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate"],
      Resource: made,
      Condition: { StringEquals: request, StringLike: byPool("RequestTag") },
    },
    {
      Sid: "TagOnLaunch",
      Action: "ec2:CreateTags",
      Resource: made,
      Condition: {
        StringEquals: { ...request, "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"] },
        StringLike: byPool("RequestTag"),
      },
    },
  ];
}

function tagAndTerminate(scope: KarpenterScope): Statement[] {
  const mine = { StringEquals: owned("ResourceTag", scope), StringLike: byPool("ResourceTag") };
  const instances = `arn:aws:ec2:${scope.region}:*:instance/*`;
  return [
    {
      Sid: "TagOwnInstances",
      Action: "ec2:CreateTags",
      Resource: instances,
      Condition: {
        ...mine,
        StringEqualsIfExists: { "aws:RequestTag/eks:eks-cluster-name": scope.clusterName },
        "ForAllValues:StringEquals": { "aws:TagKeys": ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"] },
      },
    },
    {
      Sid: "RemoveOwn",
      Action: ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
      Resource: [instances, `arn:aws:ec2:${scope.region}:*:launch-template/*`],
      Condition: mine,
    },
  ];
}

function look({ region, accountId, clusterName }: KarpenterScope): Statement[] {
  const describe = [
    "AvailabilityZones",
    "CapacityReservations",
    "Images",
    "InstanceStatus",
    "InstanceTypeOfferings",
    "InstanceTypes",
    "Instances",
    "LaunchTemplates",
    "PlacementGroups",
    "SecurityGroups",
    "SpotPriceHistory",
    "Subnets",
  ];
  return [
    {
      Sid: "Describe",
      Action: describe.map((what) => `ec2:Describe${what}`),
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": region } },
    },
    { Sid: "Images", Action: "ssm:GetParameter", Resource: `arn:aws:ssm:${region}::parameter/aws/service/*` },
    { Sid: "Prices", Action: "pricing:GetProducts", Resource: "*" },
    { Sid: "Cluster", Action: "eks:DescribeCluster", Resource: `arn:aws:eks:${region}:${accountId}:cluster/${clusterName}` },
  ];
}

function instanceProfiles(scope: KarpenterScope): Statement[] {
  const profiles = `arn:aws:iam::${scope.accountId}:instance-profile/*`;
  const tags = (where: "RequestTag" | "ResourceTag") => ({
    ...owned(where, scope),
    [`aws:${where}/topology.kubernetes.io/region`]: scope.region,
  });
  const cluster = { "aws:RequestTag/eks:eks-cluster-name": scope.clusterName };
  return [
    {
      Sid: "PassNodeRole",
      Action: "iam:PassRole",
      Resource: scope.nodeRoleArn,
      Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
    },
    {
      Sid: "CreateProfiles",
      Action: "iam:CreateInstanceProfile",
      Resource: profiles,
      Condition: { StringEquals: { ...tags("RequestTag"), ...cluster }, StringLike: byClass("RequestTag") },
    },
    {
      Sid: "TagOwnProfiles",
      Action: "iam:TagInstanceProfile",
      Resource: profiles,
      Condition: {
        StringEquals: { ...tags("ResourceTag"), ...tags("RequestTag"), ...cluster },
        StringLike: { ...byClass("ResourceTag"), ...byClass("RequestTag") },
      },
    },
    {
      Sid: "ChangeOwnProfiles",
      Action: ["iam:AddRoleToInstanceProfile", "iam:RemoveRoleFromInstanceProfile", "iam:DeleteInstanceProfile"],
      Resource: profiles,
      Condition: { StringEquals: tags("ResourceTag"), StringLike: byClass("ResourceTag") },
    },
    { Sid: "ReadProfiles", Action: "iam:GetInstanceProfile", Resource: profiles },
    // Listing profiles cannot be narrowed.
    { Sid: "ListProfiles", Action: "iam:ListInstanceProfiles", Resource: "*" },
  ];
}
