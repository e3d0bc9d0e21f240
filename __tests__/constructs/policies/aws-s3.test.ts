import { expect, it } from "vitest";
import { s3Policies } from "../../../constructs/policies/aws-s3.ts";
import { foundInEstate, staging, testRule } from "./rule-cases.ts";

const bucket = "${aws_s3_bucket.It.id}";
const denial = JSON.stringify({ Statement: [{ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }] });
const deliveries = JSON.stringify({
  Statement: [
    { Effect: "Allow", Action: "s3:PutObject" },
    { Effect: "Deny", Condition: "aws:SecureTransport" },
  ],
});
const closed = { block_public_acls: true, block_public_policy: true, ignore_public_acls: true, restrict_public_buckets: true };
const encryption = "aws_s3_bucket_server_side_encryption_configuration";
const algorithm = `${encryption}.E|rule.apply_server_side_encryption_by_default.sse_algorithm`;
const kms = `${encryption}.E|rule.apply_server_side_encryption_by_default.kms_master_key_id`;
const found = "rule.apply_server_side_encryption_by_default";

testRule(s3Policies, {
  rule: "AWS-11",
  resources: {
    "aws_s3_bucket.It": { bucket: "acme-prd-app" },
    "aws_s3_bucket_public_access_block.B": { bucket, ...closed },
    "aws_s3_bucket_versioning.V": { bucket, versioning_configuration: [{ status: "Enabled" }] },
    [`${encryption}.E`]: {
      bucket,
      rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: "aws:kms", kms_master_key_id: "${aws_kms_key.K.arn}" }] }],
    },
    "aws_s3_bucket_policy.P": { bucket, policy: denial },
    "aws_lb_trust_store.T": {},
    "aws_s3_bucket_logging.L": { bucket, target_bucket: "${aws_s3_bucket.Logs.id}" },
  },
  fine: [
    [
      "a bucket of logs",
      { [algorithm]: "AES256", [kms]: undefined, "aws_s3_bucket_policy.P|policy": deliveries, "aws_s3_bucket_logging.L|bucket": "x" },
    ],
    [
      "whom a load balancer trusts",
      { [algorithm]: "AES256", [kms]: undefined, "aws_lb_trust_store.T|ca_certificates_bundle_s3_bucket": bucket },
    ],
    ["a bucket of its access logs", { [algorithm]: "AES256", "aws_s3_bucket_logging.L|target_bucket": bucket }],
  ],
  refused: [
    ["the public", { "aws_s3_bucket_public_access_block.B|block_public_policy": false }, ["block_public_policy"]],
    [
      "what nothing closes",
      { "aws_s3_bucket_public_access_block.B|bucket": "${aws_s3_bucket.Item.id}" },
      ["aws_s3_bucket_public_access_block"],
    ],
    ["no versions", { "aws_s3_bucket_versioning.V|versioning_configuration.status": "Suspended" }, ["versioning_configuration.status"]],
    ["S3's own keys", { [algorithm]: "AES256" }, [`${found}.sse_algorithm`]],
    ["Amazon's key", { [kms]: undefined }, [`${found}.kms_master_key_id`]],
    ["plain text", { "aws_s3_bucket_policy.P|policy": "{}" }, ["aws_s3_bucket_policy"]],
    ["no log", { "aws_s3_bucket_logging.L|bucket": "${aws_s3_bucket.Item.id}" }, ["aws_s3_bucket_logging"]],
  ],
});

testRule(s3Policies, {
  rule: "AWS-12",
  resources: {
    "aws_s3_bucket.It": { bucket: "acme-prd-use1-velero-1234", object_lock_enabled: true },
    "aws_s3_bucket_object_lock_configuration.L": { bucket },
    "aws_s3_bucket_replication_configuration.R": { bucket, rule: [{ destination: [{ bucket: "${aws_s3_bucket.Copy.arn}" }] }] },
  },
  fine: [
    ["a bucket of anything else", { bucket: "acme-prd-app", object_lock_enabled: false }],
    ["staging", { object_lock_enabled: undefined }, staging],
    ["the copy", { "aws_s3_bucket_replication_configuration.R|bucket": "x", "aws_s3_bucket_replication_configuration.R|rule": bucket }],
  ],
  refused: [
    ["one that can be emptied", { object_lock_enabled: false }, ["object_lock_enabled"]],
    [
      "one that is locked for no time",
      { "aws_s3_bucket_object_lock_configuration.L|bucket": "x" },
      ["aws_s3_bucket_object_lock_configuration"],
    ],
    ["one region", { "aws_s3_bucket_replication_configuration.R|bucket": "x" }, ["aws_s3_bucket_replication_configuration"]],
  ],
});

testRule(s3Policies, {
  rule: "AWS-12",
  resources: { "aws_s3_bucket.It": { bucket: "acme-prd-trail" }, "aws_cloudtrail.T": { s3_bucket_name: "x" } },
  refused: [
    [
      "a trail that can be emptied",
      { "aws_cloudtrail.T|s3_bucket_name": bucket },
      ["object_lock_enabled", "aws_s3_bucket_object_lock_configuration", "aws_s3_bucket_replication_configuration"],
    ],
  ],
});

it("finds nothing in the default estate", () => expect(foundInEstate(s3Policies)).toEqual([]));
