import { expect, it } from "vitest";
import { storageBucket } from "../../../constructs/policies/gcp-bucket.ts";
import { memorystore } from "../../../constructs/policies/gcp-cache.ts";
import { cloudKmsKey } from "../../../constructs/policies/gcp-kms.ts";
import { cloudSqlPolicies } from "../../../constructs/policies/gcp-sql.ts";
import { foundInEstate, judgedInEstate, staging, testRule } from "./rule-cases.ts";

const policies = [...cloudSqlPolicies, memorystore, storageBucket, cloudKmsKey];
const key = "${google_kms_crypto_key.K.id}";
const network = "settings.ip_configuration";

testRule(policies, {
  rule: "GCP-06",
  resources: {
    "google_sql_database_instance.It": { settings: [{ ip_configuration: [{ ipv4_enabled: false, ssl_mode: "ENCRYPTED_ONLY" }] }] },
  },
  fine: [
    ["clients with certificates", { [`${network}.ssl_mode`]: "TRUSTED_CLIENT_CERTIFICATE_REQUIRED" }],
    ["a network that is named", { [`${network}.authorized_networks`]: [{ value: "203.0.113.7/32" }] }],
  ],
  refused: [
    ["a public address", { [`${network}.ipv4_enabled`]: undefined }, [`${network}.ipv4_enabled`]],
    ["everybody", { [`${network}.authorized_networks`]: [{ value: "0.0.0.0/0" }] }, [`${network}.authorized_networks.value`]],
    ["plain text", { [`${network}.ssl_mode`]: undefined }, [`${network}.ssl_mode`]],
    ["plain text by name", { [`${network}.ssl_mode`]: "ALLOW_UNENCRYPTED_AND_ENCRYPTED" }, [`${network}.ssl_mode`]],
    ["an instance that says nothing", { settings: undefined }, [`${network}.ipv4_enabled`, `${network}.ssl_mode`]],
  ],
});

const flag = (name: string, value: string) => ({ name, value });
const flags = ["log_checkpoints", "log_connections", "log_disconnections", "log_lock_waits"].map((name) => flag(name, "on"));
const backup = "settings.backup_configuration";

testRule(policies, {
  rule: "GCP-07",
  resources: {
    "google_sql_database_instance.It": {
      database_version: "POSTGRES_17",
      encryption_key_name: key,
      settings: [
        {
          edition: "ENTERPRISE",
          availability_type: "REGIONAL",
          deletion_protection_enabled: true,
          backup_configuration: [{ enabled: true, point_in_time_recovery_enabled: true }],
          database_flags: flags,
        },
      ],
    },
  },
  fine: [
    ["a replica without backups", { [backup]: undefined, instance_type: "READ_REPLICA_INSTANCE" }],
    ["a replica by its primary", { [backup]: undefined, master_instance_name: "${google_sql_database_instance.P.name}" }],
    [
      "MySQL with its own log",
      { database_version: "MYSQL_8_4", [backup]: [{ enabled: true, binary_log_enabled: true }], "settings.database_flags": [] },
    ],
    ["a log that says more", { "settings.database_flags": [...flags, flag("log_min_messages", "notice")] }],
    [
      "one zone and no protection where nothing is protected",
      { "settings.availability_type": "ZONAL", deletion_protection: false, "settings.deletion_protection_enabled": false },
      staging,
    ],
  ],
  refused: [
    ["Google's key", { encryption_key_name: undefined }, ["encryption_key_name"]],
    ["an edition nobody chose", { "settings.edition": undefined }, ["settings.edition"]],
    ["no backups", { [backup]: undefined }, [`${backup}.enabled`, `${backup}.point_in_time_recovery_enabled`], staging],
    ["backups of the night only", { [`${backup}.point_in_time_recovery_enabled`]: false }, [`${backup}.point_in_time_recovery_enabled`]],
    ["MySQL without its log", { database_version: "MYSQL_8_4" }, [`${backup}.binary_log_enabled`]],
    ...flags.map(
      ({ name }) =>
        [
          `PostgreSQL without ${name}`,
          { "settings.database_flags": flags.filter((other) => other.name !== name) },
          [`settings.database_flags.${name}`],
        ] as const,
    ),
    [
      "a flag that is off",
      { "settings.database_flags": [...flags.slice(1), flag("log_checkpoints", "off")] },
      ["settings.database_flags.log_checkpoints"],
    ],
    ...["error", "log", "fatal", "panic"].map(
      (level) =>
        [
          `a log of ${level} alone`,
          { "settings.database_flags": [...flags, flag("log_min_messages", level)] },
          ["settings.database_flags.log_min_messages"],
        ] as const,
    ),
    ["one zone", { "settings.availability_type": undefined }, ["settings.availability_type"]],
    ["what Terraform may delete", { deletion_protection: false }, ["deletion_protection"]],
    ["what anybody may delete", { "settings.deletion_protection_enabled": undefined }, ["settings.deletion_protection_enabled"]],
  ],
});

testRule(policies, {
  rule: "GCP-08",
  resources: {
    "google_memorystore_instance.It": {
      authorization_mode: "IAM_AUTH",
      transit_encryption_mode: "SERVER_AUTHENTICATION",
      kms_key: key,
      deletion_protection_enabled: true,
    },
  },
  fine: [["no protection where nothing is protected", { deletion_protection_enabled: false }, staging]],
  refused: [
    ["no login", { authorization_mode: undefined }, ["authorization_mode"]],
    ["plain text", { transit_encryption_mode: "TRANSIT_ENCRYPTION_DISABLED" }, ["transit_encryption_mode"]],
    ["Google's key", { kms_key: undefined }, ["kms_key"], staging],
    ["no protection", { deletion_protection_enabled: false }, ["deletion_protection_enabled"]],
  ],
});

testRule(policies, {
  rule: "GCP-08 of a Redis instance",
  resources: {
    "google_redis_instance.It": {
      auth_enabled: true,
      transit_encryption_mode: "SERVER_AUTHENTICATION",
      customer_managed_key: key,
      lifecycle: { prevent_destroy: true },
    },
  },
  fine: [["no protection where nothing is protected", { lifecycle: undefined }, staging]],
  refused: [
    ["no login", { auth_enabled: undefined }, ["auth_enabled"]],
    ["plain text", { transit_encryption_mode: undefined }, ["transit_encryption_mode"]],
    ["Google's key", { customer_managed_key: undefined }, ["customer_managed_key"]],
    ["no protection", { "lifecycle.prevent_destroy": false }, ["lifecycle.prevent_destroy"]],
  ],
});

testRule(policies, {
  rule: "GCP-08 of a Redis cluster",
  resources: {
    "google_redis_cluster.It": {
      authorization_mode: "AUTH_MODE_IAM_AUTH",
      transit_encryption_mode: "TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION",
      kms_key: key,
    },
  },
  refused: [
    ["no login", { authorization_mode: undefined }, ["authorization_mode"]],
    ["plain text", { transit_encryption_mode: undefined }, ["transit_encryption_mode"]],
    ["Google's key", { kms_key: undefined }, ["kms_key"]],
    ["no protection", { deletion_protection_enabled: false }, ["deletion_protection_enabled"]],
  ],
});

const delivery = "group:cloud-storage-analytics@google.com";
const writers = "google_storage_bucket_iam_member.Writers|";
const other = "google_storage_bucket.Other|";
const bucket = {
  uniform_bucket_level_access: true,
  public_access_prevention: "enforced",
  versioning: [{ enabled: true }],
  encryption: [{ default_kms_key_name: key }],
  logging: [{ log_bucket: "logs" }],
};

testRule(policies, {
  rule: "GCP-09",
  resources: { "google_storage_bucket.It": bucket },
  fine: [
    ["a retention policy for versions", { versioning: [{ enabled: false }], retention_policy: [{ retention_period: 604800 }] }],
    [
      "the bucket that Google delivers logs to",
      { logging: undefined, [writers]: { bucket: "${google_storage_bucket.It.name}", member: delivery } },
    ],
    [
      "the bucket that another one logs to",
      { logging: undefined, [other]: { ...bucket, logging: [{ log_bucket: "${google_storage_bucket.It.name}" }] } },
    ],
  ],
  refused: [
    ["lists of rights on objects", { uniform_bucket_level_access: undefined }, ["uniform_bucket_level_access"]],
    ["what the project inherits", { public_access_prevention: "inherited" }, ["public_access_prevention"]],
    ["no versions", { versioning: undefined }, ["versioning.enabled"]],
    ["Google's key", { encryption: undefined }, ["encryption.default_kms_key_name"]],
    ["no log", { logging: undefined }, ["logging.log_bucket"]],
    ["no log, beside a bucket that logs elsewhere", { logging: undefined, [other]: bucket }, ["logging.log_bucket"]],
    [
      "no log, with somebody else as a writer",
      { logging: undefined, [writers]: { bucket: "${google_storage_bucket.It.name}", member: "group:developers@example.com" } },
      ["logging.log_bucket"],
    ],
  ],
});

testRule(policies, {
  rule: "GCP-10",
  resources: { "google_kms_crypto_key.It": { rotation_period: "7776000s", lifecycle: { prevent_destroy: true } } },
  fine: [
    ["a period that is known at apply", { rotation_period: "${var.period}" }],
    ["a key that Cloud KMS cannot rotate", { rotation_period: undefined, purpose: "ASYMMETRIC_SIGN" }],
  ],
  refused: [
    ["no rotation", { rotation_period: undefined }, ["rotation_period"]],
    ["a slow rotation", { rotation_period: "7776001s" }, ["rotation_period"]],
    ["what Terraform may destroy", { "lifecycle.prevent_destroy": false }, ["lifecycle.prevent_destroy"], staging],
  ],
});

it("finds nothing in the default estate, where it judges stores of every kind", () => {
  expect(foundInEstate(policies)).toEqual([]);
  expect(policies.map(judgedInEstate)).toEqual([3, 3, 2, 12, 39]);
});
