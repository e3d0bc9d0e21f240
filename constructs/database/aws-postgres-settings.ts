import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import type { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { maxBackupDays, windows } from "./aws-foundation.ts";
import { postgresParameters } from "./aws-parameters.ts";
import type { DatabaseProps, DatabaseSize } from "./contract.ts";

/** Instance classes by size: 2, 4 and 8 vCPU; the largest with twice the memory per CPU. */
const instanceClasses: Record<DatabaseSize, string> = { s: "db.m7g.large", m: "db.m7g.xlarge", l: "db.r7g.2xlarge" };

/** What RDS writes to log groups. */
export const instanceLogTypes = ["postgresql", "upgrade", "iam-db-auth-error"];

/** What an RDS instance and its replica have in common. */
export function instanceSettings(props: DatabaseProps, { keyArn, identifier }: { keyArn: string; identifier: string }) {
  return {
    identifier,
    instanceClass: props.tier ?? instanceClasses[props.size],
    iamDatabaseAuthenticationEnabled: true,
    maxAllocatedStorage: props.maxStorageGib,
    storageType: "gp3",
    storageEncrypted: true,
    kmsKeyId: keyArn,
    publiclyAccessible: false,
    caCertIdentifier: "rds-ca-rsa2048-g1",
    autoMinorVersionUpgrade: true,
    allowMajorVersionUpgrade: false,
    // A version that AWS supports no longer is upgraded rather than billed as extended support.
    engineLifecycleSupport: "open-source-rds-extended-support-disabled",
    deletionProtection: props.deletionProtection,
    lifecycle: { preventDestroy: props.deletionProtection },
    ...backups(props, identifier),
  };
}

/** The settings of PostgreSQL as a group, in the place's region unless another is given. */
export function parameterGroup(scope: Construct, { place, postgresVersion, cdc }: DatabaseProps, region?: string): string {
  return new DbParameterGroup(scope, "Parameters", {
    name: nameOf("aws:Resource", place.name, "postgres", postgresVersion),
    description: `PostgreSQL ${postgresVersion} of ${place.name}`,
    family: `postgres${postgresVersion}`,
    parameter: postgresParameters(cdc),
    region,
    // The group of a new major version must exist before the instance lets go of the old one.
    lifecycle: { createBeforeDestroy: true },
  }).name;
}

function backups({ backupDays, deletionProtection }: DatabaseProps, identifier: string) {
  return {
    backupRetentionPeriod: Math.min(backupDays, maxBackupDays),
    backupWindow: windows.backup,
    maintenanceWindow: windows.maintenance,
    copyTagsToSnapshot: true,
    deleteAutomatedBackups: false,
    skipFinalSnapshot: !deletionProtection,
    finalSnapshotIdentifier: `${identifier}-final`,
  };
}

/** Advanced insights demand 465 days of history and cost about $9 per vCPU and month; elsewhere the free week does. */
export function instanceInsight(advanced: boolean, { keyArn, monitoringArn }: { keyArn: string; monitoringArn: string }) {
  return {
    enabledCloudwatchLogsExports: instanceLogTypes,
    monitoringInterval: 60,
    monitoringRoleArn: monitoringArn,
    performanceInsightsEnabled: true,
    performanceInsightsKmsKeyId: keyArn,
    databaseInsightsMode: advanced ? "advanced" : "standard",
    performanceInsightsRetentionPeriod: advanced ? 465 : 7,
  };
}
