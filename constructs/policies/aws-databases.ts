import { argumentOf, atLeast, equals, ifSet, isSet, isUnset } from "./expect.ts";
import type { Finding, Policy, Subject } from "./policy.ts";

const appliesTo = ["aws_db_instance", "aws_rds_cluster"];

const closedDatabase: Policy = {
  id: "AWS-06",
  title: "An RDS database is encrypted with a customer key and has no public address",
  severity: "critical",
  remedy: "set storage_encrypted and kms_key_id when it is made, and publicly_accessible false",
  reference: "CKV_AWS_16, CKV_AWS_17",
  appliesTo: [...appliesTo, "aws_rds_cluster_instance"],
  judge: (database) => [
    // A cluster's storage is encrypted by the cluster.
    ...(database.type === "aws_rds_cluster_instance"
      ? []
      : [...equals(database, "storage_encrypted", true), ...isSet(database, "kms_key_id", "a key of KMS")]),
    ...ifSet(database, "publicly_accessible", [false]),
  ],
};

/** Days of backups: of protected environments, of all others. */
const [PROTECTED_DAYS, LEAST_DAYS] = [14, 7];

const isReplica = (database: Subject): boolean => argumentOf(database, "replicate_source_db") !== undefined;

const keptDatabase: Policy = {
  id: "AWS-07",
  title: "An RDS database has backups of a week; protected ones of two weeks, a standby in another zone, and cannot be deleted by mistake",
  severity: "high",
  remedy: "set backup_retention_period; in protected environments multi_az and deletion_protection too",
  reference: "CKV_AWS_157, CKV_AWS_133, CKV_AWS_293",
  appliesTo,
  judge: (database) => [
    ...atLeast(database, "backup_retention_period", database.stack.facts.isProtected ? PROTECTED_DAYS : LEAST_DAYS),
    ...ifSet(database, "skip_final_snapshot", database.stack.facts.isProtected ? [false] : [false, true]),
    ...(database.stack.facts.isProtected ? kept(database) : []),
  ],
};

const kept = (database: Subject): Finding[] => [
  // A cluster's standbys are instances of their own, and a copy of another database is one itself.
  ...(database.type === "aws_db_instance" && !isReplica(database) ? equals(database, "multi_az", true) : []),
  ...equals(database, "deletion_protection", true),
];

/** A password in the JSON is one in Git; one that is write-only is in neither state nor JSON. */
function passwords(database: Subject): Finding[] {
  const password = database.type === "aws_rds_cluster" ? "master_password" : "password";
  const literal = isUnset(database, password, "nothing: manage_master_user_password, or a write-only password");
  if (isReplica(database) || argumentOf(database, `${password}_wo`) !== undefined) return literal;
  return [...literal, ...equals(database, "manage_master_user_password", true)];
}

const loginsOfDatabase: Policy = {
  id: "AWS-08",
  title: "An RDS database takes logins of IAM, and nobody writes its administrator's password down",
  severity: "critical",
  remedy: "set iam_database_authentication_enabled, and manage_master_user_password or password_wo in place of password",
  reference: "CKV_AWS_161",
  appliesTo,
  judge: (database) => [...equals(database, "iam_database_authentication_enabled", true), ...passwords(database)],
};

const watchedDatabase: Policy = {
  id: "AWS-09",
  title: "An RDS database exports its log and says how it is, by the second, encrypted with a customer key",
  severity: "medium",
  remedy: "set enabled_cloudwatch_logs_exports, monitoring_interval, performance_insights_enabled and performance_insights_kms_key_id",
  reference: "CKV_AWS_129, CKV_AWS_118, CKV_AWS_353, CKV_AWS_354",
  appliesTo: ["aws_db_instance"],
  judge: (database) => [
    ...isSet(database, "enabled_cloudwatch_logs_exports", "the logs of its engine"),
    ...atLeast(database, "monitoring_interval", 1),
    ...equals(database, "performance_insights_enabled", true),
    ...isSet(database, "performance_insights_kms_key_id", "a key of KMS"),
  ],
};

/** Who may sign in: users of a group, or one token that is not written here. */
function cacheLogins(cache: Subject): Finding[] {
  const literal = argumentOf(cache, "auth_token");
  if (typeof literal === "string" && !literal.includes("${"))
    return [{ argument: "auth_token", got: "a literal", wanted: "user_group_ids" }];
  return literal === undefined ? isSet(cache, "user_group_ids", "a group of users") : [];
}

const safeCache: Policy = {
  id: "AWS-10",
  title:
    "An ElastiCache group is encrypted at rest with a customer key and in transit, asks who is there, and is backed up; protected ones fail over",
  severity: "high",
  remedy: "set what is missing; encryption is chosen when a group is made",
  reference: "CKV_AWS_29, CKV_AWS_30, CKV_AWS_31, CKV_AWS_191, CKV_AWS_134",
  appliesTo: ["aws_elasticache_replication_group"],
  judge: (cache) => [
    ...equals(cache, "at_rest_encryption_enabled", true),
    ...isSet(cache, "kms_key_id", "a key of KMS"),
    ...equals(cache, "transit_encryption_enabled", true),
    ...ifSet(cache, "transit_encryption_mode", ["required"]),
    ...cacheLogins(cache),
    ...atLeast(cache, "snapshot_retention_limit", 1),
    ...(cache.stack.facts.isProtected
      ? ["automatic_failover_enabled", "multi_az_enabled"].flatMap((argument) => equals(cache, argument, true))
      : []),
  ],
};

/** What RDS databases and ElastiCache groups are. */
export const awsDatabasePolicies: readonly Policy[] = [closedDatabase, keptDatabase, loginsOfDatabase, watchedDatabase, safeCache];
