import type { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { Construct } from "constructs";
import { AwsPodRole } from "../identity/aws-pod-role.ts";
import type { Statement } from "../identity/aws-role.ts";
import { accountOf, type Place } from "../place.ts";

export interface AwsLoadBalancerControllerProps {
  readonly place: Place;
  readonly cluster: EksCluster;
}

/** The role of the AWS Load Balancer Controller, which ties gateway pods to the place's target group and makes internal balancers. */
export class AwsLoadBalancerController extends Construct {
  constructor(scope: Construct, id: string, { place, cluster }: AwsLoadBalancerControllerProps) {
    super(scope, id);
    const { accountId } = accountOf(place, "aws");
    new AwsPodRole(this, "Role", {
      place,
      clusterName: cluster.name,
      name: "load-balancers",
      description: "AWS Load Balancer Controller",
      namespace: "kube-system",
      serviceAccount: "aws-load-balancer-controller",
      statements: [...look, ...balancers(place, accountId), ...groups(place, accountId)],
    });
  }
}

const look: Statement[] = [
  {
    Sid: "Describe",
    Action: [
      "ec2:DescribeAccountAttributes",
      "ec2:DescribeAddresses",
      "ec2:DescribeAvailabilityZones",
      "ec2:DescribeInstances",
      "ec2:DescribeInternetGateways",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeRouteTables",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeTags",
      "ec2:DescribeVpcPeeringConnections",
      "ec2:DescribeVpcs",
      "ec2:GetCoipPoolUsage",
      "ec2:GetSecurityGroupsForVpc",
      "elasticloadbalancing:Describe*",
    ],
    Resource: "*",
  },
  {
    Sid: "FirstBalancerOfTheAccount",
    Action: "iam:CreateServiceLinkedRole",
    Resource: "arn:aws:iam::*:role/aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing",
    Condition: { StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" } },
  },
];

/** The controller tags what it makes with the cluster's name, and may change only that. */
const clusterTag = "elbv2.k8s.aws/cluster";

const changes = [
  "AddTags",
  "DeleteListener",
  "DeleteLoadBalancer",
  "DeleteTargetGroup",
  "ModifyListener",
  "ModifyListenerAttributes",
  "ModifyLoadBalancerAttributes",
  "ModifyTargetGroup",
  "ModifyTargetGroupAttributes",
  "RemoveTags",
  "SetIpAddressType",
  "SetSecurityGroups",
  "SetSubnets",
];

function balancers(place: Place, accountId: string): Statement[] {
  const arn = (kind: string) => `arn:aws:elasticloadbalancing:${place.region}:${accountId}:${kind}`;
  const all = [arn("loadbalancer/net/*"), arn("targetgroup/*"), arn("listener/net/*")];
  const requested = { StringEquals: { [`aws:RequestTag/${clusterTag}`]: place.name } };
  const mine = { StringEquals: { [`aws:ResourceTag/${clusterTag}`]: place.name } };
  const elb = (...actions: string[]) => actions.map((action) => `elasticloadbalancing:${action}`);
  return [
    { Sid: "MakeBalancers", Action: elb("CreateLoadBalancer", "CreateTargetGroup"), Resource: all, Condition: requested },
    { Sid: "MakeListeners", Action: elb("CreateListener"), Resource: arn("loadbalancer/net/*"), Condition: mine },
    {
      Sid: "TagWhatIsMade",
      Action: elb("AddTags"),
      Resource: all,
      Condition: {
        StringEquals: {
          ...requested.StringEquals,
          "elasticloadbalancing:CreateAction": ["CreateLoadBalancer", "CreateTargetGroup", "CreateListener"],
        },
      },
    },
    {
      Sid: "ChangeOwnBalancers",
      Action: elb(...changes),
      Resource: all,
      Condition: mine,
    },
    // The place's own target group is not the controller's: it belongs to the network stack and has no tag of the cluster.
    { Sid: "BindPods", Action: elb("RegisterTargets", "DeregisterTargets"), Resource: arn("targetgroup/*") },
  ];
}

function groups(place: Place, accountId: string): Statement[] {
  const arn = (kind: string) => `arn:aws:ec2:${place.region}:${accountId}:${kind}/*`;
  const requested = { StringEquals: { [`aws:RequestTag/${clusterTag}`]: place.name } };
  const mine = { StringEquals: { [`aws:ResourceTag/${clusterTag}`]: place.name } };
  const change = ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"];
  return [
    { Sid: "MakeGroups", Action: "ec2:CreateSecurityGroup", Resource: arn("security-group"), Condition: requested },
    { Sid: "MakeGroupsInVpc", Action: "ec2:CreateSecurityGroup", Resource: arn("vpc") },
    {
      Sid: "TagGroups",
      Action: "ec2:CreateTags",
      Resource: arn("security-group"),
      Condition: { StringEquals: { ...requested.StringEquals, "ec2:CreateAction": "CreateSecurityGroup" } },
    },
    {
      Sid: "ChangeOwnGroups",
      Action: [...change, "ec2:CreateTags", "ec2:DeleteTags", "ec2:DeleteSecurityGroup"],
      Resource: arn("security-group"),
      Condition: mine,
    },
    {
      // EKS's own group, which pods are in: the controller opens it for its balancers.
      Sid: "OpenClusterGroup",
      Action: change,
      Resource: arn("security-group"),
      Condition: { StringEquals: { [`aws:ResourceTag/kubernetes.io/cluster/${place.name}`]: "owned" } },
    },
  ];
}
