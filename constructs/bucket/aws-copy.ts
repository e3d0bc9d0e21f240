import { S3BucketReplicationConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-replication-configuration";
import { Construct } from "constructs";
import { AwsKey } from "../encryption/aws.ts";
import { AwsRole, plainServiceTrust, type Statement } from "../identity/aws-role.ts";
import { nameOf } from "../naming.ts";
import { type Place, placeIn } from "../place.ts";
import { AwsLogBucket, type AwsLogBucketProps } from "./aws-log-bucket.ts";
import { AwsPrivateBucket } from "./aws-private-bucket.ts";

export interface AwsBucketCopyProps {
  readonly place: Place;
  readonly purpose: string;
  /** What the stack is about; part of the name of the bucket for access logs. */
  readonly logPurpose: AwsLogBucketProps["purpose"];
  readonly drRegion: string;
  readonly retentionDays: number;
  readonly lockDays: number;
  readonly accessLogDays: number;
  readonly deletionProtection: boolean;
  /** The bucket that is copied, and its key. */
  readonly bucket: AwsPrivateBucket;
  readonly key: AwsKey;
  /** The permissions boundary, where the same stack makes it. @default the account's, by name */
  readonly boundaryArn?: string;
}

/** The copy of a bucket in another region, under that region's own key, fed by S3 replication with its 15-minute promise. */
export class AwsBucketCopy extends Construct {
  readonly bucketName: string;

  constructor(scope: Construct, id: string, props: AwsBucketCopyProps) {
    super(scope, id);
    const { place, purpose, drRegion, deletionProtection } = props;
    const key = new AwsKey(this, "Key", { place, purpose: `bucket-${purpose}-copy`, region: drRegion, deletionProtection });
    const logs = AwsLogBucket.of(this, {
      place,
      purpose: props.logPurpose,
      region: drRegion,
      retentionDays: props.accessLogDays,
      deletionProtection,
    });
    const copy = new AwsPrivateBucket(this, "Bucket", {
      // "copy" keeps it apart from the bucket of a place that may run in that region as well.
      bucket: nameOf("aws:S3Bucket", placeIn(place, drRegion).shortName, purpose, "copy", place.suffix),
      region: drRegion,
      keyArn: key.arn,
      retentionDays: props.retentionDays,
      // S3 replicates from a locked bucket only into a locked one.
      lockDays: props.lockDays,
      accessLogs: logs.bucket,
      deletionProtection,
    });
    this.replicate(props, copy, key);
    this.bucketName = copy.name;
  }

  private replicate(props: AwsBucketCopyProps, copy: AwsPrivateBucket, key: AwsKey): void {
    const role = new AwsRole(this, "Role", {
      place: props.place,
      name: `copy-${props.purpose}`,
      description: `S3 copies ${props.purpose} to ${props.drRegion}`,
      trust: [plainServiceTrust("s3.amazonaws.com")],
      statements: copyStatements(props, copy, key),
      boundaryArn: props.boundaryArn,
    });
    new S3BucketReplicationConfigurationA(this, "Replication", {
      bucket: props.bucket.name,
      role: role.arn,
      rule: [
        {
          id: "everything",
          status: "Enabled",
          priority: 1,
          filter: { prefix: "" },
          deleteMarkerReplication: { status: "Enabled" },
          sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
          destination: {
            bucket: copy.arn,
            storageClass: storageClass(props.retentionDays),
            encryptionConfiguration: { replicaKmsKeyId: key.arn },
            metrics: { status: "Enabled", eventThreshold: { minutes: 15 } },
            replicationTime: { status: "Enabled", time: { minutes: 15 } },
          },
        },
      ],
      // Both ends must keep versions first, and the role must be able to read and write them.
      dependsOn: [props.bucket.versioning, copy.versioning, ...role.permissions],
    });
  }
}

/** Infrequent access is half the price, but bills every object for 30 days. */
const storageClass = (retentionDays: number): string => (retentionDays > 0 && retentionDays < 30 ? "STANDARD" : "STANDARD_IA");

function copyStatements({ bucket, key: sourceKey, place, drRegion }: AwsBucketCopyProps, copy: AwsPrivateBucket, key: AwsKey): Statement[] {
  const through = (region: string) => ({ StringLike: { "kms:ViaService": `s3.${region}.amazonaws.com` } });
  return [
    { Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"], Resource: bucket.arn },
    {
      Action: [
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionTagging",
        "s3:GetObjectRetention",
        "s3:GetObjectLegalHold",
      ],
      Resource: `${bucket.arn}/*`,
    },
    { Action: ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"], Resource: `${copy.arn}/*` },
    { Action: "kms:Decrypt", Resource: sourceKey.arn, Condition: through(place.region) },
    { Action: ["kms:Encrypt", "kms:GenerateDataKey"], Resource: key.arn, Condition: through(drRegion) },
  ];
}
