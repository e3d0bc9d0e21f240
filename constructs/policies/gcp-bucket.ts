import { argumentOf, equals, isSet } from "./expect.ts";
import type { Finding, Policy, Subject } from "./policy.ts";
import { names } from "./stack-view.ts";

/** Whom Google writes access logs as. https://cloud.google.com/storage/docs/access-logs#delivery */
const LOG_DELIVERY = "group:cloud-storage-analytics@google.com";

/** Objects under a retention policy cannot be overwritten, and Cloud Storage refuses versions beside it. */
function history(bucket: Subject): Finding[] {
  return argumentOf(bucket, "retention_policy") === undefined ? equals(bucket, "versioning.enabled", true) : [];
}

/** A bucket that takes in access logs does not log itself: each hour's log would be the reason for the next one. */
function takesLogs(bucket: Subject): boolean {
  const { stack } = bucket;
  const grants = ["google_storage_bucket_iam_member", "google_storage_bucket_iam_binding"];
  const isWriter = grants.some((type) =>
    stack
      .companionsOf(bucket, type, "bucket")
      .some(({ attributes }) => [attributes.member, attributes.members].flat().includes(LOG_DELIVERY)),
  );
  return (
    isWriter ||
    stack.ofType(bucket.type).some((other) => other !== bucket && names(argumentOf(other, "logging.log_bucket"), bucket.address))
  );
}

/** What buckets of Cloud Storage are. */
export const storageBucket: Policy = {
  id: "GCP-09",
  title: "A Cloud Storage bucket is closed to the public, known to IAM only, versioned, logged, and encrypted with a customer key",
  severity: "critical",
  remedy: "set what is missing; the log of who used it goes to another bucket",
  reference: "CKV_GCP_29, CKV_GCP_62, CKV_GCP_78, CKV_GCP_114",
  appliesTo: ["google_storage_bucket"],
  judge: (bucket) => [
    ...equals(bucket, "uniform_bucket_level_access", true),
    ...equals(bucket, "public_access_prevention", "enforced"),
    ...history(bucket),
    ...isSet(bucket, "encryption.default_kms_key_name", "a key of Cloud KMS"),
    ...(takesLogs(bucket) ? [] : isSet(bucket, "logging.log_bucket", "a bucket for access logs")),
  ],
};
