import type { Statement } from "../identity/aws-role.ts";
import { accountOf, type Place } from "../place.ts";
import { ownPrefix } from "./aws-apply-permissions.ts";

/** Services that roles of stacks work with: nodes, controllers, workloads, and AWS services acting for them. */
const services = [
  "acm",
  "autoscaling",
  "backup",
  "backup-storage",
  "bcm-data-exports",
  "ce",
  "cloudwatch",
  "config",
  "dms",
  "dynamodb",
  "ec2",
  "ec2messages",
  "ecr",
  "ecs",
  "eks",
  "eks-auth",
  "elasticache",
  "elasticfilesystem",
  "elasticloadbalancing",
  "events",
  "kafka",
  "kafka-cluster",
  "kms",
  "logs",
  "pricing",
  "rds",
  "rds-db",
  "route53",
  "s3",
  "secretsmanager",
  "sns",
  "sqs",
  "ssm",
  "ssmmessages",
  "sts",
  "tag",
  "wafv2",
];

/**
 * The most any role of a stack can ever do, whatever its policies say: the services above, and of IAM only what Karpenter
 * and load balancers need. A boundary grants nothing.
 */
export function boundaryStatements(place: Place): Statement[] {
  const iam = (what: string) => `arn:aws:iam::${accountOf(place, "aws").accountId}:${what}`;
  return [
    { Sid: "Services", Action: services.map((service) => `${service}:*`), Resource: "*" },
    { Sid: "SeeIdentities", Action: ["iam:Get*", "iam:List*"], Resource: "*" },
    {
      Sid: "InstanceProfiles",
      Action: [
        "iam:AddRoleToInstanceProfile",
        "iam:CreateInstanceProfile",
        "iam:DeleteInstanceProfile",
        "iam:RemoveRoleFromInstanceProfile",
        "iam:TagInstanceProfile",
      ],
      Resource: iam("instance-profile/*"),
    },
    { Sid: "OwnRoles", Action: "iam:PassRole", Resource: iam(`role/${ownPrefix(place)}*`) },
    { Sid: "ServiceLinkedRoles", Action: "iam:CreateServiceLinkedRole", Resource: iam("role/aws-service-role/*") },
  ];
}
