import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Fn } from "cdktf";
import type { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { accountOf, type Place } from "../place.ts";

export interface AwsAlarmProps {
  readonly place: Place;
  /** The account's topic; the one of the same name in the place's own region is told. */
  readonly alertTarget: string;
  /** Last part of the alarm's name. */
  readonly name: string;
  /** What it means and what to do. */
  readonly description: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: "Average" | "Maximum" | "Minimum" | "Sum";
  readonly when: "above" | "below";
  readonly threshold: number;
  /** How long it must last. @default 15 */
  readonly minutes?: number;
}

/** A CloudWatch alarm in five-minute periods; silence is no alarm, since a new resource has no data yet. About $0.10 per month. */
export function awsAlarm(scope: Construct, id: string, props: AwsAlarmProps): CloudwatchMetricAlarm {
  const periods = (props.minutes ?? 15) / 5;
  const topic = topicIn(props.place, props.alertTarget);
  return new CloudwatchMetricAlarm(scope, id, {
    alarmName: nameOf("aws:Resource", props.place.name, props.name),
    alarmDescription: props.description,
    namespace: props.namespace,
    metricName: props.metric,
    dimensions: props.dimensions,
    statistic: props.statistic,
    comparisonOperator: props.when === "above" ? "GreaterThanThreshold" : "LessThanThreshold",
    threshold: props.threshold,
    period: 300,
    evaluationPeriods: periods,
    treatMissingData: "notBreaching",
    alarmActions: [topic],
    okActions: [topic],
  });
}

/**
 * CloudWatch calls only topics of the alarm's own region; the account has one of the same name in each:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
const topicIn = (place: Place, alertTarget: string): string =>
  `arn:aws:sns:${place.region}:${accountOf(place, "aws").accountId}:${Fn.element(Fn.split(":", alertTarget), 5)}`;
