import { MonitoringAlertPolicy } from "@cdktf/provider-google/lib/monitoring-alert-policy";
import type { Construct } from "constructs";
import { accountOf, type Place } from "../place.ts";
import type { Account } from "./contract.ts";

/** A metric that says when something is wrong, and what to do then. */
export interface Alert {
  /** Construct id: `Cpu`. */
  readonly id: string;
  /** What is wrong, after the place's id: `database: CPU above 90 %`. */
  readonly title: string;
  /** Which series, in the monitoring filter language. */
  readonly filter: string;
  readonly threshold: number;
  /** How long the threshold must be exceeded. */
  readonly minutes: number;
  /** What the points of a minute are made into. @default "ALIGN_MEAN" */
  readonly aligner?: "ALIGN_MEAN" | "ALIGN_RATE" | "ALIGN_COUNT_TRUE";
  /** First thing to do for whoever is called. */
  readonly advice: string;
}

/** Warns the account's alert target while the metric is above its threshold. About $0.10 a month and series. */
export function raiseAlert(scope: Construct, place: Place, { alertTarget }: Pick<Account, "alertTarget">, alert: Alert): void {
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
          aggregations: [{ alignmentPeriod: "60s", perSeriesAligner: alert.aligner ?? "ALIGN_MEAN" }],
          trigger: { count: 1 },
        },
      },
    ],
    documentation: { content: alert.advice, mimeType: "text/markdown" },
    notificationChannels: [alertTarget],
  });
}

/** The filter for one metric of one resource: its type, and the labels that tell it from others of the type. */
export function seriesOf(type: string, labels: Readonly<Record<string, string>>, metric: string): string {
  const labelled = Object.entries(labels).map(([label, value]) => `resource.labels.${label} = "${value}"`);
  return [`resource.type = "${type}"`, ...labelled, `metric.type = "${metric}"`].join(" AND ");
}
