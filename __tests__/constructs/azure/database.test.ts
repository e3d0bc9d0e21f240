import { describe, expect, it } from "vitest";
import type { Variant } from "../variants.ts";
import { all, azure, dev, get, one } from "./variants.ts";

const database = (changes: object): Variant => ({ input: { database: changes } });
const prod = azure("data");
const cheap = azure("data", dev.data);
const postgres = azure("data", database({ kind: "postgresql" }));
const servers = Object.values(all(prod, "mssql_server"));

describe("azure database: SQL Server", () => {
  it("AZ-05 has no public access, TLS 1.2, an Entra administrator, and audit to the workspace", () => {
    for (const server of [...servers, one(cheap, "mssql_server")]) {
      expect(server).toMatchObject({
        public_network_access_enabled: false,
        minimum_tls_version: "1.2",
        outbound_network_restriction_enabled: true,
        azuread_administrator: [{ login_username: "database-administrators", object_id: "00000000-0000-0000-0000-0000000000d1" }],
      });
    }
    for (const policy of Object.values(all(prod, "mssql_server_extended_auditing_policy"))) {
      expect(policy).toMatchObject({ enabled: true, log_monitoring_enabled: true });
    }
    expect(get(prod, "monitor_diagnostic_setting", "Database_Primary_AuditLog")).toMatchObject({
      enabled_log: [{ category: "SQLSecurityAuditEvents" }],
    });
  });

  it("AZ-05 opens the password login for data sync only, and opening it later replaces no server", () => {
    const login = (stack: typeof prod) => {
      const { administrator_login: name, azuread_administrator: entra } = get(stack, "mssql_server", "Database_Primary");
      return [name, (entra as { azuread_authentication_only: boolean }[])[0]?.azuread_authentication_only];
    };
    expect(login(prod)).toEqual(["platform_admin", false]);
    expect(login(azure("data", database({ cdc: false, passwordLogins: false })))).toEqual(["platform_admin", true]);
    expect(cheap.output?.database__auth?.value).toEqual(["entra"]);
    expect(cheap.output?.database__admin_secret_path?.value).toBe("");
    expect(prod.output?.database__auth?.value).toEqual(["entra", "password"]);
  });

  it("keeps the password out of the JSON: ephemeral, in the vault and in write-only arguments", () => {
    const value = "${ephemeral.random_password.Database_AdminSecret_Password.result}";
    expect(one(prod, "key_vault_secret")).toMatchObject({ value_wo: value });
    for (const server of servers) {
      expect(server).toMatchObject({ administrator_login_password_wo: value });
      expect(server).not.toHaveProperty("administrator_login_password");
    }
  });

  it("AZ-06 is redundant over zones, with geo copies of four kinds of backup", () => {
    expect(one(prod, "mssql_database")).toMatchObject({
      sku_name: "BC_Gen5_4",
      zone_redundant: true,
      geo_backup_enabled: true,
      storage_account_type: "GeoZone",
      transparent_data_encryption_enabled: true,
      short_term_retention_policy: [{ retention_days: 35 }],
      long_term_retention_policy: [{ weekly_retention: "P5W", monthly_retention: "P12M", yearly_retention: "P7Y" }],
      lifecycle: { prevent_destroy: true },
    });
  });

  it("AZ-06 is encrypted with the customer's key from birth, and follows its rotations", () => {
    for (const server of servers) {
      expect(server).toMatchObject({
        transparent_data_encryption_key_vault_key_id: "${azurerm_key_vault_key.Vault_DatabaseKey.id}",
        lifecycle: { ignore_changes: ["transparent_data_encryption_key_vault_key_id"], prevent_destroy: true },
      });
    }
    const rotations = Object.values(all(prod, "mssql_server_transparent_data_encryption"));
    expect(rotations).toHaveLength(2);
    for (const rotation of rotations) expect(rotation).toMatchObject({ auto_rotation_enabled: true });
  });

  it("C-01 is one small server in one zone in dev, free to go", () => {
    expect(one(cheap, "mssql_database")).toMatchObject({
      sku_name: "GP_Gen5_2",
      zone_redundant: false,
      short_term_retention_policy: [{ retention_days: 7 }],
      lifecycle: { prevent_destroy: false },
    });
    expect(all(cheap, "management_lock")).toEqual({});
    expect(all(cheap, "mssql_failover_group")).toEqual({});
  });

  it("has a second region's server and names that follow the primary only with a dr region", () => {
    expect(one(prod, "mssql_failover_group")).toMatchObject({
      partner_server: [{ id: "${azurerm_mssql_server.Database_Standby.id}" }],
      read_write_endpoint_failover_policy: [{ mode: "Automatic", grace_minutes: 60 }],
    });
    expect(get(prod, "mssql_server", "Database_Standby")).toMatchObject({ location: "centralus" });
    expect(prod.output?.database__host?.value).toMatch(/^acme-prd-eus2-app-group-\w{4}\.database\.windows\.net$/);
    expect(cheap.output?.database__host?.value).toContain("azurerm_mssql_server.Database_Primary.name");
  });

  it("is known to grants by its server", () => {
    expect(prod.output?.database__access_id?.value).toBe("${azurerm_mssql_server.Database_Primary.id}");
  });
});

describe("azure database: PostgreSQL", () => {
  const primary = get(postgres, "postgresql_flexible_server", "Database_Primary");

  it("has the version asked for, a standby in another zone, private access, and a key it follows by itself", () => {
    expect(primary).toMatchObject({
      version: "17",
      public_network_access_enabled: false,
      high_availability: [{ mode: "ZoneRedundant" }],
      customer_managed_key: [{ key_vault_key_id: "${azurerm_key_vault_key.Vault_DatabaseKey.versionless_id}" }],
      backup_retention_days: 35,
      storage_mb: 256 * 1024,
      authentication: [{ active_directory_auth_enabled: true, password_auth_enabled: true }],
      lifecycle: { prevent_destroy: true },
    });
  });

  it("has a replica in the dr region, with a key of that region's vault", () => {
    const replica = get(postgres, "postgresql_flexible_server", "Database_Replica");
    expect(replica).toMatchObject({
      create_mode: "Replica",
      location: "centralus",
      customer_managed_key: [{ key_vault_key_id: "${azurerm_key_vault_key.DrVault_DatabaseKey.versionless_id}" }],
    });
    expect(get(postgres, "key_vault", "DrVault")).toMatchObject({ location: "centralus" });
  });

  it("logs in by Entra alone, without replica or logical replication, where nothing asks for them", () => {
    const plain = azure(
      "data",
      database({ kind: "postgresql", cdc: false, passwordLogins: false, drRegion: undefined, highAvailability: false }),
    );
    const server = one(plain, "postgresql_flexible_server");
    expect(server).toMatchObject({ authentication: [{ password_auth_enabled: false }] });
    expect(server).not.toHaveProperty("high_availability");
    expect(server).not.toHaveProperty("administrator_login");
    const settings = (stack: typeof prod) => Object.values(all(stack, "postgresql_flexible_server_configuration")).map(({ name }) => name);
    expect(settings(plain)).not.toContain("wal_level");
    expect(settings(postgres)).toEqual(expect.arrayContaining(["wal_level", "ssl_min_protocol_version"]));
    expect(all(plain, "key_vault_secret")).toEqual({});
  });

  it("takes the smallest disk that holds what is asked for, up to the largest", () => {
    const disk = (storageGib: number) =>
      one(azure("data", database({ kind: "postgresql", storageGib, drRegion: undefined })), "postgresql_flexible_server");
    expect(disk(129)).toMatchObject({ storage_mb: 256 * 1024 });
    expect(disk(32767)).toMatchObject({ storage_mb: 33553408 });
    expect(() => disk(40000)).toThrow(
      "database prod-azure-eus2: storageGib is 40000; a flexible server holds at most 32767; store less or split it",
    );
  });
});

describe("azure database: refusals", () => {
  it("has no Aurora", () => {
    expect(() => azure("data", database({ kind: "aurora-postgresql" }))).toThrow(
      "database prod-azure-eus2: kind is aurora-postgresql; azure has sqlserver and postgresql; Aurora is AWS's alone",
    );
  });

  it("needs a group that administers", () => {
    expect(() => azure("data", database({ administratorGroup: undefined }))).toThrow(
      "database prod-azure-eus2: no administratorGroup; logins are Entra's, so a group must administer them; give its name and object id",
    );
  });
});
