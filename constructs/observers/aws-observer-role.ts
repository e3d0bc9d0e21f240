import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { boundaryName, policy, type Statement } from "../identity/aws-role.ts";
import { nameOf } from "../naming.ts";
import { accountOf, type Place } from "../place.ts";

export interface AwsObserverRoleProps {
  /** Any place of the account. */
  readonly place: Place;
  /** Last part of the role's name: the vendor. */
  readonly name: string;
  /** The vendor's own AWS account: digits. */
  readonly principal: string;
  /** What the vendor must say for whom it acts: without it, one of its customers could have it read another's account. */
  readonly externalId: string;
}

/** Of what services metrics are read: those that signals are about. Their names in CloudWatch. */
export const awsNamespaces = ["AWS/ElastiCache", "AWS/NetworkELB", "AWS/RDS"];

/** Measurements, and what they are measurements of; no data, no configuration that could hold some. */
const reads: Statement = {
  Sid: "Measurements",
  Action: [
    "cloudwatch:DescribeAlarms",
    "cloudwatch:GetMetricData",
    "cloudwatch:GetMetricStatistics",
    "cloudwatch:ListMetrics",
    "ec2:DescribeRegions",
    "elasticache:DescribeCacheClusters",
    "elasticache:DescribeReplicationGroups",
    "elasticache:ListTagsForResource",
    "elasticloadbalancing:DescribeLoadBalancers",
    "elasticloadbalancing:DescribeTags",
    "elasticloadbalancing:DescribeTargetGroups",
    "elasticloadbalancing:DescribeTargetHealth",
    "rds:DescribeDBClusters",
    "rds:DescribeDBInstances",
    "rds:ListTagsForResource",
    "tag:GetResources",
    "tag:GetTagKeys",
    "tag:GetTagValues",
  ],
  Resource: "*",
};

/** Lets one vendor read an account's measurements, below the environment's permissions boundary: it acts without a key. */
export class AwsObserverRole extends Construct {
  readonly arn: string;
  /** To depend on: the role is of use only with them. */
  readonly permissions: IamRolePolicy;

  constructor(scope: Construct, id: string, props: AwsObserverRoleProps) {
    super(scope, id);
    const { place, principal, externalId } = props;
    const { accountId } = accountOf(place, "aws");
    const role = new IamRole(this, "Resource", {
      name: awsObserverRoleName(props),
      description: `${props.name} reads measurements`,
      permissionsBoundary: `arn:aws:iam::${accountId}:policy/${boundaryName(place)}`,
      assumeRolePolicy: policy([
        {
          Principal: { AWS: `arn:aws:iam::${principal}:root` },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "sts:ExternalId": externalId } },
        },
      ]),
    });
    this.permissions = new IamRolePolicy(this, "Policy", { role: role.name, name: "permissions", policy: policy([reads]) });
    this.arn = role.arn;
  }
}

/** `acme-prod-aws-datadog`: below what runs of the environment may make. */
export const awsObserverRoleName = ({ place, name }: Pick<AwsObserverRoleProps, "place" | "name">): string =>
  nameOf("aws:IamRole", place.organization, place.environment, place.cloud, name);
