import type { Statement } from "./aws-role.ts";
import type { ManageGrant } from "./contract.ts";

interface Where {
  readonly region: string;
  readonly accountId: string;
}

/** What making and removing services takes, of those alone whose names begin with the grant's prefix. */
export function manageStatements({ may, prefix }: ManageGrant, where: Where): Statement[] {
  switch (may) {
    case "objectstore:manage":
      return manageBuckets(prefix);
    case "database:manage":
      return [
        ...manage("rds", ["db", "subgrp", "pg", "og", "cluster", "cluster-pg", "snapshot"], prefix, where),
        useDefaults("rds", "DBInstance", ["og", "pg"], where),
        ...around("rds", where),
        adminSecrets(where),
      ];
    case "cache:manage":
      return [
        ...manage(
          "elasticache",
          ["replicationgroup", "cluster", "subnetgroup", "parametergroup", "user", "usergroup", "snapshot"],
          prefix,
          where,
        ),
        useDefaults("elasticache", "ReplicationGroup", ["parametergroup"], where),
        ...around("elasticache", where),
      ];
  }
}

const manageBuckets = (prefix: string): Statement[] => [
  {
    Action: [
      "s3:CreateBucket",
      "s3:DeleteBucket",
      "s3:DeleteBucketPolicy",
      "s3:Get*Configuration",
      "s3:GetBucket*",
      "s3:ListBucket",
      "s3:PutBucket*",
      "s3:Put*Configuration",
    ],
    Resource: `arn:aws:s3:::${prefix}*`,
  },
];

/** Services that name what they are about by ARN; looking at them cannot be narrowed. */
const manage = (service: string, kinds: readonly string[], prefix: string, { region, accountId }: Where): Statement[] => [
  {
    Action: ["Add", "Create", "Delete", "List", "Modify", "Remove"].map((verb) => `${service}:${verb}*`),
    Resource: kinds.map((kind) => `arn:aws:${service}:${region}:${accountId}:${kind}:${prefix}*`),
  },
  { Action: [`${service}:Describe*`, `${service}:ListTagsForResource`], Resource: "*" },
];

/** A store without settings of its own has the service's, and whoever makes or changes it must be allowed to use them. */
const useDefaults = (service: string, store: string, kinds: readonly string[], { region, accountId }: Where): Statement => ({
  Action: ["Create", "Modify"].map((verb) => `${service}:${verb}${store}`),
  Resource: kinds.map((kind) => `arn:aws:${service}:${region}:${accountId}:${kind}:default*`),
});

/** A store's firewall, and the use of the platform's key on behalf of the store. */
const around = (service: string, { region, accountId }: Where): Statement[] => [
  { Action: ["ec2:DescribeSecurityGroups", "ec2:DescribeSecurityGroupRules", "ec2:DescribeSubnets", "ec2:DescribeVpcs"], Resource: "*" },
  {
    Action: "ec2:CreateSecurityGroup",
    Resource: [`arn:aws:ec2:${region}:${accountId}:security-group/*`, `arn:aws:ec2:${region}:${accountId}:vpc/*`],
  },
  {
    Action: "ec2:CreateTags",
    Resource: [`arn:aws:ec2:${region}:${accountId}:security-group/*`, `arn:aws:ec2:${region}:${accountId}:security-group-rule/*`],
    Condition: { StringEquals: { "ec2:CreateAction": ["CreateSecurityGroup", "AuthorizeSecurityGroupIngress"] } },
  },
  {
    Action: [
      "ec2:AuthorizeSecurityGroupIngress",
      "ec2:DeleteSecurityGroup",
      "ec2:RevokeSecurityGroupIngress",
      "ec2:RevokeSecurityGroupEgress",
    ],
    Resource: `arn:aws:ec2:${region}:${accountId}:security-group/*`,
    // Crossplane tags what it makes, as Terraform tags what is its own.
    Condition: { StringEquals: { "aws:ResourceTag/managed-by": "crossplane" } },
  },
  {
    Action: ["kms:CreateGrant", "kms:DescribeKey"],
    Resource: `arn:aws:kms:${region}:${accountId}:key/*`,
    Condition: { StringEquals: { "kms:ViaService": `${service}.${region}.amazonaws.com` } },
  },
];

/** RDS keeps an administrator's password in a secret of its own name: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html */
const adminSecrets = ({ region, accountId }: Where): Statement => ({
  Action: ["secretsmanager:CreateSecret", "secretsmanager:DescribeSecret", "secretsmanager:TagResource"],
  Resource: `arn:aws:secretsmanager:${region}:${accountId}:secret:rds!*`,
});
