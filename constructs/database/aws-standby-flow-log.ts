import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { Construct } from "constructs";
import { AwsKey } from "../encryption/aws.ts";
import { AwsRole, serviceTrust } from "../identity/aws-role.ts";
import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";

export interface AwsStandbyFlowLogProps {
  readonly place: Place;
  readonly region: string;
  readonly vpcId: string;
  readonly logRetentionDays: number;
  readonly deletionProtection: boolean;
}

/** Every accepted and rejected flow of the standby's network, in ten-minute sums, in an encrypted log group of its region. */
export class AwsStandbyFlowLog extends Construct {
  constructor(scope: Construct, id: string, props: AwsStandbyFlowLogProps) {
    super(scope, id);
    const { place, region, deletionProtection } = props;
    const key = new AwsKey(this, "Key", { place, purpose: "standby-flow-logs", users: ["logs"], region, deletionProtection });
    const group = new CloudwatchLogGroup(this, "LogGroup", {
      name: nameOf("aws:CloudwatchLogGroup", `/platform/${place.name}/standby-flows`),
      retentionInDays: props.logRetentionDays,
      kmsKeyId: key.arn,
      region,
    });
    new FlowLog(this, "Resource", {
      vpcId: props.vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: group.arn,
      iamRoleArn: this.writer(place, group.arn).arn,
      maxAggregationInterval: 600,
      region,
      tags: { Name: nameOf("aws:Resource", place.name, "standby-flows") },
    });
  }

  private writer(place: Place, groupArn: string): AwsRole {
    return new AwsRole(this, "Role", {
      place,
      name: "standby-flow-logs",
      description: "VPC flow logs of the standby write to their log group",
      trust: [serviceTrust(place, "vpc-flow-logs.amazonaws.com")],
      statements: [
        { Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"], Resource: [groupArn, `${groupArn}:*`] },
        // Describing log groups cannot be narrowed to one.
        { Action: "logs:DescribeLogGroups", Resource: "*" },
      ],
    });
  }
}
