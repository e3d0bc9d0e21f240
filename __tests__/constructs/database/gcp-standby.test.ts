import { containsCidr } from "cidr-tools";
import { describe, expect, it } from "vitest";
import type { DatabaseProps } from "../../../constructs/database/contract.ts";
import { GcpDatabase } from "../../../constructs/database/gcp.ts";
import { type Attributes, all, type Built, build, get, sampleProps } from "./sample.ts";

const gcp = (changes?: Partial<DatabaseProps>): Built => build((scope, id) => new GcpDatabase(scope, id, sampleProps("gcp", changes)));
const following = gcp();
const promoted = gcp({ failedOver: true });
const alone = gcp({ drRegion: undefined });
const replica = (built: Built) => get(built, "google_sql_database_instance", "Database_Replica");
const settings = (built: Built) => replica(built).settings as Attributes;

describe("the standby of Cloud SQL", () => {
  it("is reached in the place's network, at an address of the address plan and under its own name", () => {
    const subnet = get(following, "google_compute_subnetwork", "Database_Replica_Subnet");
    expect(subnet).toMatchObject({ region: "us-west1", network: "network", private_ip_google_access: true });
    expect(containsCidr("10.240.16.0/20", String(subnet.ip_cidr_range))).toBe(true);
    expect(get(following, "google_compute_address", "Database_Replica_Endpoint_Address")).toMatchObject({
      ...{ region: "us-west1", address_type: "INTERNAL", name: "acme-prod-gcp-use4-standby" },
      subnetwork: "${google_compute_subnetwork.Database_Replica_Subnet.id}",
    });
    expect(get(following, "google_compute_forwarding_rule", "Database_Replica_Endpoint_Rule")).toMatchObject({
      ...{ region: "us-west1", load_balancing_scheme: "", allow_psc_global_access: true },
      target: "${google_sql_database_instance.Database_Replica.psc_service_attachment_link}",
    });
    expect(get(following, "google_dns_managed_zone", "Database_Replica_Endpoint_Zone")).toMatchObject({
      ...{ dns_name: "us-west1.sql.goog.", visibility: "private", name: "acme-prod-gcp-use4-cloud-sql-standby" },
    });
    expect(get(following, "google_dns_record_set", "Database_Replica_Endpoint_Record").name).toBe(
      "${google_sql_database_instance.Database_Replica.dns_name}",
    );
  });

  it("has no public address and a key of its own region, before it has taken over and after", () => {
    for (const built of [following, promoted]) {
      expect(replica(built)).toMatchObject({
        ...{ region: "us-west1", name: expect.stringMatching(/^acme-prod-gcp-usw1-app-dr-/), deletion_protection: true },
        encryption_key_name: "${google_kms_crypto_key.Database_ReplicaKey.id}",
        lifecycle: { prevent_destroy: true },
      });
      expect(settings(built)).toMatchObject({ ip_configuration: { ipv4_enabled: false, ssl_mode: "ENCRYPTED_ONLY" } });
    }
    expect(get(following, "google_kms_key_ring", "Database_ReplicaKey_Ring").location).toBe("us-west1");
  });

  it("follows the primary, without backups, until it has taken over", () => {
    expect(replica(following)).toMatchObject({
      instance_type: "READ_REPLICA_INSTANCE",
      master_instance_name: "${google_sql_database_instance.Database.name}",
    });
    expect(settings(following)).not.toHaveProperty("backup_configuration");
    expect(replica(promoted).instance_type).toBe("CLOUD_SQL_INSTANCE");
    expect(replica(promoted)).not.toHaveProperty("master_instance_name");
    expect(settings(promoted).backup_configuration).toMatchObject({ enabled: true, point_in_time_recovery_enabled: true });
  });

  it("is the host once it has taken over, by name, address and certificate", () => {
    const facts = (instance: string, endpoint: string) => ({
      host: `\${trimsuffix(google_sql_database_instance.${instance}.dns_name, ".")}`,
      privateIps: [`\${google_compute_address.${endpoint}_Address.address}`],
      accessId: `\${google_sql_database_instance.${instance}.connection_name}`,
      caCertificate: `\${nonsensitive(google_sql_database_instance.${instance}.server_ca_cert[0].cert)}`,
    });
    expect(following.database).toMatchObject(facts("Database", "Database_Endpoint"));
    expect(promoted.database).toMatchObject(facts("Database_Replica", "Database_Replica_Endpoint"));
    for (const { database } of [following, promoted]) expect(database.readHost).toBe(database.host);
    expect(get(promoted, "google_sql_database_instance", "Database")).toEqual(get(following, "google_sql_database_instance", "Database"));
  });

  it("is watched: for lag while it follows, as a database of its own afterwards; and its logs are kept", () => {
    const alerts = (built: Built) => Object.keys(all(built, "google_monitoring_alert_policy")).filter((id) => id.includes("_Replica_"));
    expect(alerts(following)).toEqual(["Database_Replica_StandbyLag"]);
    expect(JSON.stringify(get(following, "google_monitoring_alert_policy", "Database_Replica_StandbyLag"))).toContain(
      "acme-prod:acme-prod-gcp-usw1-app-dr",
    );
    expect(alerts(promoted)).toEqual(expect.arrayContaining(["Database_Replica_Alerts_Cpu", "Database_Replica_Alerts_Disk"]));
    expect(alerts(promoted)).not.toContain("Database_Replica_StandbyLag");
    const logged = (built: Built) => JSON.stringify(all(built, "google_logging_project_sink")).includes("gcp-usw1-app-dr");
    expect([logged(following), logged(alone)]).toEqual([true, false]);
  });

  it("is nowhere without a dr region, and cannot have taken over there", () => {
    for (const resources of Object.values(alone.resources)) {
      expect(Object.keys(resources).filter((id) => id.startsWith("Database_Replica"))).toEqual([]);
    }
    expect(() => gcp({ drRegion: undefined, failedOver: true })).toThrow(/^database prod-gcp-use4: got failedOver true and no drRegion/);
  });
});
