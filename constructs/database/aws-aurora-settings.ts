import { RdsClusterInstance } from "@cdktf/provider-aws/lib/rds-cluster-instance";
import { RdsClusterParameterGroup } from "@cdktf/provider-aws/lib/rds-cluster-parameter-group";
import type { Construct } from "constructs";
import type { AwsRole } from "../identity/aws-role.ts";
import { nameOf } from "../naming.ts";
import { maxBackupDays, windows } from "./aws-foundation.ts";
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

/** What Aurora writes to log groups. */
export const clusterLogTypes = ["postgresql", "instance", "iam-db-auth-error"];

/** What an Aurora cluster and the one that follows it have in common. */
export function clusterSettings(props: DatabaseProps, { keyArn, clusterIdentifier }: { keyArn: string; clusterIdentifier: string }) {
  const { deletionProtection } = props;
  return {
    clusterIdentifier,
    engine: "aurora-postgresql",
    iamDatabaseAuthenticationEnabled: true,
    storageEncrypted: true,
    kmsKeyId: keyArn,
    backupRetentionPeriod: Math.min(props.backupDays, maxBackupDays),
    preferredBackupWindow: windows.backup,
    preferredMaintenanceWindow: windows.maintenance,
    copyTagsToSnapshot: true,
    deleteAutomatedBackups: false,
    skipFinalSnapshot: !deletionProtection,
    finalSnapshotIdentifier: `${clusterIdentifier}-final`,
    enabledCloudwatchLogsExports: clusterLogTypes,
    ...(props.tier === "db.serverless" ? { serverlessv2ScalingConfiguration: capacity[props.size] } : {}),
    allowMajorVersionUpgrade: false,
    engineLifecycleSupport: "open-source-rds-extended-support-disabled",
    deletionProtection,
  };
}

/** Set on the cluster: its instances follow. Advanced insights demand 465 days of history. */
export const clusterInsight = (advanced: boolean, keyArn: string) => ({
  performanceInsightsEnabled: true,
  performanceInsightsKmsKeyId: keyArn,
  databaseInsightsMode: advanced ? "advanced" : "standard",
  performanceInsightsRetentionPeriod: advanced ? 465 : 7,
});

export interface ClusterMemberProps extends DatabaseProps {
  readonly clusterId: string;
  /** `first`: its id and the end of its name, after `of`. */
  readonly role: string;
  /** What the cluster is in the place. @default "app" */
  readonly of?: readonly string[];
  readonly monitoring: AwsRole;
  /** @default the place's own */
  readonly region?: string;
}

/** One instance of a cluster. */
export function clusterMember(scope: Construct, props: ClusterMemberProps): RdsClusterInstance {
  const { place, tier, size, role, of = ["app"], monitoring, region } = props;
  return new RdsClusterInstance(scope, `${role[0]?.toUpperCase()}${role.slice(1)}`, {
    identifier: nameOf("aws:DbInstance", place.shortName, ...of, role),
    clusterIdentifier: props.clusterId,
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
    region,
    // RDS checks that it may send metrics.
    dependsOn: monitoring.permissions,
  });
}

/** The settings of PostgreSQL as a group, in the place's region unless another is given. */
export function clusterParameters(scope: Construct, { place, postgresVersion, cdc }: DatabaseProps, region?: string): string {
  return new RdsClusterParameterGroup(scope, "Parameters", {
    name: nameOf("aws:Resource", place.name, "aurora", postgresVersion),
    description: `Aurora PostgreSQL ${postgresVersion} of ${place.name}`,
    family: `aurora-postgresql${postgresVersion}`,
    parameter: postgresParameters(cdc),
    region,
    lifecycle: { createBeforeDestroy: true },
  }).name;
}
