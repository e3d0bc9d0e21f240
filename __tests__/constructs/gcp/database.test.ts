import { describe, expect, it } from "vitest";
import type { Json, StackJson } from "../../estate.ts";
import { at, blocks } from "../variants.ts";
import { all, dev as cheapest, gcp, get, one, stackOf } from "./variants.ts";

const prod = stackOf("prod data");
const dev = stackOf("dev data");
const primary = (stack: StackJson) => get(stack, "sql_database_instance", "Database");
const settings = (stack: StackJson, id = "Database") => at(get(stack, "sql_database_instance", id), "settings.0") as Json;
const changed = (database: Json) => gcp("data", { input: { database } });
const flags = (stack: StackJson) => Object.fromEntries(blocks(settings(stack), "database_flags").map(({ name, value }) => [name, value]));

describe("gcp database: who reaches it", () => {
  it("GCP-06 has no public address and no network that is let in, and speaks TLS only, the replica too", () => {
    for (const instance of [...Object.values(all(prod, "sql_database_instance")), primary(dev)]) {
      const ip = at(instance, "settings.0.ip_configuration.0") as Json;
      expect(ip).toMatchObject({ ipv4_enabled: false, ssl_mode: "ENCRYPTED_ONLY", server_ca_mode: "GOOGLE_MANAGED_CAS_CA" });
      expect(ip).not.toHaveProperty("authorized_networks");
      expect(ip).toMatchObject({ psc_config: [{ psc_enabled: true, allowed_consumer_projects: ["acme-prod"] }] });
    }
  });

  it("is reached at a private address of the endpoints' subnet, under the name of its certificate", () => {
    expect(get(prod, "compute_address", "Database_Endpoint_Address")).toMatchObject({
      address_type: "INTERNAL",
      subnetwork: "${element(data.terraform_remote_state.prod-gcp-use4-network.outputs.network__endpoint_subnet_ids, 0)}",
      lifecycle: { prevent_destroy: true },
    });
    expect(get(prod, "compute_forwarding_rule", "Database_Endpoint_Rule")).toMatchObject({
      target: "${google_sql_database_instance.Database.psc_service_attachment_link}",
      load_balancing_scheme: "",
    });
    expect(get(prod, "dns_record_set", "Database_Endpoint_Record")).toMatchObject({
      name: "${google_sql_database_instance.Database.dns_name}",
      type: "A",
    });
    expect(get(prod, "dns_managed_zone", "Database_Endpoint_Zone")).toMatchObject({
      dns_name: "us-east4.sql.goog.",
      visibility: "private",
    });
    expect(prod.output?.database__host?.value).toBe('${trimsuffix(google_sql_database_instance.Database.dns_name, ".")}');
    expect(prod.output?.database__read_host?.value).toBe(prod.output?.database__host?.value);
    expect(prod.output?.database__access_id?.value).toBe("${google_sql_database_instance.Database.connection_name}");
  });

  it("keeps the administrator's password out of state and plan, and in Secret Manager under its own key", () => {
    expect(get(prod, "sql_user", "Database_Administrator_User")).toMatchObject({ password_wo_version: 1, type: "BUILT_IN" });
    expect(get(prod, "sql_user", "Database_Administrator_User")).not.toHaveProperty("password");
    expect(one(prod, "secret_manager_secret_version")).not.toHaveProperty("secret_data");
    expect(one(prod, "secret_manager_secret_version").secret_data_wo).toMatch(/^\$\{ephemeral\.random_password\./);
    expect(prod.output?.database__admin_secret_path?.value).toBe(one(prod, "secret_manager_secret").secret_id);
    expect(one(prod, "secret_manager_secret")).toMatchObject({ deletion_protection: true, lifecycle: { prevent_destroy: true } });
    expect(one(dev, "secret_manager_secret")).toMatchObject({ deletion_protection: false, lifecycle: { prevent_destroy: false } });
  });

  it("GCP-07 lets IAM log in and logs what CIS asks for", () => {
    for (const stack of [prod, dev]) {
      expect(flags(stack)).toMatchObject({
        "cloudsql.iam_authentication": "on",
        "cloudsql.enable_pgaudit": "on",
        log_checkpoints: "on",
        log_connections: "on",
        log_disconnections: "on",
        log_lock_waits: "on",
        log_min_messages: "warning",
        log_temp_files: "0",
      });
    }
  });
});

describe("gcp database: what a preset buys", () => {
  it("GCP-07 is encrypted with its own key, which it may use before it is created", () => {
    for (const stack of [prod, dev]) {
      expect(primary(stack)).toMatchObject({
        encryption_key_name: "${google_kms_crypto_key.Database_Key.id}",
        database_version: "POSTGRES_17",
      });
      expect(primary(stack).depends_on).toContain("google_kms_crypto_key_iam_member.Database_Key_CloudSqlUse");
    }
  });

  it("GCP-07 has a standby in prod, C-01 none in dev", () => {
    expect(settings(prod)).toMatchObject({
      availability_type: "REGIONAL",
      edition: "ENTERPRISE",
      tier: "db-custom-4-16384",
      disk_size: 256,
    });
    expect(settings(dev)).toMatchObject({ availability_type: "ZONAL", edition: "ENTERPRISE", tier: "db-custom-2-8192", disk_size: 64 });
    for (const stack of [prod, dev]) expect(settings(stack)).toMatchObject({ disk_type: "PD_SSD", disk_autoresize: true });
    expect([settings(prod).disk_autoresize_limit, settings(dev).disk_autoresize_limit]).toEqual([1024, 128]);
  });

  it("GCP-07 can return to any point in time, as far as the edition's log reaches, and keeps backups as long as configured", () => {
    const backups = (stack: StackJson) => at(settings(stack), "backup_configuration.0");
    expect(backups(prod)).toMatchObject({
      ...{ enabled: true, point_in_time_recovery_enabled: true, transaction_log_retention_days: 7, location: "us" },
      backup_retention_settings: [{ retained_backups: 35, retention_unit: "COUNT" }],
    });
    expect(backups(dev)).toMatchObject({ point_in_time_recovery_enabled: true, backup_retention_settings: [{ retained_backups: 7 }] });
    const plus = changed({ edition: "ENTERPRISE_PLUS" });
    expect(backups(plus)).toMatchObject({ transaction_log_retention_days: 35 });
  });

  it("keeps backups in the region where its continent has no multi-region", () => {
    const sydney = gcp("data", { ...cheapest.data, region: "australia-southeast1" });
    expect(at(settings(sydney), "backup_configuration.0.location")).toBe("australia-southeast1");
    const belgium = gcp("data", { ...cheapest.data, region: "europe-west1" });
    expect(at(settings(belgium), "backup_configuration.0.location")).toBe("eu");
  });

  it("GCP-07 is protected twice in prod, with backups that outlive it; dev can go", () => {
    for (const [stack, on] of [
      [prod, true],
      [dev, false],
    ] as const) {
      expect(primary(stack)).toMatchObject({ deletion_protection: on, lifecycle: { prevent_destroy: on } });
      expect(settings(stack)).toMatchObject({ deletion_protection_enabled: on, retain_backups_on_delete: on });
    }
  });

  it("keeps its logs for as long as configured, under a key", () => {
    const cmek_settings = [{ kms_key_name: "${google_kms_crypto_key.Database_Logs_Key.id}" }];
    expect(one(prod, "logging_project_bucket_config")).toMatchObject({ retention_days: 365, cmek_settings });
    expect(one(dev, "logging_project_bucket_config")).toMatchObject({ retention_days: 30, cmek_settings });
  });

  it("warns the account's alert target of a full disk, and of lag where something follows", () => {
    const channel = "${data.terraform_remote_state.prod-gcp-account.outputs.account__alert_target}";
    const alerts = (stack: StackJson) => Object.keys(all(stack, "monitoring_alert_policy")).filter((id) => id.startsWith("Database_"));
    expect(alerts(dev)).toEqual(expect.arrayContaining(["Database_Alerts_Cpu", "Database_Alerts_Disk"]));
    expect(alerts(prod)).toContain("Database_Alerts_ReplicationLag");
    expect(alerts(dev)).not.toContain("Database_Alerts_ReplicationLag");
    for (const alert of Object.values(all(prod, "monitoring_alert_policy"))) expect(alert.notification_channels).toEqual([channel]);
  });
});

describe("gcp database: its copy elsewhere", () => {
  it("has a replica with a key of its own only with a region for it", () => {
    const replica = get(prod, "sql_database_instance", "Database_Replica");
    expect(replica).toMatchObject({
      ...{ name: "acme-prod-gcp-usw1-app-dr-d283", region: "us-west1", instance_type: "READ_REPLICA_INSTANCE" },
      master_instance_name: "${google_sql_database_instance.Database.name}",
      encryption_key_name: "${google_kms_crypto_key.Database_ReplicaKey.id}",
      lifecycle: { prevent_destroy: true },
    });
    expect(get(prod, "kms_key_ring", "Database_ReplicaKey_Ring").location).toBe("us-west1");
    expect(Object.keys(all(dev, "sql_database_instance"))).toEqual(["Database"]);
    expect(all(dev, "kms_crypto_key")).not.toHaveProperty("Database_ReplicaKey");
  });

  it("has the primary's machine and flags, without which replication stops, and no backups of its own", () => {
    const replica = settings(prod, "Database_Replica");
    const { tier, edition, database_flags } = settings(prod);
    expect(replica).toMatchObject({ tier, edition, database_flags });
    expect(replica).not.toHaveProperty("backup_configuration");
  });

  it("has the administrator's password in both regions, each copy under the region's key", () => {
    const copies = (stack: StackJson) => blocks(one(stack, "secret_manager_secret"), "replication.0.user_managed.0.replicas");
    expect(copies(prod).map((copy) => [copy.location, at(copy, "customer_managed_encryption.0.kms_key_name")])).toEqual([
      ["us-east4", "${google_kms_crypto_key.Database_Key.id}"],
      ["us-west1", "${google_kms_crypto_key.Database_ReplicaKey.id}"],
    ]);
    expect(copies(dev)).toHaveLength(1);
  });
});

describe("gcp database: options and refusals", () => {
  it("captures changes only where data is synchronized", () => {
    expect(flags(prod)).toMatchObject({
      "cloudsql.logical_decoding": "on",
      "cloudsql.enable_pglogical": "on",
      max_replication_slots: "20",
    });
    expect(flags(dev)).not.toHaveProperty("cloudsql.logical_decoding");
    expect([prod.output?.database__cdc_enabled?.value, dev.output?.database__cdc_enabled?.value]).toEqual([true, false]);
  });

  it("GCP-07 says its edition always, with the machines that edition has", () => {
    expect(settings(changed({ edition: undefined }))).toMatchObject({ edition: "ENTERPRISE", tier: "db-custom-4-16384" });
    expect(settings(changed({ edition: "ENTERPRISE_PLUS" }))).toMatchObject({ edition: "ENTERPRISE_PLUS", tier: "db-perf-optimized-N-4" });
    expect(settings(changed({ tier: "db-custom-16-65536" }))).toMatchObject({ tier: "db-custom-16-65536" });
  });

  it("refuses a machine of the other edition", () => {
    expect(() => changed({ edition: "ENTERPRISE_PLUS", tier: "db-custom-4-16384" })).toThrow(
      /database tier: got db-custom-4-16384; allowed in edition ENTERPRISE_PLUS: db-perf-optimized-\*; change the tier, or the edition to ENTERPRISE$/,
    );
    expect(() => changed({ tier: "db-perf-optimized-N-4" })).toThrow(/in edition ENTERPRISE: db-custom-.*to ENTERPRISE_PLUS$/);
  });

  it("refuses other clouds' engines", () => {
    expect(() => changed({ kind: "sqlserver" })).toThrow(
      /got sqlserver; allowed on gcp: postgresql; set kind to postgresql \(sqlserver is Azure's\)/,
    );
    expect(() => changed({ kind: "aurora-postgresql" })).toThrow(/got aurora-postgresql; allowed on gcp: postgresql.*is AWS's/);
  });
});
