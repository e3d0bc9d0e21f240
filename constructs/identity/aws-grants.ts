import type { Bucket } from "../bucket/contract.ts";
import { manageStatements } from "./aws-manage-grants.ts";
import type { Statement } from "./aws-role.ts";
import type { Grant } from "./contract.ts";

interface Where {
  readonly region: string;
  readonly accountId: string;
}

/** The least a workload on AWS needs to do what `grant` says. */
export function grantStatements(grant: Grant, where: Where): Statement[] {
  switch (grant.may) {
    case "objectstore:read-write":
      return [...readBucket(grant.bucket), ...writeBucket(grant.bucket)];
    case "objectstore:read":
      return readBucket(grant.bucket);
    // Who may read or write an object may sign for it; what binds balancers here has its role from the cluster.
    case "objectstore:sign":
    case "ingress:bind":
      return [];
    case "objectstore:manage":
    case "database:manage":
    case "cache:manage":
      return manageStatements(grant, where);
    case "kms:use":
      return [{ Action: ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"], Resource: grant.keyId }];
    case "dns:edit":
      return editZone(grant.zoneId);
    case "db:connect":
      return [
        {
          Action: "rds-db:connect",
          // Resource ids are unique in the world; a database that has failed over is in another region.
          Resource: `arn:aws:rds-db:*:${where.accountId}:dbuser:${grant.databaseId}/${grant.user}`,
        },
      ];
    case "cache:connect":
      // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
      return [
        {
          Action: "elasticache:Connect",
          Resource: [grant.cacheId, `arn:aws:elasticache:${where.region}:${where.accountId}:user:${grant.user}`],
        },
      ];
    case "secrets:read":
      return readSecrets(grant.prefix, where);
    case "secrets:write":
      return writeSecrets(grant.prefix, where);
    case "registry:pull":
      return pullImages;
    case "billing:read":
      return readBilling;
    case "inventory:read":
      return readInventory;
  }
}

const bucketArn = (bucket: Bucket) => `arn:aws:s3:::${bucket.bucket}`;

function readBucket(bucket: Bucket): Statement[] {
  return [
    { Action: ["s3:ListBucket", "s3:GetBucketLocation"], Resource: bucketArn(bucket) },
    { Action: ["s3:GetObject", "s3:GetObjectTagging"], Resource: `${bucketArn(bucket)}/*` },
    { Action: "kms:Decrypt", Resource: bucket.kmsKeyId },
  ];
}

function writeBucket(bucket: Bucket): Statement[] {
  return [
    { Action: "s3:ListBucketMultipartUploads", Resource: bucketArn(bucket) },
    {
      Action: ["s3:PutObject", "s3:PutObjectTagging", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
      Resource: `${bucketArn(bucket)}/*`,
    },
    { Action: "kms:GenerateDataKey", Resource: bucket.kmsKeyId },
  ];
}

function editZone(zoneId: string): Statement[] {
  return [
    {
      Action: ["route53:ChangeResourceRecordSets", "route53:ListResourceRecordSets", "route53:ListTagsForResource"],
      Resource: `arn:aws:route53:::hostedzone/${zoneId}`,
    },
    { Action: "route53:GetChange", Resource: "arn:aws:route53:::change/*" },
    // Finding a zone by name cannot be narrowed to one.
    { Action: ["route53:ListHostedZones", "route53:ListHostedZonesByName"], Resource: "*" },
  ];
}

function readSecrets(prefix: string, { region, accountId }: Where): Statement[] {
  const secrets = `arn:aws:secretsmanager:${region}:${accountId}:secret:${prefix}*`;
  return [
    { Action: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"], Resource: secrets },
    {
      Action: "kms:Decrypt",
      Resource: `arn:aws:kms:${region}:${accountId}:key/*`,
      Condition: {
        StringEquals: { "kms:ViaService": `secretsmanager.${region}.amazonaws.com` },
        ArnLike: { "kms:EncryptionContext:SecretARN": secrets },
      },
    },
  ];
}

function writeSecrets(prefix: string, { region, accountId }: Where): Statement[] {
  const secrets = `arn:aws:secretsmanager:${region}:${accountId}:secret:${prefix}*`;
  return [
    { Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"], Resource: secrets },
    {
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: `arn:aws:kms:${region}:${accountId}:key/*`,
      Condition: {
        StringEquals: { "kms:ViaService": `secretsmanager.${region}.amazonaws.com` },
        ArnLike: { "kms:EncryptionContext:SecretARN": secrets },
      },
    },
  ];
}

/** Images may be in another account (the management account's registry), whose repository policy has the last word. */
const pullImages: Statement[] = [
  { Action: "ecr:GetAuthorizationToken", Resource: "*" },
  {
    Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    Resource: "arn:aws:ecr:*:*:repository/*",
  },
];

const readBilling: Statement[] = [
  {
    Action: [
      "ce:GetCostAndUsage",
      "ce:GetCostForecast",
      "ce:GetDimensionValues",
      "ce:GetTags",
      "pricing:DescribeServices",
      "pricing:GetAttributeValues",
      "pricing:GetProducts",
    ],
    Resource: "*",
  },
];

const readInventory: Statement[] = [
  {
    Action: [
      "cloudwatch:GetMetricData",
      "cloudwatch:GetMetricStatistics",
      "cloudwatch:ListMetrics",
      "ec2:Describe*",
      "eks:DescribeCluster",
      "eks:DescribeNodegroup",
      "eks:ListClusters",
      "eks:ListNodegroups",
      "elasticache:Describe*",
      "elasticache:ListTagsForResource",
      "elasticloadbalancing:Describe*",
      "logs:DescribeLogGroups",
      "logs:ListTagsForResource",
      "rds:Describe*",
      "rds:ListTagsForResource",
      "s3:GetBucketLocation",
      "s3:GetBucketTagging",
      "s3:ListAllMyBuckets",
      "tag:GetResources",
    ],
    Resource: "*",
  },
];
