import type { Construct } from "constructs";
import { awsAlarm } from "../account/aws-alarm.ts";
import type { CacheProps } from "./contract.ts";

/** The alarms of every node: ElastiCache measures nodes, which it names after the group, `-001` onwards. */
export function cacheAlarms(scope: Construct, props: CacheProps, groupId: string): void {
  for (let node = 1; node <= props.replicas + 1; node++) {
    const number = String(node).padStart(3, "0");
    const shared = {
      place: props.place,
      alertTarget: props.account.alertTarget,
      namespace: "AWS/ElastiCache",
      dimensions: { CacheClusterId: `${groupId}-${number}` },
      statistic: "Average",
      when: "above",
      threshold: 80,
    } as const;
    awsAlarm(scope, `Busy${number}`, {
      ...shared,
      name: `cache-${number}-cpu`,
      description: "A cache node's engine is busy: look at the slow log, or take the next size.",
      metric: "EngineCPUUtilization",
    });
    awsAlarm(scope, `Full${number}`, {
      ...shared,
      name: `cache-${number}-memory`,
      description: "A cache node is full and begins to evict: shorten lifetimes, or take the next size.",
      metric: "DatabaseMemoryUsagePercentage",
    });
  }
}
