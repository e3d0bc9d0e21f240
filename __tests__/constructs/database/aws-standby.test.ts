import { describe, expect, it } from "vitest";
import { AwsDatabase } from "../../../constructs/database/aws.ts";
import type { DatabaseProps } from "../../../constructs/database/contract.ts";
import { all, type Built, build, get, sampleProps } from "./sample.ts";

const aws = (changes?: Partial<DatabaseProps>): Built => build((scope, id) => new AwsDatabase(scope, id, sampleProps("aws", changes)));
const following = aws();
const promoted = aws({ failedOver: true });
const alone = aws({ drRegion: undefined });
const aurora = aws({ kind: "aurora-postgresql" });
const detached = aws({ kind: "aurora-postgresql", failedOver: true });
const replica = "Database_Engine_Replica";

describe("the standby of PostgreSQL on RDS", () => {
  it("follows the database from the dr region, as large and as well watched", () => {
    const instance = get(following, "aws_db_instance", replica);
    expect(instance).toMatchObject({
      replicate_source_db: "${aws_db_instance.Database_Engine.arn}",
      ...{ region: "us-west-2", instance_class: "db.m7g.xlarge", multi_az: false, max_allocated_storage: 1024 },
      ...{ publicly_accessible: false, storage_encrypted: true, iam_database_authentication_enabled: true, monitoring_interval: 60 },
      ...{ deletion_protection: true, lifecycle: { prevent_destroy: true }, backup_retention_period: 35 },
    });
    // The engine is the source's too, and is named for whoever prices it.
    expect(instance.engine).toBe("postgres");
    for (const taken of ["engine_version", "username", "db_name", "password_wo", "manage_master_user_password"]) {
      expect(instance, taken).not.toHaveProperty(taken);
    }
  });

  it("is encrypted with a key of its own region, its logs and insights too", () => {
    const key = "${aws_kms_key.Database_Engine_Standby_Key.arn}";
    expect(get(following, "aws_kms_key", "Database_Engine_Standby_Key").region).toBe("us-west-2");
    for (const [type, id] of [
      ["aws_db_instance", replica],
      ["aws_rds_cluster", replica],
    ] as const) {
      expect(get(type === "aws_db_instance" ? following : aurora, type, id)).toMatchObject({
        kms_key_id: key,
        performance_insights_kms_key_id: key,
      });
    }
    const logs = Object.entries(all(following, "aws_cloudwatch_log_group")).filter(([id]) => /Standby_\w+Log$/.test(id));
    expect(logs).toHaveLength(3);
    for (const [, log] of logs) expect(log).toMatchObject({ kms_key_id: key, region: "us-west-2", retention_in_days: 365 });
  });

  it("is the host once it has taken over, with no source and a standby of its own", () => {
    const instance = get(promoted, "aws_db_instance", replica);
    expect(instance).toMatchObject({ multi_az: true, apply_immediately: true, backup_retention_period: 35 });
    expect(instance).not.toHaveProperty("replicate_source_db");
    expect(following.database).toMatchObject({
      host: "${aws_db_instance.Database_Engine.address}",
      accessId: "${aws_db_instance.Database_Engine.resource_id}",
    });
    expect(promoted.database).toMatchObject({
      host: `\${aws_db_instance.${replica}.address}`,
      readHost: `\${aws_db_instance.${replica}.address}`,
      accessId: `\${aws_db_instance.${replica}.resource_id}`,
    });
    expect(promoted.database.caCertificate).not.toBe(following.database.caCertificate);
    expect(get(promoted, "aws_db_instance", "Database_Engine")).toEqual(get(following, "aws_db_instance", "Database_Engine"));
    expect(get(aws({ failedOver: true, highAvailability: false }), "aws_db_instance", replica).multi_az).toBe(false);
  });

  it("makes RDS let go of the password, which it keeps only for what nobody follows", () => {
    const primary = get(following, "aws_db_instance", "Database_Engine");
    const value = "${ephemeral.random_password.Database_Engine_Administrator_Password.result}";
    expect(primary).toMatchObject({ password_wo: value, password_wo_version: 1 });
    expect(primary).not.toHaveProperty("manage_master_user_password");
    expect(get(following, "aws_secretsmanager_secret_version", "Database_Engine_Administrator_Version")).toMatchObject({
      secret_string_wo: `{"username":"platform_admin","password":"${value}"}`,
      secret_string_wo_version: 1,
    });
    expect(get(following, "aws_secretsmanager_secret", "Database_Engine_Administrator")).toMatchObject({
      kms_key_id: "${aws_kms_key.Database_Engine_Foundation_Key.arn}",
      replica: [{ region: "us-west-2", kms_key_id: "${aws_kms_key.Database_Engine_Standby_Key.arn}" }],
    });
    expect(following.database.adminSecretPath).toBe("${aws_secretsmanager_secret.Database_Engine_Administrator.arn}");
    expect(get(alone, "aws_db_instance", "Database_Engine")).toMatchObject({ manage_master_user_password: true });
    for (const built of [following, promoted, aurora, detached]) expect(built.text).not.toMatch(/"(master_)?password"|"secret_string"/);
  });

  it("warns in its own region when it is five minutes behind, until it follows nobody; and of a slot that it does not read", () => {
    const lag = get(following, "aws_cloudwatch_metric_alarm", `${replica}_LagAlarm`);
    expect(lag).toMatchObject({
      ...{ region: "us-west-2", metric_name: "ReplicaLag", threshold: 300, alarm_name: "acme-prod-aws-use1-standby-lag" },
      dimensions: { DBInstanceIdentifier: get(following, "aws_db_instance", replica).identifier },
    });
    expect(String(lag.alarm_actions)).toMatch(/^arn:aws:sns:us-west-2:444444444444:/);
    expect(get(aurora, "aws_cloudwatch_metric_alarm", `${replica}_LagAlarm`)).toMatchObject({
      metric_name: "AuroraGlobalDBReplicationLag",
      threshold: 300_000,
    });
    expect(all(promoted, "aws_cloudwatch_metric_alarm")).not.toHaveProperty(`${replica}_LagAlarm`);
    const slots = (changes: Partial<DatabaseProps>) =>
      "Database_Engine_SlotLagAlarm" in all(aws({ cdc: false, ...changes }), "aws_cloudwatch_metric_alarm");
    expect([slots({}), slots({ failedOver: true }), slots({ kind: "aurora-postgresql" }), slots({ drRegion: undefined })]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe("the standby of Aurora", () => {
  it("is a second cluster of a global database, with one instance", () => {
    expect(get(aurora, "aws_rds_global_cluster", `${replica}_Global`)).toMatchObject({
      source_db_cluster_identifier: "${aws_rds_cluster.Database_Engine.arn}",
      deletion_protection: true,
    });
    expect(get(aurora, "aws_rds_cluster", replica)).toMatchObject({
      ...{ global_cluster_identifier: `\${aws_rds_global_cluster.${replica}_Global.id}`, region: "us-west-2", source_region: "us-east-1" },
      engine_version: "${aws_rds_cluster.Database_Engine.engine_version_actual}",
      lifecycle: { prevent_destroy: true, ignore_changes: ["replication_source_identifier", "engine_version"] },
    });
    for (const taken of ["master_username", "database_name", "master_password_wo"]) {
      expect(get(aurora, "aws_rds_cluster", replica), taken).not.toHaveProperty(taken);
    }
    expect(Object.keys(all(aurora, "aws_rds_cluster_instance")).filter((id) => id.startsWith(replica))).toEqual([`${replica}_First`]);
    expect(get(aurora, "aws_rds_cluster_instance", `${replica}_First`)).toMatchObject({ region: "us-west-2", publicly_accessible: false });
  });

  it("is made after the instances of what it follows, which does not mind being taken into the global database", () => {
    expect(get(aurora, "aws_rds_cluster", replica).depends_on).toEqual(
      expect.arrayContaining(["aws_rds_cluster_instance.Database_Engine_First", "aws_rds_cluster_instance.Database_Engine_Second"]),
    );
    expect(get(aurora, "aws_rds_cluster", "Database_Engine")).toMatchObject({
      lifecycle: { ignore_changes: ["global_cluster_identifier"] },
    });
    const plain = aws({ kind: "aurora-postgresql", drRegion: undefined });
    expect(get(plain, "aws_rds_cluster", "Database_Engine").lifecycle).toEqual({ prevent_destroy: true });
    expect(get(plain, "aws_rds_cluster", "Database_Engine").manage_master_user_password).toBe(true);
    expect(all(plain, "aws_rds_global_cluster")).toEqual({});
  });

  it("leaves the global database when it has taken over, and is the host", () => {
    const cluster = get(detached, "aws_rds_cluster", replica);
    expect(cluster).not.toHaveProperty("global_cluster_identifier");
    expect(cluster).toMatchObject({ engine_version: "17", source_region: "us-east-1" });
    expect(detached.database).toMatchObject({
      host: `\${aws_rds_cluster.${replica}.endpoint}`,
      readHost: `\${aws_rds_cluster.${replica}.endpoint}`,
    });
    expect(aurora.database.readHost).toBe("${aws_rds_cluster.Database_Engine.reader_endpoint}");
    expect(Object.keys(all(detached, "aws_rds_cluster_instance")).filter((id) => id.startsWith(replica))).toHaveLength(2);
  });
});

describe("without a standby", () => {
  it("there is nothing in another region but copies of backups", () => {
    const elsewhere = (built: Built) =>
      Object.entries(built.resources).flatMap(([type, of]) =>
        Object.values(of)
          .filter(({ region }) => region !== undefined)
          .map(() => type),
      );
    expect(elsewhere(alone)).toEqual([]);
    expect(all(alone, "aws_vpc")).toEqual({});
    expect(all(alone, "aws_secretsmanager_secret")).toEqual({});
    expect(Object.keys(all(alone, "aws_db_instance"))).toEqual(["Database_Engine"]);
  });

  it("nothing can have taken over, and without a gateway it would be out of reach", () => {
    expect(() => aws({ drRegion: undefined, failedOver: true })).toThrow(
      "database prod-aws-use1: got failedOver true and no drRegion; nothing can have taken over; set drRegion, or failedOver to false",
    );
    expect(() => aws({ gateway: undefined, failedOver: true })).toThrow(
      /^database prod-aws-use1: got failedOver true and no gateway; .*; set failedOver to false$/,
    );
  });

  it("is left out where there is no way to it, and backups are copied as before", () => {
    const unlinked = aws({ gateway: undefined });
    expect(Object.keys(all(unlinked, "aws_db_instance_automated_backups_replication"))).toHaveLength(1);
    expect(Object.keys(all(unlinked, "aws_vpc"))).toEqual([]);
  });
});
