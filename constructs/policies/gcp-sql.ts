import { argumentOf, blocksOf, equals, fits, ifSet, inEach, isEverywhere, isSet, oneOf } from "./expect.ts";
import type { Finding, Json, Policy, Subject } from "./policy.ts";

const appliesTo = ["google_sql_database_instance"];
const NETWORK = "settings.ip_configuration";
const FLAGS = "settings.database_flags";

const privateDatabase: Policy = {
  id: "GCP-06",
  title: "A Cloud SQL instance has no public address, lets in no one from everywhere, and speaks TLS only",
  severity: "critical",
  remedy: "set ipv4_enabled false and connect by Private Service Connect; set ssl_mode",
  reference: "CKV_GCP_6, CKV_GCP_11, CKV_GCP_60",
  appliesTo,
  judge: (instance) => [
    ...equals(instance, `${NETWORK}.ipv4_enabled`, false),
    ...inEach(instance, `${NETWORK}.authorized_networks`, ({ attributes: { value } }) =>
      isEverywhere(value) ? [{ argument: "value", got: value, wanted: "the ranges of those who need it" }] : [],
    ),
    ...oneOf(instance, `${NETWORK}.ssl_mode`, ["ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"]),
  ],
};

/** A replica has the backups of its primary. */
const isReplica = (instance: Subject): boolean =>
  isSet(instance, "master_instance_name", "").length === 0 || argumentOf(instance, "instance_type") === "READ_REPLICA_INSTANCE";

function backups(instance: Subject): Finding[] {
  if (isReplica(instance)) return [];
  const isMysql = String(argumentOf(instance, "database_version")).startsWith("MYSQL");
  const log = isMysql ? "binary_log_enabled" : "point_in_time_recovery_enabled";
  return ["enabled", log].flatMap((argument) => equals(instance, `settings.backup_configuration.${argument}`, true));
}

/** CIS benchmark of Google Cloud, 6.2: what PostgreSQL leaves out of its log by itself. */
const loggingFlags = ["log_checkpoints", "log_connections", "log_disconnections", "log_lock_waits"];
/** What these levels leave out are warnings; PostgreSQL's own level includes them. */
const quietLevels: readonly (Json | undefined)[] = ["error", "log", "fatal", "panic"];

function logging(instance: Subject): Finding[] {
  if (!String(argumentOf(instance, "database_version")).startsWith("POSTGRES")) return [];
  const values = new Map(blocksOf(instance, FLAGS).map(({ name, value }) => [name, value]));
  const off = loggingFlags.filter((name) => values.get(name) !== "on");
  const level = values.get("log_min_messages");
  return [
    ...off.map((name) => ({ argument: `${FLAGS}.${name}`, got: values.get(name), wanted: "on" })),
    ...(quietLevels.includes(level)
      ? [{ argument: `${FLAGS}.log_min_messages`, got: level, wanted: "warning, or a level that says more" }]
      : []),
  ];
}

const kept = (instance: Subject): Finding[] => [
  ...equals(instance, "settings.availability_type", "REGIONAL"),
  // Terraform's own, which is on by itself; and Google's, which nothing gets past.
  ...ifSet(instance, "deletion_protection", [true]),
  ...equals(instance, "settings.deletion_protection_enabled", true),
];

const safeDatabase: Policy = {
  id: "GCP-07",
  title:
    "A Cloud SQL instance has a customer key, backups to any point in time, a log of logins and a chosen edition; protected ones a standby",
  severity: "high",
  remedy: "set what is missing; the key is chosen when an instance is made",
  reference: "CKV_GCP_14, CKV_GCP_51, CKV_GCP_52, CKV_GCP_53, CKV_GCP_54, CKV_GCP_55",
  appliesTo,
  judge: (instance) => [
    ...isSet(instance, "encryption_key_name", "a key of Cloud KMS"),
    // What an instance without one becomes depends on its engine's version, and so does its price.
    ...fits(instance, "settings.edition", (got) => typeof got === "string", "ENTERPRISE or ENTERPRISE_PLUS"),
    ...backups(instance),
    ...logging(instance),
    ...(instance.stack.facts.isProtected ? kept(instance) : []),
  ],
};

/** What Cloud SQL instances are. */
export const cloudSqlPolicies: readonly Policy[] = [privateDatabase, safeDatabase];
