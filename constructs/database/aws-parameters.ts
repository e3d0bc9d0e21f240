interface Parameter {
  readonly name: string;
  readonly value: string;
  readonly applyMethod: "immediate" | "pending-reboot";
}

const now = (name: string, value: string): Parameter => ({ name, value, applyMethod: "immediate" });
const afterRestart = (name: string, value: string): Parameter => ({ name, value, applyMethod: "pending-reboot" });

/** TLS only, and a log of who connects, what changes the schema and what takes over a second. */
const hardening = [
  // Already the default since PostgreSQL 15, which RDS reports as pending: any other word here is a difference in every plan.
  // https://github.com/hashicorp/terraform-provider-aws/issues/23335
  afterRestart("rds.force_ssl", "1"),
  now("log_connections", "1"),
  now("log_disconnections", "1"),
  now("log_min_duration_statement", "1000"),
  now("pgaudit.log", "ddl,role"),
];

/** For Debezium and DMS. Senders exceed slots so that a reconnecting reader finds a free one. */
const changeCapture = [
  afterRestart("rds.logical_replication", "1"),
  afterRestart("max_replication_slots", "20"),
  afterRestart("max_wal_senders", "25"),
  now("wal_sender_timeout", "0"),
];

/** Settings of PostgreSQL, on RDS and on Aurora alike. */
export function postgresParameters(cdc: boolean): Parameter[] {
  const libraries = ["pg_stat_statements", "pgaudit", ...(cdc ? ["pglogical"] : [])];
  return [afterRestart("shared_preload_libraries", libraries.join(",")), ...hardening, ...(cdc ? changeCapture : [])];
}
