import { argumentOf, equals, hasCompanion, isSet } from "./expect.ts";
import type { Finding, Policy, Subject } from "./policy.ts";
import { names } from "./stack-view.ts";

const appliesTo = ["aws_s3_bucket"];
const blocks = ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"];

const policyTexts = (bucket: Subject): string[] =>
  bucket.stack.companionsOf(bucket, "aws_s3_bucket_policy", "bucket").map(({ attributes }) => JSON.stringify(attributes.policy ?? ""));

/** Whether others put their logs here: access logs take no customer key, and log themselves nowhere. */
function receivesLogs(bucket: Subject): boolean {
  const isTarget = ["aws_s3_bucket_logging", "aws_lb"].some((type) =>
    bucket.stack.ofType(type).some(({ attributes }) => names(attributes.target_bucket ?? attributes.access_logs, bucket.address)),
  );
  return isTarget || policyTexts(bucket).some((text) => text.includes("s3:PutObject"));
}

/** Who asks in plain text is refused. */
function overTls(bucket: Subject): Finding[] {
  const isRefused = policyTexts(bucket).some((text) => /aws:SecureTransport/.test(text) && /Deny/.test(text));
  return isRefused ? [] : [{ argument: "aws_s3_bucket_policy", got: undefined, wanted: "a denial of what is not aws:SecureTransport" }];
}

/** Load balancers read whom they trust from here; it is public, and they cannot read what a customer key encrypts. */
const isTrustStore = (bucket: Subject): boolean =>
  bucket.stack.ofType("aws_lb_trust_store").some(({ attributes }) => names(attributes.ca_certificates_bundle_s3_bucket, bucket.address));

const rule = "rule.apply_server_side_encryption_by_default";

function encryption(bucket: Subject): Finding[] {
  return hasCompanion(bucket, "aws_s3_bucket_server_side_encryption_configuration", "bucket", (companion) => {
    if (argumentOf(companion, `${rule}.sse_algorithm`) === "AES256" && (receivesLogs(bucket) || isTrustStore(bucket))) return [];
    return [...equals(companion, `${rule}.sse_algorithm`, "aws:kms"), ...isSet(companion, `${rule}.kms_master_key_id`, "a key of KMS")];
  });
}

const safeBucket: Policy = {
  id: "AWS-11",
  title: "An S3 bucket is closed to the public, versioned, encrypted with a customer key, logged, and speaks TLS only",
  severity: "critical",
  remedy: "add what is missing beside the bucket; access logs go to another bucket",
  reference: "CKV2_AWS_6, CKV_AWS_21, CKV_AWS_145, CKV_AWS_18",
  appliesTo,
  judge: (bucket) => [
    ...hasCompanion(bucket, "aws_s3_bucket_public_access_block", "bucket", (companion) =>
      blocks.flatMap((argument) => equals(companion, argument, true)),
    ),
    ...hasCompanion(bucket, "aws_s3_bucket_versioning", "bucket", (companion) =>
      equals(companion, "versioning_configuration.status", "Enabled"),
    ),
    ...encryption(bucket),
    ...overTls(bucket),
    ...(receivesLogs(bucket) ? [] : hasCompanion(bucket, "aws_s3_bucket_logging", "bucket")),
  ],
};

/** What must outlive whoever gets in: the trail of who did what, and the backups of clusters. */
const isEvidence = (bucket: Subject): boolean =>
  bucket.stack.ofType("aws_cloudtrail").some(({ attributes }) => names(attributes.s3_bucket_name, bucket.address)) ||
  /(^|-)velero(-|$)/.test(String(argumentOf(bucket, "bucket")));

const isCopy = (bucket: Subject): boolean =>
  bucket.stack.ofType("aws_s3_bucket_replication_configuration").some(({ attributes }) => names(attributes.rule, bucket.address));

const keptBucket: Policy = {
  id: "AWS-12",
  title: "Trails and backups of production cannot be deleted before their time, and have a copy in another region",
  severity: "high",
  remedy: "give the environment a region for recovery; object lock is chosen when a bucket is made",
  reference: "CKV_AWS_144",
  appliesTo,
  judge: (bucket) =>
    bucket.stack.facts.environment !== "prod" || !bucket.stack.facts.isProtected || !isEvidence(bucket)
      ? []
      : [
          ...equals(bucket, "object_lock_enabled", true),
          ...hasCompanion(bucket, "aws_s3_bucket_object_lock_configuration", "bucket"),
          ...(isCopy(bucket) ? [] : hasCompanion(bucket, "aws_s3_bucket_replication_configuration", "bucket")),
        ],
};

/** What S3 buckets are. */
export const s3Policies: readonly Policy[] = [safeBucket, keptBucket];
