import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbInstanceAutomatedBackupsReplication } from "@cdktf/provider-aws/lib/db-instance-automated-backups-replication";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { Construct } from "constructs";
import { AwsKey } from "../encryption/aws.ts";
import { nameOf } from "../naming.ts";
import type { AwsEngine } from "./aws.ts";
import { databaseAlarms } from "./aws-alarms.ts";
import { AwsFoundation, maxBackupDays, windows } from "./aws-foundation.ts";
import { postgresParameters } from "./aws-parameters.ts";
import type { DatabaseProps, DatabaseSize } from "./contract.ts";

/** Instance classes by size: 2, 4 and 8 vCPU; the largest with twice the memory per CPU. */
const instanceClasses: Record<DatabaseSize, string> = { s: "db.m7g.large", m: "db.m7g.xlarge", l: "db.r7g.2xlarge" };
const logTypes = ["postgresql", "upgrade", "iam-db-auth-error"];

/**
 * One RDS for PostgreSQL instance, with a standby in another zone where high availability is asked for.
 * Disaster recovery is by copied backups: a replica in another region would need a network there, which is another place's.
 */
export class AwsPostgres extends Construct implements AwsEngine {
  readonly arn: string;
  readonly resourceId: string;
  readonly version: string;
  readonly host: string;
  /** The standby serves no reads. */
  readonly readHost: string;
  readonly adminSecretArn: string;

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    const identifier = nameOf("aws:DbInstance", props.place.shortName, "app");
    const foundation = new AwsFoundation(this, "Foundation", { ...props, logPath: `instance/${identifier}`, logTypes });
    const instance = this.instance(props, identifier, foundation);
    if (props.drRegion !== undefined) this.copyBackups(props, props.drRegion, instance);
    databaseAlarms(this, props, {
      dimensions: { DBInstanceIdentifier: identifier },
      // RDS stops writing when the volume is full, so the warning comes at a tenth.
      storage: { metric: "FreeStorageSpace", below: Math.round(props.storageGib * 0.1 * 2 ** 30) },
    });

    this.arn = instance.arn;
    this.resourceId = instance.resourceId;
    this.version = props.postgresVersion;
    this.host = instance.address;
    this.readHost = instance.address;
    this.adminSecretArn = instance.masterUserSecret.get(0).secretArn;
  }

  private instance(props: DatabaseProps, identifier: string, foundation: AwsFoundation): DbInstance {
    const { highAvailability, deletionProtection } = props;
    const keyArn = foundation.key.arn;
    return new DbInstance(this, "Resource", {
      identifier,
      engine: "postgres",
      engineVersion: props.postgresVersion,
      instanceClass: props.tier ?? instanceClasses[props.size],
      dbName: "app",
      username: "platform_admin",
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: keyArn,
      iamDatabaseAuthenticationEnabled: true,
      allocatedStorage: props.storageGib,
      maxAllocatedStorage: props.maxStorageGib,
      storageType: "gp3",
      storageEncrypted: true,
      kmsKeyId: keyArn,
      multiAz: highAvailability,
      publiclyAccessible: false,
      dbSubnetGroupName: foundation.subnetGroup,
      vpcSecurityGroupIds: [foundation.securityGroupId],
      parameterGroupName: this.parameters(props),
      caCertIdentifier: "rds-ca-rsa2048-g1",
      ...backups(props, identifier),
      ...insight(highAvailability, foundation),
      autoMinorVersionUpgrade: true,
      allowMajorVersionUpgrade: false,
      // A version that AWS supports no longer is upgraded rather than billed as extended support.
      engineLifecycleSupport: "open-source-rds-extended-support-disabled",
      deletionProtection,
      lifecycle: { preventDestroy: deletionProtection },
      // RDS would make its log groups itself, and checks that it may send metrics.
      dependsOn: [...foundation.logs, ...foundation.monitoring.permissions],
    });
  }

  private parameters({ place, postgresVersion, cdc }: DatabaseProps): string {
    return new DbParameterGroup(this, "Parameters", {
      name: nameOf("aws:Resource", place.name, "postgres", postgresVersion),
      description: `PostgreSQL ${postgresVersion} of ${place.name}`,
      family: `postgres${postgresVersion}`,
      parameter: postgresParameters(cdc),
      // The group of a new major version must exist before the instance lets go of the old one.
      lifecycle: { createBeforeDestroy: true },
    }).name;
  }

  private copyBackups({ place, backupDays, deletionProtection }: DatabaseProps, region: string, instance: DbInstance): void {
    const key = new AwsKey(this, "CopyKey", { place, purpose: "database-copy", region, deletionProtection });
    new DbInstanceAutomatedBackupsReplication(this, "BackupCopies", {
      sourceDbInstanceArn: instance.arn,
      retentionPeriod: Math.min(backupDays, maxBackupDays),
      kmsKeyId: key.arn,
      region,
    });
  }
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
function insight(advanced: boolean, foundation: AwsFoundation) {
  return {
    enabledCloudwatchLogsExports: logTypes,
    monitoringInterval: 60,
    monitoringRoleArn: foundation.monitoring.arn,
    performanceInsightsEnabled: true,
    performanceInsightsKmsKeyId: foundation.key.arn,
    databaseInsightsMode: advanced ? "advanced" : "standard",
    performanceInsightsRetentionPeriod: advanced ? 465 : 7,
  };
}
