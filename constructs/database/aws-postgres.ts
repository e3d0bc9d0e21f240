import { DbInstance, type DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance";
import { DbInstanceAutomatedBackupsReplication } from "@cdktf/provider-aws/lib/db-instance-automated-backups-replication";
import { Construct } from "constructs";
import { AwsKey } from "../encryption/aws.ts";
import { nameOf } from "../naming.ts";
import type { AwsEngine, Serving } from "./aws.ts";
import { AwsAdministrator, administratorName } from "./aws-administrator.ts";
import { databaseAlarms } from "./aws-alarms.ts";
import { AwsFoundation, maxBackupDays } from "./aws-foundation.ts";
import { AwsPostgresReplica } from "./aws-postgres-replica.ts";
import { instanceInsight, instanceSettings, instanceLogTypes as logTypes, parameterGroup } from "./aws-postgres-settings.ts";
import { standbyFor } from "./aws-standby.ts";
import type { DatabaseProps } from "./contract.ts";

/**
 * One RDS for PostgreSQL instance, with a standby in another zone where high availability is asked for. With `drRegion` a replica
 * as large as itself follows it there, and its backups are copied there too.
 */
export class AwsPostgres extends Construct implements AwsEngine {
  readonly arn: string;
  readonly version: string;
  readonly serving: Serving;
  readonly readHost: string;
  readonly adminSecretArn: string;

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    const identifier = nameOf("aws:DbInstance", props.place.shortName, "app");
    const foundation = new AwsFoundation(this, "Foundation", { ...props, logPath: `instance/${identifier}`, logTypes });
    const { monitoring } = foundation;
    const standby = standbyFor(this, props, { unit: "instance", logTypes });
    const administrator = standby && new AwsAdministrator(this, "Administrator", { ...props, keyArn: foundation.key.arn, standby });
    const instance = this.instance(props, identifier, foundation, administrator);
    const replica = standby && new AwsPostgresReplica(this, "Replica", { standby, sourceArn: instance.arn, monitoring });
    if (props.drRegion !== undefined) this.copyBackups(props, props.drRegion, instance);
    databaseAlarms(this, props, {
      dimensions: { DBInstanceIdentifier: identifier },
      // RDS stops writing when the volume is full, so the warning comes at a tenth.
      storage: { metric: "FreeStorageSpace", below: Math.round(props.storageGib * 0.1 * 2 ** 30) },
    });

    const primary = { region: props.place.region, host: instance.address, resourceId: instance.resourceId };
    this.arn = instance.arn;
    this.version = props.postgresVersion;
    this.serving = props.failedOver && replica ? replica : primary;
    // The standby in another zone serves no reads, and the replica is far away.
    this.readHost = this.serving.host;
    this.adminSecretArn = administrator?.secretArn ?? instance.masterUserSecret.get(0).secretArn;
  }

  private instance(
    props: DatabaseProps,
    identifier: string,
    foundation: AwsFoundation,
    administrator: AwsAdministrator | undefined,
  ): DbInstance {
    const keyArn = foundation.key.arn;
    return new DbInstance(this, "Resource", {
      ...instanceSettings(props, { keyArn, identifier }),
      ...instanceInsight(props.highAvailability, { keyArn, monitoringArn: foundation.monitoring.arn }),
      engine: "postgres",
      engineVersion: props.postgresVersion,
      dbName: "app",
      username: administratorName,
      ...password(keyArn, administrator),
      allocatedStorage: props.storageGib,
      multiAz: props.highAvailability,
      dbSubnetGroupName: foundation.subnetGroup,
      vpcSecurityGroupIds: [foundation.securityGroupId],
      parameterGroupName: parameterGroup(this, props),
      // RDS would make its log groups itself, and checks that it may send metrics.
      dependsOn: [...foundation.logs, ...foundation.monitoring.permissions],
    });
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

function password(keyArn: string, administrator: AwsAdministrator | undefined): Partial<DbInstanceConfig> {
  return administrator
    ? { passwordWo: administrator.password, passwordWoVersion: administrator.version }
    : { manageMasterUserPassword: true, masterUserSecretKmsKeyId: keyArn };
}
