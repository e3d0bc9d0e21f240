import { MssqlFailoverGroup } from "@cdktf/provider-azurerm/lib/mssql-failover-group";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { alertAbove } from "../account/azure-alert.ts";
import { AzureVault } from "../encryption/azure.ts";
import { AzureAdminSecret } from "../encryption/azure-admin-secret.ts";
import { nameOf } from "../naming.ts";
import { placeIn } from "../place.ts";
import { hasPasswords } from "./azure-administrators.ts";
import { makeSqlDatabase } from "./azure-sql-database.ts";
import { AzureSqlHost, type AzureSqlHostProps } from "./azure-sql-host.ts";
import type { Database, DatabaseProps } from "./contract.ts";
import { refuseFailoverToNothing } from "./failover.ts";

const DATABASE = "app";

/**
 * Azure SQL Database: Entra logins only (a password login too while change data capture or Vault needs one), customer key, private
 * endpoint, audit to the account's workspace. With `drRegion` a second server follows in a failover group, whose names
 * lead to whichever server is primary; it is reached through an endpoint in this place's network as well. The host so stays the same,
 * and its certificate with it: a failover is Azure's, by itself or by hand, and changes no resource here. `failedOver` says that one has
 * happened, for those who know the host by its address, are let in by the server's id, or watch it.
 *
 * Both servers use one key, since each must open what the other wrote; Azure serves a vault from its paired region if its own
 * is lost (https://techcommunity.microsoft.com/blog/azuresqlblog/geo-replication-and-transparent-data-encryption-key-management-in-azure-sql-data/4459670).
 * About 370 USD a month at size s, 1,900 USD at m; the same again for the second region.
 */
export class AzureSqlServer extends Construct implements Database {
  readonly engine = "sqlserver";
  readonly engineVersion = "12.0";
  readonly host: string;
  readonly readHost: string;
  readonly port = 1433;
  readonly database = DATABASE;
  readonly adminSecretStore: Database["adminSecretStore"];
  readonly adminSecretPath: string;
  readonly adminSecretScope: string;
  readonly auth: string[];
  readonly tls = "verify-full";
  readonly accessId: string;
  readonly caBundleId = "digicert-g2";
  /** A public authority vouches for the server. */
  readonly caCertificate = "";
  readonly privateIps: string[];
  readonly cdcEnabled: boolean;
  readonly cdcKind = "mssql-cdc";

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    refuseFailoverToNothing(props);
    const { place, network, drRegion } = props;
    const group = new ResourceGroup(this, "Group", { name: nameOf("azure:ResourceGroup", place.name, "database"), location: place.region });
    const endpoint = { place, subnetId: Fn.element(network.endpointSubnetIds, 0), cidr: network.cidr };
    const vault = AzureVault.of(this, { ...props, layer: "data", logStore: props.account.logStore, endpoint });
    const secret = new AzureAdminSecret(this, "AdminSecret", { vault, account: props.account, name: "database-admin" });
    const shared = { ...props, group, endpoint, key: vault.key("DatabaseKey", "database"), secret };
    const primary = new AzureSqlHost(this, "Primary", { ...shared, region: place });
    const database = makeSqlDatabase(primary, "Database", { ...props, serverId: primary.id, name: DATABASE });
    primary.lock.covers(database);
    const standby = drRegion ? this.standby({ ...shared, region: placeIn(place, drRegion) }) : undefined;
    const failover = standby ? this.failover(props, primary, standby, database.id) : undefined;
    // The copy that the group makes has the name of what it copies.
    this.alarms(props, group, props.failedOver && standby ? `${standby.id}/databases/${DATABASE}` : database.id);

    const serving = props.failedOver && standby ? standby : primary;
    this.host = failover ? `${failover}.database.windows.net` : primary.host;
    this.readHost = failover && !props.failedOver ? `${failover}.secondary.database.windows.net` : this.host;
    this.adminSecretStore = hasPasswords(props) ? "azure-key-vault" : "none";
    this.adminSecretPath = hasPasswords(props) ? secret.path : "";
    this.adminSecretScope = hasPasswords(props) ? secret.scope : "";
    this.auth = hasPasswords(props) ? ["entra", "password"] : ["entra"];
    this.accessId = serving.id;
    this.privateIps = [serving.privateIp];
    this.cdcEnabled = props.cdc;
  }

  /** In a resource group of its own region: a group whose region is down cannot be changed. */
  private standby(props: AzureSqlHostProps): AzureSqlHost {
    const { region } = props;
    const group = new ResourceGroup(this, "StandbyGroup", {
      name: nameOf("azure:ResourceGroup", region.name, "database-dr"),
      location: region.region,
    });
    return new AzureSqlHost(this, "Standby", { ...props, group });
  }

  /** Azure promotes the standby by itself only after the region has been gone for an hour: data not yet copied would be lost. */
  private failover({ place }: DatabaseProps, primary: AzureSqlHost, standby: AzureSqlHost, databaseId: string): string {
    const name = nameOf("azure:MssqlServer", place.shortName, "app-group", place.suffix);
    const group = new MssqlFailoverGroup(this, "FailoverGroup", {
      name,
      serverId: primary.id,
      partnerServer: [{ id: standby.id }],
      databases: [databaseId],
      readWriteEndpointFailoverPolicy: { mode: "Automatic", graceMinutes: 60 },
      readonlyEndpointFailoverPolicyEnabled: true,
    });
    // Azure keeps the group, and the copies it makes of the databases, in both servers.
    for (const { lock } of [primary, standby]) lock.covers(group);
    return name;
  }

  private alarms(props: DatabaseProps, group: ResourceGroup, targetId: string): void {
    const shared = {
      ...props,
      resourceGroupName: group.name,
      targetId,
      namespace: "Microsoft.Sql/servers/databases",
      aggregation: "Average",
    } as const;
    alertAbove(this, "Cpu", {
      ...shared,
      metric: "cpu_percent",
      threshold: 80,
      description: "database CPU above 80 %: find the query or take a larger size",
    });
    alertAbove(this, "Storage", {
      ...shared,
      metric: "storage_percent",
      aggregation: "Maximum",
      threshold: 85,
      description: "database storage above 85 %: raise storageGib",
    });
  }
}
