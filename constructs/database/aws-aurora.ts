import { RdsCluster, type RdsClusterConfig } from "@cdktf/provider-aws/lib/rds-cluster";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import type { AwsEngine, Serving } from "./aws.ts";
import { AwsAdministrator, administratorName } from "./aws-administrator.ts";
import { databaseAlarms } from "./aws-alarms.ts";
import { AwsAuroraReplica } from "./aws-aurora-replica.ts";
import { clusterInsight, clusterMember, clusterParameters, clusterSettings, clusterLogTypes as logTypes } from "./aws-aurora-settings.ts";
import { AwsFoundation } from "./aws-foundation.ts";
import { standbyFor } from "./aws-standby.ts";
import type { DatabaseProps } from "./contract.ts";

/**
 * An Aurora PostgreSQL cluster: one instance, and a second one in another zone where high availability is asked for. With `drRegion`
 * a cluster of one instance follows it there. RDS replicates no automated backups of clusters; AWS Backup copies daily ones.
 */
export class AwsAurora extends Construct implements AwsEngine {
  readonly arn: string;
  readonly version: string;
  readonly serving: Serving;
  readonly readHost: string;
  readonly adminSecretArn: string;

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    const identifier = nameOf("aws:DbInstance", props.place.shortName, "app");
    const foundation = new AwsFoundation(this, "Foundation", { ...props, logPath: `cluster/${identifier}`, logTypes });
    const { key, monitoring } = foundation;
    const standby = standbyFor(this, props, { unit: "cluster", logTypes });
    const administrator = standby && new AwsAdministrator(this, "Administrator", { ...props, keyArn: key.arn, standby });
    const cluster = this.cluster(props, identifier, foundation, administrator);
    const members = (props.highAvailability ? ["first", "second"] : ["first"]).map((role) =>
      clusterMember(this, { ...props, clusterId: cluster.id, role, monitoring }),
    );
    const replica = standby && new AwsAuroraReplica(this, "Replica", { standby, source: cluster, members, monitoring });
    databaseAlarms(this, props, {
      dimensions: { DBClusterIdentifier: identifier },
      // The data volume grows by itself; what can fill is each instance's own disk for sorting.
      storage: { metric: "FreeLocalStorage", below: 5 * 2 ** 30 },
    });

    const primary = { region: props.place.region, host: cluster.endpoint, resourceId: cluster.clusterResourceId };
    this.arn = cluster.arn;
    this.version = props.postgresVersion;
    this.serving = props.failedOver && replica ? replica : primary;
    this.readHost = props.failedOver ? this.serving.host : cluster.readerEndpoint;
    this.adminSecretArn = administrator?.secretArn ?? cluster.masterUserSecret.get(0).secretArn;
  }

  private cluster(
    props: DatabaseProps,
    clusterIdentifier: string,
    foundation: AwsFoundation,
    administrator: AwsAdministrator | undefined,
  ): RdsCluster {
    const keyArn = foundation.key.arn;
    return new RdsCluster(this, "Resource", {
      ...clusterSettings(props, { keyArn, clusterIdentifier }),
      ...clusterInsight(props.highAvailability, keyArn),
      engineVersion: props.postgresVersion,
      databaseName: "app",
      masterUsername: administratorName,
      ...password(keyArn, administrator),
      dbSubnetGroupName: foundation.subnetGroup,
      vpcSecurityGroupIds: [foundation.securityGroupId],
      dbClusterParameterGroupName: clusterParameters(this, props),
      lifecycle: {
        preventDestroy: props.deletionProtection,
        // The global database takes the cluster in, and says so here: naming it would be a circle.
        ...(administrator && { ignoreChanges: ["global_cluster_identifier"] }),
      },
      // RDS would make its log groups itself.
      dependsOn: foundation.logs,
    });
  }
}

function password(keyArn: string, administrator: AwsAdministrator | undefined): Partial<RdsClusterConfig> {
  return administrator
    ? { masterPasswordWo: administrator.password, masterPasswordWoVersion: administrator.version }
    : { manageMasterUserPassword: true, masterUserSecretKmsKeyId: keyArn };
}
