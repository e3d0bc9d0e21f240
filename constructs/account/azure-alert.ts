import { MonitorMetricAlert } from "@cdktf/provider-azurerm/lib/monitor-metric-alert";
import type { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";
import type { Account } from "./contract.ts";

/** A number Azure measures, and from where on it is somebody's problem. */
export interface MetricAlert {
  readonly place: Place;
  readonly account: Account;
  readonly resourceGroupName: string;
  /** The resource that is watched, and its kind: `Microsoft.Sql/servers/databases`. */
  readonly targetId: string;
  readonly namespace: string;
  /** https://learn.microsoft.com/azure/azure-monitor/reference/metrics-index */
  readonly metric: string;
  readonly aggregation: "Average" | "Maximum" | "Total";
  /** Alarm above this. */
  readonly threshold: number;
  /** What it means and what to do, read at night. */
  readonly description: string;
}

/** An alarm to the account's alert target, when a metric stays above its threshold for a quarter of an hour. */
export function alertAbove(scope: Construct, id: string, alert: MetricAlert): void {
  new MonitorMetricAlert(scope, id, {
    name: nameOf("azure:Resource", alert.place.name, id.toLowerCase()),
    resourceGroupName: alert.resourceGroupName,
    scopes: [alert.targetId],
    description: alert.description,
    severity: 2,
    frequency: "PT5M",
    windowSize: "PT15M",
    criteria: [
      {
        metricNamespace: alert.namespace,
        metricName: alert.metric,
        aggregation: alert.aggregation,
        operator: "GreaterThan",
        threshold: alert.threshold,
      },
    ],
    action: [{ actionGroupId: alert.account.alertTarget }],
  });
}
