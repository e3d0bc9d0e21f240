import { DmsReplicationTask } from "@cdktf/provider-aws/lib/dms-replication-task";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { awsAlarm } from "../account/aws-alarm.ts";
import type { Account } from "../account/contract.ts";
import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";
import { tableMappings, taskSettings } from "./dms-settings.ts";
import type { DmsTask } from "./dms-tasks.ts";

/** Five minutes behind is more than a busy hour explains. */
const LATENCY_SECONDS = 300;

export interface ReplicationTaskProps {
  readonly hub: Place;
  readonly account: Account;
  readonly task: DmsTask;
  readonly instanceArn: string;
  readonly instanceId: string;
  readonly sourceArn: string;
  readonly targetArn: string;
}

/** A task of AWS DMS, and who hears that it falls behind. A person starts it, when the tables are there; Terraform would start it with the rest. */
export class ReplicationTask extends Construct {
  constructor(scope: Construct, id: string, props: ReplicationTaskProps) {
    super(scope, id);
    const { hub, task } = props;
    const made = new DmsReplicationTask(this, "Resource", {
      replicationTaskId: nameOf("aws:DmsEndpoint", hub.name, task.id),
      migrationType: task.kind,
      replicationInstanceArn: props.instanceArn,
      sourceEndpointArn: props.sourceArn,
      targetEndpointArn: props.targetArn,
      tableMappings: tableMappings(task),
      replicationTaskSettings: taskSettings(task),
      startReplicationTask: false,
      // DMS answers with every setting there is.
      lifecycle: { ignoreChanges: ["replication_task_settings"] },
    });
    if (task.kind !== "full-load") for (const side of ["Source", "Target"] as const) this.alarm(props, made, side);
  }

  private alarm(
    { hub, account, task, instanceId }: ReplicationTaskProps,
    { replicationTaskArn }: DmsReplicationTask,
    side: "Source" | "Target",
  ): void {
    awsAlarm(this, `${side}Latency`, {
      place: hub,
      alertTarget: account.alertTarget,
      name: `datasync-${task.id}-${side.toLowerCase()}`,
      description:
        side === "Source"
          ? `${task.id}: changes wait at the source. Is the task running? A slot that nobody reads fills the disk there.`
          : `${task.id}: changes wait before the target. Look for locks and missing columns there.`,
      namespace: "AWS/DMS",
      metric: `CDCLatency${side}`,
      dimensions: {
        ReplicationInstanceIdentifier: instanceId,
        ReplicationTaskIdentifier: Fn.element(Fn.split(":", replicationTaskArn), 6),
      },
      statistic: "Maximum",
      when: "above",
      threshold: LATENCY_SECONDS,
    });
  }
}
