import { SqlDatabase } from "@cdktf/provider-google/lib/sql-database";
import { SqlDatabaseInstance } from "@cdktf/provider-google/lib/sql-database-instance";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { GcpLogBucket } from "../account/gcp-log-bucket.ts";
import { GcpKey, serviceAgent } from "../encryption/gcp.ts";
import { nameOf } from "../naming.ts";
import { accountOf, placeIn } from "../place.ts";
import type { Database, DatabaseProps } from "./contract.ts";
import { GcpAdministrator } from "./gcp-administrator.ts";
import { GcpDatabaseAlerts } from "./gcp-alerts.ts";
import { GcpDatabaseEndpoint } from "./gcp-endpoint.ts";
import { primarySettings, replicaSettings } from "./gcp-settings.ts";

const databaseName = "app";

/**
 * Cloud SQL for PostgreSQL, reached through a private endpoint under the name its certificate is for. Whoever reaches the
 * network reaches the endpoint, so there is nothing to open to `peerCidrs` here: routes and the login decide.
 * About $530 a month at size m with a standby (100 GiB), as much again for a replica in another region.
 */
export class GcpDatabase extends Construct implements Database {
  readonly engine = "postgresql";
  readonly engineVersion: string;
  readonly host: string;
  /** The host itself: a replica in another region has no endpoint in this network until it is promoted. */
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
    const key = this.key("Key", props, props.place.region);
    const replicaKey = props.drRegion ? this.key("ReplicaKey", props, props.drRegion) : undefined;
    const instance = this.instance(props, key);
    const endpoint = new GcpDatabaseEndpoint(this, "Endpoint", { ...props, instance });
    const administrator = new GcpAdministrator(this, "Administrator", { ...props, instance: instance.name, key, replicaKey });
    new SqlDatabase(this, "Database", {
      project: accountOf(props.place, "gcp").projectId,
      instance: instance.name,
      name: databaseName,
      // PostgreSQL refuses to drop a database that somebody is connected to; it goes with its instance.
      deletionPolicy: "ABANDON",
    });
    if (props.drRegion && replicaKey) this.replica(props, props.drRegion, instance, replicaKey);
    new GcpDatabaseAlerts(this, "Alerts", { ...props, instanceName: nameOfInstance(props) });
    this.keepLogs(props);

    this.engineVersion = props.postgresVersion;
    // The provider takes it for a secret, which a certificate is not.
    this.caCertificate = Fn.nonsensitive(instance.serverCaCert.get(0).cert);
    this.host = Fn.trimsuffix(instance.dnsName, ".");
    this.readHost = this.host;
    this.adminSecretPath = administrator.secretId;
    this.adminSecretScope = administrator.secretId;
    this.privateIps = [endpoint.address];
    this.cdcEnabled = props.cdc;
    this.accessId = instance.connectionName;
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

  private replica(props: DatabaseProps, region: string, primary: SqlDatabaseInstance, key: GcpKey): void {
    const { place, postgresVersion, deletionProtection } = props;
    new SqlDatabaseInstance(this, "Replica", {
      project: accountOf(place, "gcp").projectId,
      name: nameOf("gcp:SqlDatabaseInstance", placeIn(place, region).name, `${databaseName}-dr`, place.suffix),
      region,
      databaseVersion: `POSTGRES_${postgresVersion}`,
      instanceType: "READ_REPLICA_INSTANCE",
      masterInstanceName: primary.name,
      encryptionKeyName: key.keyId,
      settings: replicaSettings(props, this),
      deletionProtection,
      dependsOn: key.grants,
      lifecycle: { preventDestroy: deletionProtection, ignoreChanges: ["settings[0].disk_size"] },
    });
  }

  private keepLogs(props: DatabaseProps): void {
    const { place, logRetentionDays } = props;
    const instance = `${accountOf(place, "gcp").projectId}:${nameOfInstance(props)}`;
    new GcpLogBucket(this, "Logs", {
      place,
      purpose: "database",
      filter: `resource.type="cloudsql_database" AND resource.labels.database_id="${instance}" AND NOT logName:"cloudaudit.googleapis.com"`,
      retentionDays: logRetentionDays,
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
