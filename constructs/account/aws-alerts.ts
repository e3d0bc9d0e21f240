import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { AwsKey, regionArgument } from "../encryption/aws.ts";
import { policy, type Statement } from "../identity/aws-role.ts";
import { nameOf } from "../naming.ts";
import { accountOf, type Place } from "../place.ts";

export interface AwsAlertsProps {
  readonly place: Place;
  readonly region: string;
  /** Gets a mail from every region's topic, to confirm the subscription with. */
  readonly securityContact: string;
  readonly deletionProtection: boolean;
}

/** The topic alarms and findings of one region are sent to. It has the same name in every region: alarms elsewhere derive its ARN. */
export class AwsAlerts extends Construct {
  readonly topicArn: string;

  constructor(scope: Construct, id: string, props: AwsAlertsProps) {
    super(scope, id);
    const { place, deletionProtection } = props;
    const region = regionArgument(place, props.region);
    const key = new AwsKey(this, "Key", {
      place,
      purpose: "alerts",
      users: ["alarms", "notifications"],
      region: props.region,
      deletionProtection,
    });
    const topic = new SnsTopic(this, "Resource", {
      name: nameOf("aws:Resource", place.organization, place.environment, "alerts"),
      kmsMasterKeyId: key.arn,
      region,
    });
    new SnsTopicPolicy(this, "Policy", { arn: topic.arn, policy: policy(senders(place, topic.arn)), region });
    new SnsTopicSubscription(this, "SecurityContact", { topicArn: topic.arn, protocol: "email", endpoint: props.securityContact, region });
    this.topicArn = topic.arn;
  }
}

function senders(place: Place, topicArn: string): Statement[] {
  const publish = { Action: "sns:Publish", Resource: topicArn };
  return [
    {
      ...publish,
      Sid: "Alarms",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": accountOf(place, "aws").accountId } },
    },
    // EventBridge supports no conditions in a topic's policy:
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
    { ...publish, Sid: "Findings", Principal: { Service: "events.amazonaws.com" } },
    { ...publish, Sid: "TlsOnly", Effect: "Deny", Principal: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
  ];
}
