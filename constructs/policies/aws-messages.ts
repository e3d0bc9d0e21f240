import { argumentOf, equals, fits, ifSet, isSet, isUnset } from "./expect.ts";
import type { Finding, Policy, Subject } from "./policy.ts";

/** Kafka's endpoints say how they are encrypted in their own settings. */
function tls(endpoint: Subject): Finding[] {
  if (argumentOf(endpoint, "engine_name") === "kafka")
    return fits(
      endpoint,
      "kafka_settings.security_protocol",
      (got) => String(got).includes("ssl"),
      "sasl-ssl, ssl-authentication or ssl-encryption",
    );
  return fits(endpoint, "ssl_mode", (got) => got !== undefined && got !== "none", "require, verify-ca or verify-full");
}

const migration: Policy = {
  id: "AWS-19",
  title: "DMS copies data on private machines, encrypted at rest with a customer key and on the way",
  severity: "high",
  remedy: "set publicly_accessible false, kms_key_arn, ssl_mode; multi_az in protected environments",
  reference: "CKV_AWS_89, CKV_AWS_212, CKV_AWS_222, CKV_AWS_296",
  appliesTo: ["aws_dms_replication_instance", "aws_dms_endpoint"],
  judge: (subject) => [
    ...isSet(subject, "kms_key_arn", "a key of KMS"),
    ...(subject.type === "aws_dms_endpoint" ? tls(subject) : machine(subject)),
  ],
};

const machine = (instance: Subject): Finding[] => [
  ...equals(instance, "publicly_accessible", false),
  ...(instance.stack.facts.isProtected ? equals(instance, "multi_az", true) : []),
];

const LOGS = "logging_info.broker_logs";

const kafka: Policy = {
  id: "AWS-20",
  title: "MSK speaks TLS only to clients that it knows, inside the network, with a customer key and a log",
  severity: "high",
  remedy: "set encryption_info, client_authentication, logging_info; public access is off by itself",
  reference: "CKV_AWS_81, CKV_AWS_80, CKV_AWS_291",
  appliesTo: ["aws_msk_cluster"],
  judge: (cluster) => [
    ...isSet(cluster, "encryption_info.encryption_at_rest_kms_key_arn", "a key of KMS"),
    ...ifSet(cluster, "encryption_info.encryption_in_transit.client_broker", ["TLS"]),
    ...ifSet(cluster, "encryption_info.encryption_in_transit.in_cluster", [true]),
    ...isSet(cluster, "client_authentication", "sasl or tls"),
    ...ifSet(cluster, "client_authentication.unauthenticated", [false]),
    ...ifSet(cluster, "broker_node_group_info.connectivity_info.public_access.type", ["DISABLED"]),
    ...fits(cluster, LOGS, (got) => JSON.stringify(got ?? null).includes('"enabled":true'), "a log that is enabled"),
  ],
};

const kept: Policy = {
  id: "AWS-24",
  title: "Queues are encrypted, vaults of backups with a customer key; those of production are locked",
  severity: "medium",
  remedy: "set sqs_managed_sse_enabled or kms_master_key_id, kms_key_arn; add an aws_backup_vault_lock_configuration",
  reference: "CKV_AWS_27, CKV_AWS_166",
  appliesTo: ["aws_sqs_queue", "aws_backup_vault"],
  judge: (one) => {
    if (one.type === "aws_backup_vault") return [...isSet(one, "kms_key_arn", "a key of KMS"), ...locked(one)];
    // On where nothing is said.
    return isUnset(one, "kms_master_key_id").length === 0 ? ifSet(one, "sqs_managed_sse_enabled", [true]) : [];
  },
};

function locked(one: Subject): Finding[] {
  const { environment, isProtected } = one.stack.facts;
  const isLocked = one.stack.companionsOf(one, "aws_backup_vault_lock_configuration", "backup_vault_name").length > 0;
  if (environment !== "prod" || !isProtected || isLocked) return [];
  return [{ argument: "aws_backup_vault_lock_configuration", got: undefined, wanted: `one that names ${one.address}` }];
}

/** What carries and keeps data between services of AWS. */
export const awsMessagePolicies: readonly Policy[] = [migration, kafka, kept];
