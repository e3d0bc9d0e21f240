import { describe, expect, it } from "vitest";
import { at, blocks } from "../variants.ts";
import { type Attributes, all, one, stack, statements } from "./stacks.ts";

const id = "prod-aws-use1-data";
const prod = stack(id);
const dev = stack("dev-aws-use1-data");
const aurora = stack(id, { database: { kind: "aurora-postgresql" } });
const primary = (json: typeof prod) => all(json, "aws_db_instance").Database_Engine as Attributes;
const parameters = (json: typeof prod) => all(json, "aws_db_parameter_group").Database_Engine_Parameters as Attributes;
const instance = primary(prod);
const key = "${aws_kms_key.Database_Engine_Foundation_Key.arn}";
const ofDatabase = (rules: Record<string, Record<string, unknown>>) =>
  Object.entries(rules).filter(([rule]) => rule.startsWith("Database_Engine_Foundation_"));

describe("PostgreSQL on RDS", () => {
  it("AWS-06: is private and encrypted under its own key", () => {
    expect(instance).toMatchObject({ storage_encrypted: true, kms_key_id: key, publicly_accessible: false, storage_type: "gp3" });
  });

  it("AWS-07: has a standby, 35 days of backups and deletion protection in prod; C-01: none of them in dev but 7 days", () => {
    expect(instance).toMatchObject({
      multi_az: true,
      backup_retention_period: 35,
      deletion_protection: true,
      skip_final_snapshot: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(primary(dev)).toMatchObject({
      multi_az: false,
      backup_retention_period: 7,
      deletion_protection: false,
      skip_final_snapshot: true,
      instance_class: "db.m7g.large",
      lifecycle: { prevent_destroy: false },
    });
  });

  it("AWS-08: knows logins by IAM, and no password of the administrator: RDS keeps it, or with a standby Secrets Manager", () => {
    expect(primary(dev)).toMatchObject({
      iam_database_authentication_enabled: true,
      manage_master_user_password: true,
      master_user_secret_kms_key_id: key,
    });
    expect(Object.keys(primary(dev)).filter((name) => /^password/.test(name))).toEqual([]);
    expect(instance).toMatchObject({ iam_database_authentication_enabled: true, password_wo: expect.stringMatching(/^\$\{ephemeral\./) });
    expect(Object.keys(instance).filter((name) => /^password/.test(name))).toEqual(["password_wo", "password_wo_version"]);
  });

  it("AWS-09: exports its logs, is monitored, and keeps insights under the key: a free week in dev", () => {
    expect(instance).toMatchObject({
      enabled_cloudwatch_logs_exports: ["postgresql", "upgrade", "iam-db-auth-error"],
      monitoring_interval: 60,
      performance_insights_enabled: true,
      performance_insights_kms_key_id: key,
      performance_insights_retention_period: 465,
      database_insights_mode: "advanced",
    });
    expect(primary(dev)).toMatchObject({ performance_insights_retention_period: 7, database_insights_mode: "standard" });
  });

  it("takes the literal tier instead of the size", () => {
    const json = stack(id, { database: { tier: "db.r8g.large" } });
    expect(primary(json).instance_class).toBe("db.r8g.large");
  });

  it("demands TLS in the words in which RDS reports it, or every plan would show a difference", () => {
    expect(parameters(prod).parameter).toContainEqual({
      name: "rds.force_ssl",
      value: "1",
      apply_method: "pending-reboot",
    });
  });

  it("switches logical replication on for change capture, with an alarm for readers that fall behind", () => {
    const names = (json: typeof prod) => blocks(parameters(json), "parameter").map(({ name }) => name);
    expect(names(prod)).toContain("rds.logical_replication");
    expect(names(dev)).not.toContain("rds.logical_replication");
    expect(Object.keys(all(prod, "aws_cloudwatch_metric_alarm"))).toContain("Database_Engine_SlotLagAlarm");
    expect(prod.output?.database__cdc_enabled?.value).toBe(true);
  });
});

describe("who reaches the database", () => {
  it("is the place's workload group and the interconnected places, each by a rule of its own", () => {
    const rules = ofDatabase(all(prod, "aws_vpc_security_group_ingress_rule"));
    const [nodes, ...peers] = rules.map(([, rule]) => rule);
    expect(nodes?.referenced_security_group_id).toBe(
      "${data.terraform_remote_state.prod-aws-use1-network.outputs.network__workload_group}",
    );
    const group = "Database_Engine_Foundation_SecurityGroup";
    expect(rules.map(([rule]) => rule)).toEqual(["FromNodes", "Peer10x0", "Peer10x208", "Peer10x224"].map((rule) => `${group}_${rule}`));
    expect(peers.map(({ cidr_ipv4 }) => cidr_ipv4)).toEqual(["10.0.0.0/16", "10.208.0.0/16", "10.224.0.0/16"]);
    for (const [, rule] of rules) expect(rule).toMatchObject({ from_port: 5432, to_port: 5432, ip_protocol: "tcp" });
  });

  it("is the workload group alone where nothing is interconnected, and it opens no connections itself", () => {
    // Dev is interconnected with the management place.
    expect(ofDatabase(all(dev, "aws_vpc_security_group_ingress_rule"))).toHaveLength(2);
    expect(all(prod, "aws_vpc_security_group_egress_rule")).toEqual({});
  });

  it("is told the name IAM knows it by", () => {
    expect(prod.output?.database__access_id?.value).toBe("${aws_db_instance.Database_Engine.resource_id}");
    expect(aurora.output?.database__access_id?.value).toBe("${aws_rds_cluster.Database_Engine.cluster_resource_id}");
  });
});

describe("backups", () => {
  it("AWS-24: are in encrypted vaults, locked in prod and for ever after three days", () => {
    for (const vault of Object.values(all(prod, "aws_backup_vault"))) {
      expect(vault.kms_key_arn).toMatch(/^\$\{aws_kms_key\.Database_Backup_/);
      expect(vault.force_destroy).toBe(false);
    }
    expect(Object.values(all(prod, "aws_backup_vault_lock_configuration")).map(({ changeable_for_days }) => changeable_for_days)).toEqual([
      3, 3,
    ]);
    expect(all(dev, "aws_backup_vault_lock_configuration")).toEqual({});
  });

  it("stay within what the lock accepts", () => {
    for (const json of [prod, dev]) {
      const days = at(one(json, "aws_backup_plan"), "rule.0.lifecycle.0.delete_after");
      expect(days).toBeGreaterThanOrEqual(7);
      expect(days).toBeLessThanOrEqual(365);
    }
  });

  it("have copies in the other region only where there is one, under a key of that region", () => {
    expect(one(prod, "aws_db_instance_automated_backups_replication")).toMatchObject({
      region: "us-west-2",
      kms_key_id: "${aws_kms_key.Database_Engine_CopyKey.arn}",
      retention_period: 35,
    });
    expect(all(prod, "aws_kms_key").Database_Engine_CopyKey?.region).toBe("us-west-2");
    expect(at(one(prod, "aws_backup_plan"), "rule.0.copy_action")).toHaveLength(1);
    expect(all(dev, "aws_db_instance_automated_backups_replication")).toEqual({});
    expect(at(one(dev, "aws_backup_plan"), "rule.0.copy_action")).toBeUndefined();
  });

  it("are made in a role AWS Backup can take: it does not say for which account it acts", () => {
    const [trust] = statements(all(prod, "aws_iam_role").Database_Backup_Role?.assume_role_policy);
    expect(trust).toMatchObject({ Principal: { Service: "backup.amazonaws.com" }, Action: ["sts:AssumeRole"] });
    expect(trust?.Condition).toBeUndefined();
  });
});

describe("Aurora", () => {
  it("AWS-06 to AWS-09 hold for it as well", () => {
    const cluster = all(aurora, "aws_rds_cluster").Database_Engine;
    expect(cluster).toMatchObject({
      storage_encrypted: true,
      backup_retention_period: 35,
      deletion_protection: true,
      iam_database_authentication_enabled: true,
      enabled_cloudwatch_logs_exports: ["postgresql", "instance", "iam-db-auth-error"],
      lifecycle: { prevent_destroy: true },
    });
    const instances = all(aurora, "aws_rds_cluster_instance");
    expect(Object.keys(instances)).toEqual(expect.arrayContaining(["Database_Engine_First", "Database_Engine_Second"]));
    for (const member of Object.values(instances)) expect(member).toMatchObject({ publicly_accessible: false, monitoring_interval: 60 });
    expect(cluster?.monitoring_interval).toBeUndefined();
  });

  it("has one instance without high availability, and capacity limits when it is serverless", () => {
    const serverless = stack("dev-aws-use1-data", { database: { kind: "aurora-postgresql", tier: "db.serverless" } });
    expect(one(serverless, "aws_rds_cluster").serverlessv2_scaling_configuration).toEqual([{ min_capacity: 1, max_capacity: 8 }]);
    expect(one(serverless, "aws_rds_cluster_instance").instance_class).toBe("db.serverless");
  });
});

it("refuses an engine AWS does not have here", () => {
  const asked = () => stack(id, { database: { kind: "sqlserver" } });
  expect(asked).toThrow("database.kind on aws: got sqlserver; allowed postgresql, aurora-postgresql; use sqlserver on azure only");
});
