import { PostgresqlFlexibleServerDatabase } from "@cdktf/provider-azurerm/lib/postgresql-flexible-server-database";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { alertAbove } from "../account/azure-alert.ts";
import { AzureVault } from "../encryption/azure.ts";
import { AzureAdminSecret } from "../encryption/azure-admin-secret.ts";
import { nameOf } from "../naming.ts";
import { placeIn } from "../place.ts";
import { hasPasswords } from "./azure-administrators.ts";
import { AzurePostgresqlHost, type AzurePostgresqlHostProps } from "./azure-postgresql-host.ts";
import type { Database, DatabaseProps } from "./contract.ts";
import { refuseFailoverToNothing } from "./failover.ts";

const DATABASE = "app";

/**
 * PostgreSQL flexible server: for the same engine as on the other clouds. Entra logins (a password login too while change
 * data capture or Vault needs one), customer key, private endpoint, a standby in another zone. With `drRegion` a replica with a key
 * of its own region's vault, which Azure demands; it is reached through an endpoint in this place's network. With `failedOver` it stands
 * alone, is the host, and has a standby of its own; there is no way back but a new replica.
 * About 130 USD a month at size s, 260 USD at m, twice that with a standby.
 */
export class AzurePostgresql extends Construct implements Database {
  readonly engine = "postgresql";
  readonly engineVersion: string;
  readonly host: string;
  readonly readHost: string;
  readonly port = 5432;
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
  readonly cdcKind = "pg-logical";

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    refuseFailoverToNothing(props);
    const { place, network, drRegion } = props;
    const endpoint = { place, subnetId: Fn.element(network.endpointSubnetIds, 0), cidr: network.cidr };
    const vault = AzureVault.of(this, { ...props, layer: "data", logStore: props.account.logStore, endpoint });
    const group = new ResourceGroup(this, "Group", { name: nameOf("azure:ResourceGroup", place.name, "database"), location: place.region });
    const secret = hasPasswords(props)
      ? new AzureAdminSecret(this, "AdminSecret", { vault, account: props.account, name: "database-admin" })
      : undefined;
    const shared = { ...props, group, endpoint, secret };
    const primary = new AzurePostgresqlHost(this, "Primary", { ...shared, region: place, key: vault.key("DatabaseKey", "database") });
    const replica = drRegion ? this.replica({ ...shared, region: placeIn(place, drRegion), source: primary }) : undefined;
    const database = new PostgresqlFlexibleServerDatabase(this, "Database", {
      name: DATABASE,
      serverId: primary.id,
      charset: "UTF8",
      collation: "en_US.utf8",
      lifecycle: { preventDestroy: props.deletionProtection },
    });
    primary.lock.covers(database);
    const serving = props.failedOver && replica ? replica : primary;
    this.alarms(props, group, serving.id);
    if (replica && !props.failedOver) this.lagAlarm(props, group, replica.id);

    this.engineVersion = props.postgresVersion;
    this.host = serving.host;
    this.readHost = props.failedOver ? serving.host : (replica?.host ?? primary.host);
    this.adminSecretStore = secret ? "azure-key-vault" : "none";
    this.adminSecretPath = secret?.path ?? "";
    this.adminSecretScope = secret?.scope ?? "";
    this.auth = secret ? ["entra", "password"] : ["entra"];
    this.accessId = serving.id;
    this.privateIps = [serving.privateIp];
    this.cdcEnabled = props.cdc;
  }

  /** A server follows the key of a vault in its own region only. */
  private replica(props: Omit<AzurePostgresqlHostProps, "key">): AzurePostgresqlHost {
    const { region } = props;
    const vault = AzureVault.of(this, { ...props, place: region, layer: "data-dr", logStore: props.account.logStore });
    const group = new ResourceGroup(this, "ReplicaGroup", {
      name: nameOf("azure:ResourceGroup", region.name, "database-dr"),
      location: region.region,
    });
    return new AzurePostgresqlHost(this, "Replica", { ...props, group, key: vault.key("DatabaseKey", "database") });
  }

  private alarms(props: DatabaseProps, group: ResourceGroup, targetId: string): void {
    const shared = {
      ...props,
      resourceGroupName: group.name,
      targetId,
      namespace: "Microsoft.DBforPostgreSQL/flexibleServers",
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
      threshold: 85,
      description: "database storage above 85 %: it grows by itself, see what fills it",
    });
  }

  private lagAlarm(props: DatabaseProps, group: ResourceGroup, targetId: string): void {
    alertAbove(this, "Lag", {
      ...props,
      resourceGroupName: group.name,
      targetId,
      namespace: "Microsoft.DBforPostgreSQL/flexibleServers",
      metric: "physical_replication_delay_in_seconds",
      aggregation: "Average",
      threshold: 300,
      description: "replica more than five minutes behind: so much would be lost with the region",
    });
  }
}
