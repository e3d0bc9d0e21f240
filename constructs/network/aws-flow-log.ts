import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { Construct } from "constructs";
import { AwsKey } from "../encryption/aws.ts";
import { AwsRole, serviceTrust } from "../identity/aws-role.ts";
import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";

export interface AwsFlowLogProps {
  readonly place: Place;
  readonly vpcId: string;
  /** AWS cannot sample; below a half, flows are summed up over ten minutes instead of one, which makes fewer records. */
  readonly flowLogSampling: number;
  readonly logRetentionDays: number;
  readonly deletionProtection: boolean;
}

/** Every accepted and rejected flow of the VPC in an encrypted log group. $0.50 per GB. */
export class AwsFlowLog extends Construct {
  constructor(scope: Construct, id: string, props: AwsFlowLogProps) {
    super(scope, id);
    const { place, deletionProtection } = props;
    const key = new AwsKey(this, "Key", { place, purpose: "flow-logs", users: ["logs"], deletionProtection });
    const group = new CloudwatchLogGroup(this, "LogGroup", {
      name: nameOf("aws:CloudwatchLogGroup", `/platform/${place.name}/flows`),
      retentionInDays: props.logRetentionDays,
      kmsKeyId: key.arn,
    });
    const role = new AwsRole(this, "Role", {
      place,
      name: "flow-logs",
      description: "VPC flow logs write to their log group",
      trust: [serviceTrust(place, "vpc-flow-logs.amazonaws.com")],
      statements: [
        {
          Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
          Resource: [group.arn, `${group.arn}:*`],
        },
        // Describing log groups cannot be narrowed to one.
        { Action: "logs:DescribeLogGroups", Resource: "*" },
      ],
    });
    new FlowLog(this, "Resource", {
      vpcId: props.vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: group.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: props.flowLogSampling < 0.5 ? 600 : 60,
      tags: { Name: nameOf("aws:Resource", place.name, "flows") },
    });
  }
}
