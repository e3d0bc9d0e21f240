import { Construct } from "constructs";
import { AwsKey } from "../encryption/aws.ts";
import { nameOf } from "../naming.ts";
import { accountOf } from "../place.ts";
import { AwsBucketCopy } from "./aws-copy.ts";
import { AwsLogBucket } from "./aws-log-bucket.ts";
import { AwsPrivateBucket } from "./aws-private-bucket.ts";
import type { Bucket, BucketProps } from "./contract.ts";

/** Who read what is of use for a year at most. */
const accessLogDays = 365;

/**
 * An S3 bucket for one purpose with its own key, and with `drRegion` a copy there that lags 15 minutes at most.
 *
 * About $1 per month and region for the keys, plus $0.023 per GB stored and $0.015 per GB copied.
 */
export class AwsBucket extends Construct implements Bucket {
  readonly purpose: string;
  readonly provider = "s3";
  readonly bucket: string;
  readonly account: string;
  readonly region: string;
  readonly kmsKeyId: string;
  readonly replicaBucket: string;
  readonly replicaRegion: string;

  constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id);
    const { place, purpose, deletionProtection, drRegion } = props;
    const key = new AwsKey(this, "Key", { place, purpose: `bucket-${purpose}`, deletionProtection });
    const logs = AwsLogBucket.of(this, { place, purpose: "data", retentionDays: accessLogDays, deletionProtection });
    const bucket = new AwsPrivateBucket(this, "Bucket", {
      bucket: nameOf("aws:S3Bucket", place.shortName, purpose, place.suffix),
      keyArn: key.arn,
      retentionDays: props.retentionDays,
      lockDays: props.lockDays,
      accessLogs: logs.bucket,
      deletionProtection,
    });
    const copy =
      drRegion === undefined
        ? undefined
        : new AwsBucketCopy(this, "Copy", { ...props, logPurpose: "data", drRegion, bucket, key, accessLogDays });

    this.purpose = purpose;
    this.bucket = bucket.name;
    this.account = accountOf(place, "aws").accountId;
    this.region = place.region;
    this.kmsKeyId = key.arn;
    this.replicaBucket = copy?.bucketName ?? "";
    this.replicaRegion = drRegion ?? "";
  }
}
