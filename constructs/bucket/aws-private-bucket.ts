import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketObjectLockConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { policy, type Statement } from "../identity/aws-role.ts";

export interface AwsPrivateBucketProps {
  readonly bucket: string;
  /** @default the provider's region */
  readonly region?: string;
  /** Key of the objects. @default S3's own, which is all that receivers of access logs may use */
  readonly keyArn?: string;
  /** Who besides the account's IAM may do what with it. @default nobody */
  readonly statements?: readonly Statement[];
  /** Days until objects are deleted; 0 keeps them. Old versions go 30 days after being replaced. */
  readonly retentionDays: number;
  /** Days during which nobody, root included, can delete an object; 0 sets no lock. @default 0 */
  readonly lockDays?: number;
  /** Bucket of the same region that records who read what. @default none */
  readonly accessLogs?: AwsPrivateBucket;
  readonly deletionProtection: boolean;
}

/** An S3 bucket with what every bucket here has: private, versioned, encrypted, TLS only, with an end for old data. */
export class AwsPrivateBucket extends Construct {
  readonly name: string;
  readonly arn: string;
  readonly versioning: S3BucketVersioningA;
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: AwsPrivateBucketProps) {
    super(scope, id);
    const { region } = props;
    const bucket = new S3Bucket(this, "Resource", {
      bucket: props.bucket,
      region,
      // An environment that may be taken down is taken down with what is in it.
      forceDestroy: !props.deletionProtection,
      objectLockEnabled: (props.lockDays ?? 0) > 0,
      lifecycle: { preventDestroy: props.deletionProtection },
    });
    this.name = bucket.bucket;
    this.arn = bucket.arn;
    this.versioning = new S3BucketVersioningA(this, "Versioning", {
      bucket: bucket.id,
      region,
      versioningConfiguration: { status: "Enabled" },
    });
    this.policy = this.access(bucket, props);
    this.encryption(bucket, props);
    this.lifecycle(bucket, props);
    if (props.lockDays) this.lock(bucket, props.lockDays, region);
    if (props.accessLogs) {
      new S3BucketLoggingA(this, "Logging", {
        bucket: bucket.id,
        region,
        targetBucket: props.accessLogs.name,
        targetPrefix: `s3/${props.bucket}/`,
        // Logs that arrive before the bucket admits them are lost.
        dependsOn: [props.accessLogs.policy],
      });
    }
  }

  private access(bucket: S3Bucket, { region, statements = [] }: AwsPrivateBucketProps): S3BucketPolicy {
    new S3BucketPublicAccessBlock(this, "PublicAccessBlock", {
      bucket: bucket.id,
      region,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, "Ownership", { bucket: bucket.id, region, rule: { objectOwnership: "BucketOwnerEnforced" } });
    const tlsOnly: Statement = {
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [bucket.arn, `${bucket.arn}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
    return new S3BucketPolicy(this, "Policy", { bucket: bucket.id, region, policy: policy([tlsOnly, ...statements]) });
  }

  private encryption(bucket: S3Bucket, { region, keyArn }: AwsPrivateBucketProps): void {
    const applyServerSideEncryptionByDefault = keyArn ? { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn } : { sseAlgorithm: "AES256" };
    new S3BucketServerSideEncryptionConfigurationA(this, "Encryption", {
      bucket: bucket.id,
      region,
      rule: [{ bucketKeyEnabled: keyArn !== undefined, applyServerSideEncryptionByDefault }],
    });
  }

  private lifecycle(bucket: S3Bucket, { region, retentionDays }: AwsPrivateBucketProps): void {
    // A rule with days also removes what is left of a deleted object when its last version has gone; without days that is said.
    const end = retentionDays > 0 ? { days: retentionDays } : { expiredObjectDeleteMarker: true };
    new S3BucketLifecycleConfiguration(this, "Lifecycle", {
      bucket: bucket.id,
      region,
      rule: [
        {
          id: "cleanup",
          status: "Enabled",
          filter: [{ prefix: "" }],
          expiration: [end],
          noncurrentVersionExpiration: [{ noncurrentDays: 30 }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
      // Rules about old versions are refused until there can be some.
      dependsOn: [this.versioning],
    });
  }

  private lock(bucket: S3Bucket, days: number, region?: string): void {
    new S3BucketObjectLockConfigurationA(this, "ObjectLock", {
      bucket: bucket.id,
      region,
      rule: { defaultRetention: { mode: "COMPLIANCE", days } },
      dependsOn: [this.versioning],
    });
  }
}
