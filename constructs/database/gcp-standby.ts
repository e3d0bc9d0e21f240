import { ComputeSubnetwork } from "@cdktf/provider-google/lib/compute-subnetwork";
import { SqlDatabaseInstance } from "@cdktf/provider-google/lib/sql-database-instance";
import { Construct } from "constructs";
import type { GcpKey } from "../encryption/gcp.ts";
import { nameOf } from "../naming.ts";
import { standbyBlocks, standbyCidr } from "../network/cidr-plan.ts";
import { accountOf, type Place, placeIn } from "../place.ts";
import type { DatabaseProps } from "./contract.ts";
import { GcpDatabaseAlerts, raiseStandbyLag } from "./gcp-alerts.ts";
import { GcpDatabaseEndpoint } from "./gcp-endpoint.ts";
import { primarySettings, replicaSettings } from "./gcp-settings.ts";

export interface GcpStandbyProps extends DatabaseProps {
  readonly drRegion: string;
  readonly primary: SqlDatabaseInstance;
  /** A key of that region. */
  readonly key: GcpKey;
}

/** Ends in the place's suffix: a deleted instance's name stays reserved for a week. */
export const nameOfStandby = (place: Place, region: string): string =>
  nameOf("gcp:SqlDatabaseInstance", placeIn(place, region).name, "app-dr", place.suffix);

/**
 * The instance that follows in another region, with an address in a subnet that the place's network has there. With `failedOver` it
 * follows nobody and has backups of its own: the provider promotes a replica that is made an instance without a primary
 * (https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/sql_database_instance#promote-1).
 * Logins and passwords are the primary's. There is no way back but a new replica.
 */
export class GcpStandby extends Construct {
  readonly instance: SqlDatabaseInstance;
  readonly endpoint: GcpDatabaseEndpoint;

  constructor(scope: Construct, id: string, props: GcpStandbyProps) {
    super(scope, id);
    const { place, drRegion: region, failedOver } = props;
    const instanceName = nameOfStandby(place, region);
    this.instance = this.replica(props, instanceName);
    const subnetwork = this.subnet(props);
    this.endpoint = new GcpDatabaseEndpoint(this, "Endpoint", { ...props, instance: this.instance, region, subnetwork, role: "standby" });
    if (failedOver) new GcpDatabaseAlerts(this, "Alerts", { ...props, drRegion: undefined, instanceName });
    else raiseStandbyLag(this, props, instanceName);
  }

  private replica(props: GcpStandbyProps, name: string): SqlDatabaseInstance {
    const { place, drRegion: region, postgresVersion, primary, key, failedOver, deletionProtection } = props;
    return new SqlDatabaseInstance(this, "Resource", {
      project: accountOf(place, "gcp").projectId,
      name,
      region,
      databaseVersion: `POSTGRES_${postgresVersion}`,
      ...(failedOver
        ? { instanceType: "CLOUD_SQL_INSTANCE", settings: primarySettings({ ...props, place: placeIn(place, region) }, this) }
        : { instanceType: "READ_REPLICA_INSTANCE", masterInstanceName: primary.name, settings: replicaSettings(props, this) }),
      encryptionKeyName: key.keyId,
      deletionProtection,
      // The key must be usable when the instance is created.
      dependsOn: key.grants,
      // Storage grows by itself and never shrinks.
      lifecycle: { preventDestroy: deletionProtection, ignoreChanges: ["settings[0].disk_size"] },
    });
  }

  /** The standby's part of the address plan, which the place's router announces beside the place's own. */
  private subnet({ place, drRegion: region, network, deletionProtection }: GcpStandbyProps): string {
    const [block] = standbyBlocks(standbyCidr(place.environment, "gcp", place.region));
    return new ComputeSubnetwork(this, "Subnet", {
      project: accountOf(place, "gcp").projectId,
      name: nameOf("gcp:Resource", place.name, "standby"),
      region,
      network: network.networkId,
      ipCidrRange: block as string,
      privateIpGoogleAccess: true,
      stackType: "IPV4_ONLY",
      logConfig: { flowSampling: 0.5, aggregationInterval: "INTERVAL_30_SEC", metadata: "INCLUDE_ALL_METADATA" },
      lifecycle: { preventDestroy: deletionProtection },
    }).id;
  }
}
