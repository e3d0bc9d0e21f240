import { expect, it } from "vitest";
import { awsDatabasePolicies } from "../../../constructs/policies/aws-databases.ts";
import { foundInEstate, staging, testRule } from "./rule-cases.ts";

const key = "${aws_kms_key.K.arn}";
const database = (attributes: object) => ({ "aws_db_instance.It": { ...attributes } });

testRule(awsDatabasePolicies, {
  rule: "AWS-06",
  resources: database({ storage_encrypted: true, kms_key_id: key }),
  refused: [
    ["plain storage", { storage_encrypted: undefined }, ["storage_encrypted"]],
    ["Amazon's key", { kms_key_id: undefined }, ["kms_key_id"]],
    ["a public address", { publicly_accessible: true }, ["publicly_accessible"]],
  ],
});

testRule(awsDatabasePolicies, {
  rule: "AWS-06",
  resources: { "aws_rds_cluster_instance.It": { publicly_accessible: false } },
  refused: [["an instance with a public address", { publicly_accessible: true }, ["publicly_accessible"]]],
});

testRule(awsDatabasePolicies, {
  rule: "AWS-07",
  resources: database({ backup_retention_period: 35, multi_az: true, deletion_protection: true, skip_final_snapshot: false }),
  fine: [
    [
      "a week and one zone",
      { backup_retention_period: 7, multi_az: false, deletion_protection: false, skip_final_snapshot: true },
      staging,
    ],
    ["a copy in one zone", { multi_az: false, replicate_source_db: "arn" }],
  ],
  refused: [
    ["a week", { backup_retention_period: 7 }, ["backup_retention_period"]],
    ["no backups", { backup_retention_period: undefined }, ["backup_retention_period"], staging],
    ["one zone", { multi_az: undefined }, ["multi_az"]],
    ["one that may go", { deletion_protection: undefined, skip_final_snapshot: true }, ["skip_final_snapshot", "deletion_protection"]],
  ],
});

testRule(awsDatabasePolicies, {
  rule: "AWS-08",
  resources: { "aws_rds_cluster.It": { iam_database_authentication_enabled: true, master_password_wo: "${var.password}" } },
  fine: [["a password that AWS manages", { master_password_wo: undefined, manage_master_user_password: true }]],
  refused: [
    ["a written password of a cluster", { master_password: "hunter2" }, ["master_password"]],
    ["no password of a cluster at all", { master_password_wo: undefined }, ["manage_master_user_password"]],
  ],
});

testRule(awsDatabasePolicies, {
  rule: "AWS-08",
  resources: database({ iam_database_authentication_enabled: true, manage_master_user_password: true }),
  fine: [
    ["a password that is only written", { manage_master_user_password: undefined, password_wo: "${ephemeral.x}" }],
    ["a copy", { manage_master_user_password: undefined, replicate_source_db: "arn" }],
  ],
  refused: [
    ["no logins of IAM", { iam_database_authentication_enabled: undefined }, ["iam_database_authentication_enabled"]],
    ["nobody's password", { manage_master_user_password: undefined }, ["manage_master_user_password"]],
    ["a password", { password: "secret" }, ["password"]],
    ["a password by reference, which the state has", { password: "${var.password}" }, ["password"]],
  ],
});

testRule(awsDatabasePolicies, {
  rule: "AWS-09",
  resources: database({
    ...{ enabled_cloudwatch_logs_exports: ["postgresql"], monitoring_interval: 60 },
    ...{ performance_insights_enabled: true, performance_insights_kms_key_id: key },
  }),
  refused: [
    ["no logs", { enabled_cloudwatch_logs_exports: [] }, ["enabled_cloudwatch_logs_exports"]],
    ["no figures", { monitoring_interval: 0 }, ["monitoring_interval"]],
    ["no insights", { performance_insights_enabled: false }, ["performance_insights_enabled"]],
    ["insights with Amazon's key", { performance_insights_kms_key_id: undefined }, ["performance_insights_kms_key_id"]],
  ],
});

testRule(awsDatabasePolicies, {
  rule: "AWS-10",
  resources: {
    "aws_elasticache_replication_group.It": {
      ...{ at_rest_encryption_enabled: "true", kms_key_id: key, transit_encryption_enabled: true, transit_encryption_mode: "required" },
      ...{ user_group_ids: ["${group}"], snapshot_retention_limit: 1, automatic_failover_enabled: true, multi_az_enabled: true },
    },
  },
  fine: [
    ["one node", { automatic_failover_enabled: false, multi_az_enabled: false }, staging],
    ["a token by reference", { user_group_ids: undefined, auth_token: "${ephemeral.x}" }],
  ],
  refused: [
    ["plain storage", { at_rest_encryption_enabled: undefined }, ["at_rest_encryption_enabled"]],
    ["Amazon's key", { kms_key_id: undefined }, ["kms_key_id"]],
    ["plain text", { transit_encryption_enabled: false }, ["transit_encryption_enabled"]],
    ["plain text too", { transit_encryption_mode: "preferred" }, ["transit_encryption_mode"]],
    ["everybody", { user_group_ids: [] }, ["user_group_ids"]],
    ["a token written down", { auth_token: "secret" }, ["auth_token"]],
    ["no backups", { snapshot_retention_limit: undefined }, ["snapshot_retention_limit"]],
    ["one node in production", { automatic_failover_enabled: false }, ["automatic_failover_enabled"]],
    ["one zone in production", { multi_az_enabled: undefined }, ["multi_az_enabled"]],
  ],
});

it("finds nothing in the default estate", () => expect(foundInEstate(awsDatabasePolicies)).toEqual([]));
