import { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
import { PostgresqlFlexibleServer, type PostgresqlFlexibleServerConfig } from "@cdktf/provider-azurerm/lib/postgresql-flexible-server";
import { PostgresqlFlexibleServerActiveDirectoryAdministrator } from "@cdktf/provider-azurerm/lib/postgresql-flexible-server-active-directory-administrator";
import { PostgresqlFlexibleServerConfiguration } from "@cdktf/provider-azurerm/lib/postgresql-flexible-server-configuration";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { AzureLock } from "../account/azure-lock.ts";
import { AzureAdminSecret } from "../encryption/azure-admin-secret.ts";
import { AzureKeyUser } from "../encryption/azure-key-user.ts";
import { nameOf } from "../naming.ts";
import { AzurePrivateEndpoint } from "../network/azure-private-endpoint.ts";
import { accountOf } from "../place.ts";
import { administratorsOf } from "./azure-administrators.ts";
import type { AzureSqlHostProps } from "./azure-sql-host.ts";
import type { DatabaseSize } from "./contract.ts";

/** GP: general purpose; MO: memory optimized, for the same vCores with twice the memory. */
const tiers: Record<DatabaseSize, string> = { s: "GP_Standard_D2ds_v5", m: "GP_Standard_D4ds_v5", l: "MO_Standard_E8ds_v5" };

/** Disk sizes there are: https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-storage */
const diskGib = [32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32767];

/** A flexible server is asked for as an SQL server is. */
export interface AzurePostgresqlHostProps extends Omit<AzureSqlHostProps, "secret"> {
  /** The password login; without it Entra's logins are the only ones. */
  readonly secret?: AzureAdminSecret;
  /** The server it is a replica of. */
  readonly source?: AzurePostgresqlHost;
}

/** One flexible server: the primary, or its replica in another region. */
export class AzurePostgresqlHost extends Construct {
  readonly id: string;
  readonly host: string;
  readonly privateIp: string;
  /** Tell it what else is made in the server. */
  readonly lock: AzureLock;
  private readonly settled: ITerraformDependable[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AzurePostgresqlHostProps,
  ) {
    super(scope, id);
    const { region, group, source } = props;
    const user = new AzureKeyUser(this, "KeyUser", { place: region, resourceGroupName: group.name, purpose: "postgresql", key: props.key });
    const server = this.server(user);
    this.id = server.id;
    this.host = `${server.name}.postgres.database.azure.com`;
    this.privateIp = new AzurePrivateEndpoint(this, "Endpoint", {
      ...props.endpoint,
      resourceGroupName: group.name,
      purpose: `postgresql-${region.regionFacts.short}`,
      targetId: server.id,
      subresource: "postgresqlServer",
      zone: "postgres",
    }).privateIp;
    // A replica has its primary's administrators and settings.
    if (source === undefined) {
      this.administrators(server);
      this.settings(server);
    }
    this.lock = new AzureLock(this, server.id, props.deletionProtection);
    this.lock.covers(...this.settled, this.logs(server));
  }

  private server(user: AzureKeyUser): PostgresqlFlexibleServer {
    const { place, region, group, key, source, size, tier, storageGib, backupDays, deletionProtection } = this.props;
    return new PostgresqlFlexibleServer(this, "Resource", {
      name: nameOf("azure:PostgresqlFlexibleServer", region.shortName, "app-pg", region.suffix),
      location: region.region,
      resourceGroupName: group.name,
      skuName: tier ?? tiers[size],
      storageMb: 1024 * diskOf(storageGib, place.id),
      autoGrowEnabled: true,
      backupRetentionDays: Math.min(35, Math.max(7, backupDays)),
      publicNetworkAccessEnabled: false,
      identity: { type: "UserAssigned", identityIds: [user.identityId] },
      // Without a version the server follows the key's rotations by itself.
      customerManagedKey: { keyVaultKeyId: key.versionlessId, primaryUserAssignedIdentityId: user.identityId },
      ...(source === undefined ? this.primary() : this.replica(source)),
      // A server that is still being set up refuses to be copied.
      dependsOn: [...user.ready, ...(source?.settled ?? [])],
      // Azure swaps the zones when the standby takes over, and the disk grows by itself.
      lifecycle: {
        ignoreChanges: ["zone", "high_availability[0].standby_availability_zone", "storage_mb"],
        preventDestroy: deletionProtection,
      },
    });
  }

  private primary(): Partial<PostgresqlFlexibleServerConfig> {
    const { place, secret, postgresVersion } = this.props;
    return {
      createMode: "Default",
      version: postgresVersion,
      authentication: {
        activeDirectoryAuthEnabled: true,
        passwordAuthEnabled: secret !== undefined,
        tenantId: accountOf(place, "azure").tenantId,
      },
      ...(secret && {
        administratorLogin: AzureAdminSecret.login,
        administratorPasswordWo: secret.value,
        administratorPasswordWoVersion: AzureAdminSecret.version,
      }),
      ...this.standby(),
      // Sunday.
      maintenanceWindow: { dayOfWeek: 0, startHour: 3, startMinute: 0 },
    };
  }

  /** One that has taken over stays what it was made as, in Terraform's words: another would replace it. */
  private replica(source: AzurePostgresqlHost): Partial<PostgresqlFlexibleServerConfig> {
    return {
      createMode: "Replica",
      sourceServerId: source.id,
      // https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/postgresql_flexible_server#replication_role-1
      ...(this.props.failedOver && { replicationRole: "None", ...this.standby() }),
    };
  }

  private standby(): Partial<PostgresqlFlexibleServerConfig> {
    const { region, highAvailability } = this.props;
    const zonal = region.regionFacts.zones.length >= 3;
    return highAvailability ? { highAvailability: { mode: zonal ? "ZoneRedundant" : "SameZone" } } : {};
  }

  private administrators(server: PostgresqlFlexibleServer): void {
    const { place, group: resources } = this.props;
    const group = administratorsOf(this.props);
    const administrators = new PostgresqlFlexibleServerActiveDirectoryAdministrator(this, "Administrators", {
      serverName: server.name,
      resourceGroupName: resources.name,
      tenantId: accountOf(place, "azure").tenantId,
      objectId: group.objectId,
      principalName: group.name,
      principalType: "Group",
    });
    this.settled.push(administrators);
  }

  private settings(server: PostgresqlFlexibleServer): void {
    const settings: Record<string, [name: string, value: string]> = {
      Extensions: ["azure.extensions", "PGAUDIT,PG_STAT_STATEMENTS"],
      Tls: ["ssl_min_protocol_version", "TLSv1.2"],
      LogConnections: ["log_connections", "on"],
      LogDisconnections: ["log_disconnections", "on"],
      ...(this.props.cdc && { LogicalReplication: ["wal_level", "logical"] }),
    };
    for (const [id, [name, value]] of Object.entries(settings)) {
      this.settled.push(new PostgresqlFlexibleServerConfiguration(this, id, { serverId: server.id, name, value }));
    }
  }

  private logs(server: PostgresqlFlexibleServer): MonitorDiagnosticSetting {
    return new MonitorDiagnosticSetting(this, "Logs", {
      name: "logs",
      targetResourceId: server.id,
      logAnalyticsWorkspaceId: this.props.account.logStore,
      enabledLog: [{ category: "PostgreSQLLogs" }],
    });
  }
}

/** The smallest disk that holds `gib`. */
function diskOf(gib: number, placeId: string): number {
  const disk = diskGib.find((size) => size >= gib);
  if (disk === undefined) {
    throw new Error(`database ${placeId}: storageGib is ${gib}; a flexible server holds at most ${diskGib.at(-1)}; store less or split it`);
  }
  return disk;
}
