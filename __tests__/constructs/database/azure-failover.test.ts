import { describe, expect, it } from "vitest";
import { azureDatabase } from "../../../constructs/database/azure.ts";
import type { DatabaseProps } from "../../../constructs/database/contract.ts";
import { all, type Built, build, get, sampleProps } from "./sample.ts";

const azure = (changes?: Partial<DatabaseProps>): Built => build((scope, id) => azureDatabase(scope, id, sampleProps("azure", changes)));
const sql = azure();
const failedOver = azure({ failedOver: true });
const postgres = azure({ kind: "postgresql" });
const promoted = azure({ kind: "postgresql", failedOver: true });
const ip = (id: string) => `\${azurerm_private_endpoint.${id}_Endpoint.private_service_connection[0].private_ip_address}`;

describe("a failover of Azure SQL", () => {
  it("is Azure's: no server, database or group changes by it", () => {
    for (const type of ["azurerm_mssql_server", "azurerm_mssql_database", "azurerm_mssql_failover_group", "azurerm_private_endpoint"]) {
      expect(all(sql, type)).not.toEqual({});
      expect(all(failedOver, type), type).toEqual(all(sql, type));
    }
  });

  it("leaves the host, which the group leads to whichever server is primary", () => {
    expect(sql.database.host).toMatch(/^acme-prd-eus2-app-group-\w{4}\.database\.windows\.net$/);
    expect(failedOver.database.host).toBe(sql.database.host);
    const { name } = get(sql, "azurerm_mssql_failover_group", "Database_FailoverGroup");
    expect(sql.database.host).toBe(`${name}.database.windows.net`);
  });

  it("has both servers in the place's network, under one zone of names", () => {
    const [first, second] = ["Database_Primary_Endpoint", "Database_Standby_Endpoint"].map((id) =>
      get(sql, "azurerm_private_endpoint", id),
    );
    for (const endpoint of [first, second]) expect(endpoint).toMatchObject({ location: "eastus2", subnet_id: '${element(["subnet"], 0)}' });
    expect(first?.private_dns_zone_group).toEqual(second?.private_dns_zone_group);
  });

  it("tells other networks the address of the server that is primary, and lets in at that server", () => {
    expect(sql.database).toMatchObject({ privateIps: [ip("Database_Primary")], accessId: "${azurerm_mssql_server.Database_Primary.id}" });
    expect(failedOver.database).toMatchObject({
      privateIps: [ip("Database_Standby")],
      accessId: "${azurerm_mssql_server.Database_Standby.id}",
    });
  });

  it("makes reads go to the host, as the other server is gone", () => {
    expect(sql.database.readHost).toMatch(/-app-group-\w{4}\.secondary\.database\.windows\.net$/);
    expect(failedOver.database.readHost).toBe(failedOver.database.host);
  });

  it("has the database watched where it is", () => {
    const watched = (built: Built) => get(built, "azurerm_monitor_metric_alert", "Database_Cpu").scopes;
    expect(watched(sql)).toEqual(["${azurerm_mssql_database.Database_Primary_Database.id}"]);
    expect(watched(failedOver)).toEqual(["${azurerm_mssql_server.Database_Standby.id}/databases/app"]);
  });
});

describe("a failover of PostgreSQL on Azure", () => {
  const replica = (built: Built) => get(built, "azurerm_postgresql_flexible_server", "Database_Replica");

  it("promotes the replica in place: replaced by nothing, with a standby in another zone", () => {
    expect(replica(postgres)).not.toHaveProperty("replication_role");
    expect(replica(postgres)).not.toHaveProperty("high_availability");
    const { replication_role: role, high_availability: zones, ...same } = replica(promoted);
    expect(role).toBe("None");
    expect(zones).toEqual({ mode: "ZoneRedundant" });
    expect(same).toEqual(replica(postgres));
    expect(replica(azure({ kind: "postgresql", failedOver: true, highAvailability: false }))).not.toHaveProperty("high_availability");
  });

  it("makes the replica the host, by name, address and id, which all lead into the place's network", () => {
    const host = (id: string) => `\${azurerm_postgresql_flexible_server.${id}.name}.postgres.database.azure.com`;
    expect(postgres.database).toMatchObject({
      host: host("Database_Primary"),
      readHost: host("Database_Replica"),
      privateIps: [ip("Database_Primary")],
    });
    expect(promoted.database).toMatchObject({
      ...{ host: host("Database_Replica"), readHost: host("Database_Replica"), privateIps: [ip("Database_Replica")] },
      accessId: "${azurerm_postgresql_flexible_server.Database_Replica.id}",
    });
    expect(get(postgres, "azurerm_private_endpoint", "Database_Replica_Endpoint").location).toBe("eastus2");
  });

  it("ends the warning of lag, which there is only with a replica", () => {
    const lag = (built: Built) => all(built, "azurerm_monitor_metric_alert").Database_Lag?.scopes;
    expect(lag(postgres)).toEqual(["${azurerm_postgresql_flexible_server.Database_Replica.id}"]);
    expect(lag(promoted)).toBeUndefined();
    expect(lag(azure({ kind: "postgresql", drRegion: undefined }))).toBeUndefined();
    expect(get(promoted, "azurerm_monitor_metric_alert", "Database_Cpu").scopes).toEqual([
      "${azurerm_postgresql_flexible_server.Database_Replica.id}",
    ]);
  });
});

describe("without a dr region", () => {
  it("nothing can have taken over", () => {
    for (const kind of ["sqlserver", "postgresql"] as const) {
      expect(() => azure({ kind, drRegion: undefined, failedOver: true })).toThrow(
        /^database prod-azure-eus2: got failedOver true and no drRegion/,
      );
    }
  });
});
