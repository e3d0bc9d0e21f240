import { RdsCluster } from "@cdktf/provider-aws/lib/rds-cluster";
import type { RdsClusterInstance } from "@cdktf/provider-aws/lib/rds-cluster-instance";
import { RdsGlobalCluster } from "@cdktf/provider-aws/lib/rds-global-cluster";
import { Construct } from "constructs";
import type { AwsRole } from "../identity/aws-role.ts";
import { nameOf } from "../naming.ts";
import type { Serving } from "./aws.ts";
import { replicaAlarms } from "./aws-alarms.ts";
import { clusterInsight, clusterMember, clusterParameters, clusterSettings } from "./aws-aurora-settings.ts";
import type { AwsStandby } from "./aws-standby.ts";

export interface AwsAuroraReplicaProps {
  readonly standby: AwsStandby;
  readonly source: RdsCluster;
  /** The source's instances: a cluster without any is followed by none. */
  readonly members: readonly RdsClusterInstance[];
  readonly monitoring: AwsRole;
}

/**
 * A global database of the cluster and one that follows it from another region, with one instance. With `failedOver` the follower is in no
 * global database: the provider detaches a cluster that loses it, and a detached one stands alone
 * (https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html#aurora-global-database-failover.manual-unplanned).
 * It gets its second instance then, where high availability is asked for. There is no way back but a new follower.
 */
export class AwsAuroraReplica extends Construct implements Serving {
  readonly region: string;
  readonly host: string;
  readonly resourceId: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AwsAuroraReplicaProps,
  ) {
    super(scope, id);
    const { standby, source } = props;
    const { place, deletionProtection, failedOver, highAvailability } = standby.props;
    const global = new RdsGlobalCluster(this, "Global", {
      globalClusterIdentifier: nameOf("aws:DbInstance", place.shortName, "app", "global"),
      sourceDbClusterIdentifier: source.arn,
      deletionProtection,
      // Lets its members go when it goes, which loses no data.
      forceDestroy: true,
      lifecycle: { preventDestroy: deletionProtection },
    });
    const cluster = this.cluster(global);
    const shared = {
      ...standby.props,
      clusterId: cluster.id,
      of: ["app", "standby"],
      monitoring: props.monitoring,
      region: standby.region,
    };
    for (const role of failedOver && highAvailability ? ["first", "second"] : ["first"]) clusterMember(this, { ...shared, role });
    const dimensions = { DBClusterIdentifier: standby.identifier };
    replicaAlarms(this, standby.props, { dimensions, metric: "AuroraGlobalDBReplicationLag", threshold: 300_000 });

    this.region = standby.region;
    this.host = cluster.endpoint;
    this.resourceId = cluster.clusterResourceId;
  }

  private cluster(global: RdsGlobalCluster): RdsCluster {
    const { standby, source, members } = this.props;
    const { place, postgresVersion, deletionProtection, failedOver, highAvailability } = standby.props;
    const keyArn = standby.key.arn;
    const following = { engineVersion: source.engineVersionActual, globalClusterIdentifier: global.id };
    return new RdsCluster(this, "Resource", {
      ...clusterSettings(standby.props, { keyArn, clusterIdentifier: standby.identifier }),
      ...clusterInsight(failedOver && highAvailability, keyArn),
      // Administrator and database are the source's.
      ...(failedOver ? { engineVersion: postgresVersion } : following),
      sourceRegion: place.region,
      dbSubnetGroupName: standby.subnetGroup,
      vpcSecurityGroupIds: [standby.securityGroupId],
      dbClusterParameterGroupName: clusterParameters(this, standby.props, standby.region),
      region: standby.region,
      lifecycle: {
        // AWS says whom it copies; and the global database upgrades its members together.
        ignoreChanges: ["replication_source_identifier", ...(failedOver ? [] : ["engine_version"])],
        preventDestroy: deletionProtection,
      },
      // RDS would make its log groups itself.
      dependsOn: [...standby.logs, ...members],
    });
  }
}
