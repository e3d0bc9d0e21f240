import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DmsReplicationInstance } from "@cdktf/provider-aws/lib/dms-replication-instance";
import { DmsReplicationSubnetGroup } from "@cdktf/provider-aws/lib/dms-replication-subnet-group";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { awsAlarm } from "../account/aws-alarm.ts";
import type { Account } from "../account/contract.ts";
import { AwsKey } from "../encryption/aws.ts";
import { boundaryName, plainServiceTrust, policy } from "../identity/aws-role.ts";
import { nameOf } from "../naming.ts";
import type { Network } from "../network/contract.ts";
import { accountOf, type Place } from "../place.ts";
import type { SyncSize } from "./contract.ts";

const classes: Record<SyncSize, string> = { s: "dms.t3.medium", m: "dms.r6i.large", l: "dms.r6i.xlarge" };
const storageGib: Record<SyncSize, number> = { s: 50, m: 100, l: 200 };

/** DMS looks for roles of exactly these names: https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html */
const fixedRoles = {
  Network: { name: "dms-vpc-role", managed: "AmazonDMSVPCManagementRole" },
  Logs: { name: "dms-cloudwatch-logs-role", managed: "AmazonDMSCloudWatchLogsRole" },
};

export interface DmsHubProps {
  readonly place: Place;
  readonly account: Account;
  readonly network: Network;
  readonly size: SyncSize;
  readonly highAvailability: boolean;
  readonly logRetentionDays: number;
  readonly deletionProtection: boolean;
}

/**
 * The machine that AWS DMS runs tasks on: private, encrypted, in the group that the place's data stores admit.
 *
 * About $105 a month at size s with a standby, $420 at size m.
 */
export class DmsHub extends Construct {
  readonly instanceArn: string;
  readonly instanceId: string;
  readonly key: AwsKey;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DmsHubProps,
  ) {
    super(scope, id);
    const { place, network, size, highAvailability, deletionProtection } = props;
    this.instanceId = nameOf("aws:DmsReplicationInstance", place.name);
    this.key = new AwsKey(this, "Key", { place, purpose: "datasync", users: ["logs"], deletionProtection });
    const roles = this.roles();
    const subnets = new DmsReplicationSubnetGroup(this, "Subnets", {
      replicationSubnetGroupId: nameOf("aws:DmsReplicationInstance", place.name),
      replicationSubnetGroupDescription: `Data subnets of ${place.name}`,
      subnetIds: network.endpointSubnetIds,
      // DMS makes nothing in a network before it may.
      dependsOn: roles,
    });
    const instance = new DmsReplicationInstance(this, "Resource", {
      replicationInstanceId: this.instanceId,
      replicationInstanceClass: classes[size],
      // The first that reads PostgreSQL 17: https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReleaseNotes.html
      engineVersion: "3.6.1",
      allocatedStorage: storageGib[size],
      multiAz: highAvailability,
      publiclyAccessible: false,
      kmsKeyArn: this.key.arn,
      autoMinorVersionUpgrade: true,
      allowMajorVersionUpgrade: false,
      replicationSubnetGroupId: subnets.replicationSubnetGroupId,
      vpcSecurityGroupIds: [network.workloadGroup],
      preferredMaintenanceWindow: "sun:05:00-sun:06:00",
      dependsOn: [this.log()],
      // Where tasks are in their sources is lost with it: they would copy everything anew.
      lifecycle: { preventDestroy: deletionProtection },
    });
    this.instanceArn = instance.replicationInstanceArn;
    this.halts();
    this.alarm("Storage", "FreeStorageSpace", 5 * 2 ** 30, "runs out of storage: a target does not keep up, and changes wait here");
    this.alarm("Memory", "FreeableMemory", 256 * 2 ** 20, "runs out of memory: take the next size");
  }

  /** Account-wide, since DMS knows no other names; one hub per account is all there is. */
  private roles(): IamRolePolicyAttachment[] {
    const { place } = this.props;
    return Object.entries(fixedRoles).map(([id, { name, managed }]) => {
      const role = new IamRole(this, `${id}Role`, {
        name,
        description: "AWS DMS acts as this role, which it knows by name",
        assumeRolePolicy: policy([plainServiceTrust("dms.amazonaws.com")]),
        permissionsBoundary: `arn:aws:iam::${accountOf(place, "aws").accountId}:policy/${boundaryName(place)}`,
      });
      const policyArn = `arn:aws:iam::aws:policy/service-role/${managed}`;
      return new IamRolePolicyAttachment(this, `${id}Rights`, { role: role.name, policyArn });
    });
  }

  /** Made here, because DMS would make it without key and without an end. */
  private log(): CloudwatchLogGroup {
    return new CloudwatchLogGroup(this, "Log", {
      name: nameOf("aws:CloudwatchLogGroup", `dms-tasks-${this.instanceId}`),
      retentionInDays: this.props.logRetentionDays,
      kmsKeyId: this.key.arn,
    });
  }

  /**
   * Tells of tasks that fail or stop: what does not run has no latency to alarm about. By EventBridge, as AWS advises since DMS 3.4.5
   * (https://docs.aws.amazon.com/dms/latest/userguide/CHAP_EventBridge.html), which the account's topic lets in already.
   */
  private halts(): void {
    const { place, account } = this.props;
    const rule = new CloudwatchEventRule(this, "Halts", {
      name: nameOf("aws:CloudwatchEventRule", place.name, "datasync-halts"),
      description: "Tasks of AWS DMS that failed or stopped",
      eventPattern: JSON.stringify({
        source: ["aws.dms"],
        "detail-type": ["DMS Replication Task State Change"],
        detail: { eventType: ["REPLICATION_TASK_FAILED", "REPLICATION_TASK_STOPPED"] },
      }),
    });
    // Rules call topics of their own region only; the account has one of the same name in each.
    const topic = Fn.element(Fn.split(":", account.alertTarget), 5);
    const arn = `arn:aws:sns:${place.region}:${accountOf(place, "aws").accountId}:${topic}`;
    new CloudwatchEventTarget(this, "HaltsTarget", { rule: rule.name, targetId: "alerts", arn });
  }

  private alarm(id: string, metric: string, threshold: number, what: string): void {
    const { place, account } = this.props;
    awsAlarm(this, `${id}Alarm`, {
      place,
      alertTarget: account.alertTarget,
      name: `datasync-${id.toLowerCase()}`,
      description: `The machine of AWS DMS ${what}.`,
      namespace: "AWS/DMS",
      metric,
      dimensions: { ReplicationInstanceIdentifier: this.instanceId },
      statistic: "Minimum",
      when: "below",
      threshold,
    });
  }
}
