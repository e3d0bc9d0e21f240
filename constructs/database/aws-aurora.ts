import { RdsCluster } from "@cdktf/provider-aws/lib/rds-cluster";
import { RdsClusterInstance } from "@cdktf/provider-aws/lib/rds-cluster-instance";
import { RdsClusterParameterGroup } from "@cdktf/provider-aws/lib/rds-cluster-parameter-group";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import type { AwsEngine } from "./aws.ts";
import { databaseAlarms } from "./aws-alarms.ts";
import { AwsFoundation, maxBackupDays, windows } from "./aws-foundation.ts";
import { postgresParameters } from "./aws-parameters.ts";
import type { DatabaseProps, DatabaseSize } from "./contract.ts";

/** Aurora offers memory-heavy classes only. */
const instanceClasses: Record<DatabaseSize, string> = { s: "db.r7g.large", m: "db.r7g.xlarge", l: "db.r7g.2xlarge" };
/** Aurora capacity units of 2 GiB that `db.serverless` moves between, about as large as the classes above. */
const capacity: Record<DatabaseSize, { minCapacity: number; maxCapacity: number }> = {
  s: { minCapacity: 1, maxCapacity: 8 },
  m: { minCapacity: 2, maxCapacity: 16 },
  l: { minCapacity: 4, maxCapacity: 32 },
};
const logTypes = ["postgresql", "instance", "iam-db-auth-error"];

/**
 * An Aurora PostgreSQL cluster: one instance, and a second one in another zone where high availability is asked for.
 * RDS replicates no automated backups of clusters; what AWS Backup copies to the other region is the disaster recovery.
 */
export class AwsAurora extends Construct implements AwsEngine {
  readonly arn: string;
  readonly resourceId: string;
  readonly version: string;
  readonly host: string;
  readonly readHost: string;
  readonly adminSecretArn: string;

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    const identifier = nameOf("aws:DbInstance", props.place.shortName, "app");
    const foundation = new AwsFoundation(this, "Foundation", { ...props, logPath: `cluster/${identifier}`, logTypes });
    const cluster = this.cluster(props, identifier, foundation);
    for (const role of props.highAvailability ? ["first", "second"] : ["first"]) this.instance(props, cluster, foundation, role);
    databaseAlarms(this, props, {
      dimensions: { DBClusterIdentifier: identifier },
      // The data volume grows by itself; what can fill is each instance's own disk for sorting.
      storage: { metric: "FreeLocalStorage", below: 5 * 2 ** 30 },
    });

    this.arn = cluster.arn;
    this.resourceId = cluster.clusterResourceId;
    this.version = props.postgresVersion;
    this.host = cluster.endpoint;
    this.readHost = cluster.readerEndpoint;
    this.adminSecretArn = cluster.masterUserSecret.get(0).secretArn;
  }

  private cluster(props: DatabaseProps, clusterIdentifier: string, foundation: AwsFoundation): RdsCluster {
    const { deletionProtection } = props;
    const keyArn = foundation.key.arn;
    return new RdsCluster(this, "Resource", {
      clusterIdentifier,
      engine: "aurora-postgresql",
      engineVersion: props.postgresVersion,
      databaseName: "app",
      masterUsername: "platform_admin",
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: keyArn,
      iamDatabaseAuthenticationEnabled: true,
      storageEncrypted: true,
      kmsKeyId: keyArn,
      dbSubnetGroupName: foundation.subnetGroup,
      vpcSecurityGroupIds: [foundation.securityGroupId],
      dbClusterParameterGroupName: this.parameters(props),
      backupRetentionPeriod: Math.min(props.backupDays, maxBackupDays),
      preferredBackupWindow: windows.backup,
      preferredMaintenanceWindow: windows.maintenance,
      copyTagsToSnapshot: true,
      deleteAutomatedBackups: false,
      skipFinalSnapshot: !deletionProtection,
      finalSnapshotIdentifier: `${clusterIdentifier}-final`,
      enabledCloudwatchLogsExports: logTypes,
      ...(props.tier === "db.serverless" ? { serverlessv2ScalingConfiguration: capacity[props.size] } : {}),
      ...insight(props.highAvailability, foundation),
      allowMajorVersionUpgrade: false,
      engineLifecycleSupport: "open-source-rds-extended-support-disabled",
      deletionProtection,
      lifecycle: { preventDestroy: deletionProtection },
      // RDS would make its log groups itself.
      dependsOn: foundation.logs,
    });
  }

  private instance({ place, tier, size }: DatabaseProps, cluster: RdsCluster, { monitoring }: AwsFoundation, role: string): void {
    new RdsClusterInstance(this, `${role[0]?.toUpperCase()}${role.slice(1)}`, {
      identifier: nameOf("aws:DbInstance", place.shortName, "app", role),
      clusterIdentifier: cluster.id,
      engine: "aurora-postgresql",
      instanceClass: tier ?? instanceClasses[size],
      publiclyAccessible: false,
      caCertIdentifier: "rds-ca-rsa2048-g1",
      autoMinorVersionUpgrade: true,
      copyTagsToSnapshot: true,
      // Not on the cluster: the provider would take its instances' inherited interval for a difference in every plan.
      // https://github.com/hashicorp/terraform-provider-aws/pull/44544
      monitoringInterval: 60,
      monitoringRoleArn: monitoring.arn,
      // RDS checks that it may send metrics.
      dependsOn: monitoring.permissions,
    });
  }

  private parameters({ place, postgresVersion, cdc }: DatabaseProps): string {
    return new RdsClusterParameterGroup(this, "Parameters", {
      name: nameOf("aws:Resource", place.name, "aurora", postgresVersion),
      description: `Aurora PostgreSQL ${postgresVersion} of ${place.name}`,
      family: `aurora-postgresql${postgresVersion}`,
      parameter: postgresParameters(cdc),
      lifecycle: { createBeforeDestroy: true },
    }).name;
  }
}

/** Set on the cluster: its instances follow. Advanced insights demand 465 days of history. */
function insight(advanced: boolean, foundation: AwsFoundation) {
  return {
    performanceInsightsEnabled: true,
    performanceInsightsKmsKeyId: foundation.key.arn,
    databaseInsightsMode: advanced ? "advanced" : "standard",
    performanceInsightsRetentionPeriod: advanced ? 465 : 7,
  };
}
