import { MonitoringAlertPolicy } from "@cdktf/provider-google/lib/monitoring-alert-policy";
import type { Construct } from "constructs";
import { accountOf, type Place } from "../place.ts";
import type { Account } from "./contract.ts";

/** What to watch and what to do about it. */
export interface GcpAlert {
  /** Role of the alert: its construct id. */
  readonly id: string;
  readonly title: string;
  /** Monitoring filter of the resource and metric. */
  readonly filter: string;
  readonly aligner: "ALIGN_MEAN" | "ALIGN_RATE";
  /** Alerts above this value, in the metric's unit (per second for ALIGN_RATE). */
  readonly threshold: number;
  readonly minutes: number;
  readonly advice: string;
}

/** A warning sent to the account's alert target, once the value has been above the threshold for so many minutes. */
export function raiseAlert(scope: Construct, place: Place, account: Account, alert: GcpAlert): void {
  const displayName = `${place.id} ${alert.title}`;
  new MonitoringAlertPolicy(scope, alert.id, {
    project: accountOf(place, "gcp").projectId,
    displayName,
    combiner: "OR",
    severity: "WARNING",
    conditions: [
      {
        displayName,
        conditionThreshold: {
          filter: alert.filter,
          comparison: "COMPARISON_GT",
          thresholdValue: alert.threshold,
          duration: `${alert.minutes * 60}s`,
          aggregations: [{ alignmentPeriod: "60s", perSeriesAligner: alert.aligner }],
          trigger: { count: 1 },
        },
      },
    ],
    documentation: { content: alert.advice, mimeType: "text/markdown" },
    notificationChannels: [account.alertTarget],
  });
}
