import { Cloudtrail } from "@cdktf/provider-aws/lib/cloudtrail";
import { Construct } from "constructs";
import { AwsBucketCopy } from "../bucket/aws-copy.ts";
import { AwsLogBucket } from "../bucket/aws-log-bucket.ts";
import { AwsPrivateBucket } from "../bucket/aws-private-bucket.ts";
import { AwsKey } from "../encryption/aws.ts";
import type { Statement } from "../identity/aws-role.ts";
import { nameOf } from "../naming.ts";
import { accountOf } from "../place.ts";
import type { AccountProps } from "./contract.ts";

export interface AwsAuditProps extends AccountProps {
  /** The permissions boundary, made in this stack. */
  readonly boundaryArn: string;
}

/**
 * The account's audit trail: every management call in every region, signed, encrypted and, in protected environments, locked
 * against deletion. Where the environment uses a second region, a copy is kept there.
 */
export class AwsAudit extends Construct {
  /** The trail. */
  readonly bucket: AwsPrivateBucket;
  /** What does not go into a locked bucket: access logs, and Config's history, which Config delivers to no locked bucket. */
  readonly logs: AwsPrivateBucket;

  constructor(scope: Construct, id: string, props: AwsAuditProps) {
    super(scope, id);
    const { place, auditRetentionDays, deletionProtection } = props;
    const { accountId } = accountOf(place, "aws");
    const key = new AwsKey(this, "Key", { place, purpose: "audit", users: ["trail"], deletionProtection });
    this.logs = AwsLogBucket.of(this, {
      place,
      purpose: "account",
      writers: configWrites(accountId),
      retentionDays: auditRetentionDays,
      deletionProtection,
    }).bucket;
    this.bucket = this.trail(props, key);
    const copyRegion = props.regions.find((region) => region !== place.region);
    if (copyRegion !== undefined) this.copy(props, key, copyRegion);
  }

  private trail({ place, auditRetentionDays, deletionProtection }: AwsAuditProps, key: AwsKey): AwsPrivateBucket {
    const { accountId } = accountOf(place, "aws");
    const name = nameOf("aws:S3Bucket", place.shortName, "trail", place.suffix);
    const trail = nameOf("aws:Resource", place.organization, place.environment, "audit");
    const bucket = new AwsPrivateBucket(this, "Bucket", {
      bucket: name,
      keyArn: key.arn,
      statements: trailWrites(name, `arn:aws:cloudtrail:${place.region}:${accountId}:trail/${trail}`, accountId),
      retentionDays: auditRetentionDays,
      lockDays: lockDays(auditRetentionDays, deletionProtection),
      accessLogs: this.logs,
      deletionProtection,
    });
    new Cloudtrail(this, "Trail", {
      name: trail,
      s3BucketName: bucket.name,
      kmsKeyId: key.arn,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      enableLogging: true,
      // CloudTrail checks that it may write when it is made.
      dependsOn: [bucket.policy],
      lifecycle: { preventDestroy: deletionProtection },
    });
    return bucket;
  }

  private copy({ place, auditRetentionDays, deletionProtection, boundaryArn }: AwsAuditProps, key: AwsKey, drRegion: string): void {
    new AwsBucketCopy(this, "Copy", {
      place,
      purpose: "trail",
      logPurpose: "account",
      drRegion,
      retentionDays: auditRetentionDays,
      lockDays: lockDays(auditRetentionDays, deletionProtection),
      accessLogDays: auditRetentionDays,
      deletionProtection,
      bucket: this.bucket,
      key,
      boundaryArn,
    });
  }
}

/** Elsewhere than in protected environments a lock would only keep the environment from being taken down. */
const lockDays = (retentionDays: number, deletionProtection: boolean): number => (deletionProtection ? retentionDays : 0);

const ownerControls = { "s3:x-amz-acl": "bucket-owner-full-control" };

function trailWrites(bucket: string, trailArn: string, accountId: string): Statement[] {
  const Principal = { Service: "cloudtrail.amazonaws.com" };
  const source = { "aws:SourceArn": trailArn };
  return [
    { Sid: "TrailChecks", Principal, Action: "s3:GetBucketAcl", Resource: `arn:aws:s3:::${bucket}`, Condition: { StringEquals: source } },
    {
      Sid: "TrailWrites",
      Principal,
      Action: "s3:PutObject",
      Resource: `arn:aws:s3:::${bucket}/AWSLogs/${accountId}/*`,
      Condition: { StringEquals: { ...source, ...ownerControls } },
    },
  ];
}

const configWrites =
  (accountId: string) =>
  (bucket: string): Statement[] => {
    const Principal = { Service: "config.amazonaws.com" };
    const source = { "aws:SourceAccount": accountId };
    return [
      {
        Sid: "ConfigChecks",
        Principal,
        Action: ["s3:GetBucketAcl", "s3:ListBucket"],
        Resource: `arn:aws:s3:::${bucket}`,
        Condition: { StringEquals: source },
      },
      {
        Sid: "ConfigWrites",
        Principal,
        Action: "s3:PutObject",
        Resource: `arn:aws:s3:::${bucket}/AWSLogs/${accountId}/Config/*`,
        Condition: { StringEquals: { ...source, ...ownerControls } },
      },
    ];
  };
