import { SqlDatabase } from "@cdktf/provider-google/lib/sql-database";
import { SqlDatabaseInstance } from "@cdktf/provider-google/lib/sql-database-instance";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { GcpLogBucket } from "../account/gcp-log-bucket.ts";
import { GcpKey, serviceAgent } from "../encryption/gcp.ts";
import { nameOf } from "../naming.ts";
import { accountOf, placeIn } from "../place.ts";
import type { Database, DatabaseProps } from "./contract.ts";
import { refuseFailoverToNothing } from "./failover.ts";
import { GcpAdministrator } from "./gcp-administrator.ts";
import { GcpDatabaseAlerts } from "./gcp-alerts.ts";
import { GcpDatabaseEndpoint } from "./gcp-endpoint.ts";
import { primarySettings } from "./gcp-settings.ts";
import { GcpStandby, nameOfStandby } from "./gcp-standby.ts";

const databaseName = "app";

/**
 * Cloud SQL for PostgreSQL, reached through a private endpoint under the name its certificate is for. Whoever reaches the
 * network reaches the endpoint, so there is nothing to open to `peerCidrs` here: routes and the login decide.
 * With `drRegion` a replica follows it there, and has taken over with `failedOver`.
 * About $530 a month at size m with a standby (100 GiB), as much again for a replica in another region.
 */
export class GcpDatabase extends Construct implements Database {
  readonly engine = "postgresql";
  readonly engineVersion: string;
  readonly host: string;
  /** The host itself: the replica is far away. */
  readonly readHost: string;
  readonly port = 5432;
  readonly database = databaseName;
  readonly adminSecretStore = "gcp-secret-manager";
  readonly adminSecretPath: string;
  readonly adminSecretScope: string;
  readonly auth = ["gcp-iam", "password"];
  readonly tls = "verify-full";
  readonly accessId: string;
  readonly caBundleId = "cloudsql-cas";
  readonly caCertificate: string;
  readonly privateIps: string[];
  readonly cdcEnabled: boolean;
  readonly cdcKind = "pg-logical";

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    refuseOtherEngines(props);
    refuseFailoverToNothing(props);
    const key = this.key("Key", props, props.place.region);
    const replicaKey = props.drRegion ? this.key("ReplicaKey", props, props.drRegion) : undefined;
    const instance = this.instance(props, key);
    const { region } = props.place;
    const subnetwork = Fn.element(props.network.endpointSubnetIds, 0);
    const endpoint = new GcpDatabaseEndpoint(this, "Endpoint", { ...props, instance, region, subnetwork, role: "database" });
    const administrator = new GcpAdministrator(this, "Administrator", { ...props, instance: instance.name, key, replicaKey });
    new SqlDatabase(this, "Database", {
      project: accountOf(props.place, "gcp").projectId,
      instance: instance.name,
      name: databaseName,
      // PostgreSQL refuses to drop a database that somebody is connected to; it goes with its instance.
      deletionPolicy: "ABANDON",
    });
    const { drRegion } = props;
    const standby =
      drRegion && replicaKey ? new GcpStandby(this, "Replica", { ...props, drRegion, primary: instance, key: replicaKey }) : undefined;
    new GcpDatabaseAlerts(this, "Alerts", { ...props, instanceName: nameOfInstance(props) });
    this.keepLogs(props);

    const serving = props.failedOver && standby ? standby : { instance, endpoint };
    this.engineVersion = props.postgresVersion;
    // The provider takes it for a secret, which a certificate is not.
    this.caCertificate = Fn.nonsensitive(serving.instance.serverCaCert.get(0).cert);
    this.host = Fn.trimsuffix(serving.instance.dnsName, ".");
    this.readHost = this.host;
    this.adminSecretPath = administrator.secretId;
    this.adminSecretScope = administrator.secretId;
    this.privateIps = [serving.endpoint.address];
    this.cdcEnabled = props.cdc;
    this.accessId = serving.instance.connectionName;
  }

  private key(id: string, { place }: DatabaseProps, region: string): GcpKey {
    return new GcpKey(this, id, {
      place: placeIn(place, region),
      // A place may well be in the region of another's replica.
      purpose: region === place.region ? "database" : `database-of-${place.regionFacts.short}`,
      users: { CloudSql: serviceAgent(place, "cloud-sql"), SecretManager: serviceAgent(place, "secret-manager") },
    });
  }

  private instance(props: DatabaseProps, key: GcpKey): SqlDatabaseInstance {
    const { place, postgresVersion, deletionProtection } = props;
    return new SqlDatabaseInstance(this, "Resource", {
      project: accountOf(place, "gcp").projectId,
      name: nameOfInstance(props),
      region: place.region,
      databaseVersion: `POSTGRES_${postgresVersion}`,
      encryptionKeyName: key.keyId,
      settings: primarySettings(props, this),
      deletionProtection,
      // The key must be usable when the instance is created.
      dependsOn: key.grants,
      lifecycle: {
        preventDestroy: deletionProtection,
        // Storage grows by itself and never shrinks.
        ignoreChanges: ["settings[0].disk_size"],
      },
    });
  }

  private keepLogs(props: DatabaseProps): void {
    const { place, logRetentionDays, deletionProtection } = props;
    const names = [nameOfInstance(props), ...(props.drRegion ? [nameOfStandby(place, props.drRegion)] : [])];
    const ids = names.map((name) => `resource.labels.database_id="${accountOf(place, "gcp").projectId}:${name}"`);
    new GcpLogBucket(this, "Logs", {
      place,
      purpose: "database",
      filter: `resource.type="cloudsql_database" AND (${ids.join(" OR ")}) AND NOT logName:"cloudaudit.googleapis.com"`,
      retentionDays: logRetentionDays,
      deletionProtection,
    });
  }
}

/** Ends in the place's suffix: a deleted instance's name stays reserved for a week. */
function nameOfInstance({ place }: DatabaseProps): string {
  return nameOf("gcp:SqlDatabaseInstance", place.name, databaseName, place.suffix);
}

function refuseOtherEngines({ place, kind }: DatabaseProps): void {
  if (kind !== "postgresql") {
    const where = kind === "sqlserver" ? "sqlserver is Azure's" : "aurora-postgresql is AWS's";
    throw new Error(`${place.id}: database kind: got ${kind}; allowed on gcp: postgresql; set kind to postgresql (${where})`);
  }
}
