import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { Construct } from "constructs";
import type { AwsRole } from "../identity/aws-role.ts";
import type { Serving } from "./aws.ts";
import { replicaAlarms } from "./aws-alarms.ts";
import { instanceInsight, instanceSettings, parameterGroup } from "./aws-postgres-settings.ts";
import type { AwsStandby } from "./aws-standby.ts";

export interface AwsPostgresReplicaProps {
  readonly standby: AwsStandby;
  readonly sourceArn: string;
  readonly monitoring: AwsRole;
}

/**
 * The instance that follows from another region, under that region's key. With `failedOver` it follows nobody: the provider promotes an
 * instance that loses its source (https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/db_instance#replicate_source_db-1).
 * The administrator's password stays the source's; there is no way back to being its replica but a new one.
 */
export class AwsPostgresReplica extends Construct implements Serving {
  readonly region: string;
  readonly host: string;
  readonly resourceId: string;

  constructor(scope: Construct, id: string, { standby, sourceArn, monitoring }: AwsPostgresReplicaProps) {
    super(scope, id);
    const { props, identifier } = standby;
    const { failedOver, highAvailability } = props;
    const keyArn = standby.key.arn;
    const alone = failedOver && highAvailability;
    // Version, size of the disk and administrator are the source's; the engine too, and is named for whoever prices it.
    const instance = new DbInstance(this, "Resource", {
      engine: "postgres",
      ...instanceSettings(props, { keyArn, identifier }),
      ...instanceInsight(alone, { keyArn, monitoringArn: monitoring.arn }),
      ...(failedOver ? { applyImmediately: true } : { replicateSourceDb: sourceArn }),
      multiAz: alone,
      dbSubnetGroupName: standby.subnetGroup,
      vpcSecurityGroupIds: [standby.securityGroupId],
      parameterGroupName: parameterGroup(this, props, standby.region),
      region: standby.region,
      // RDS would make its log groups itself, and checks that it may send metrics.
      dependsOn: [...standby.logs, ...monitoring.permissions],
    });
    replicaAlarms(this, props, { dimensions: { DBInstanceIdentifier: identifier }, metric: "ReplicaLag", threshold: 300 });
    this.region = standby.region;
    this.host = instance.address;
    this.resourceId = instance.resourceId;
  }
}
