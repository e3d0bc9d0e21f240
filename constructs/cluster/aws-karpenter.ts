import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import type { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { Construct } from "constructs";
import { AwsPodRole } from "../identity/aws-pod-role.ts";
import { type AwsRole, policy } from "../identity/aws-role.ts";
import { nameOf } from "../naming.ts";
import { accountOf, type Place } from "../place.ts";
import { karpenterStatements } from "./aws-karpenter-permissions.ts";

export interface AwsKarpenterProps {
  readonly place: Place;
  readonly cluster: EksCluster;
  /** The role of the nodes it brings. */
  readonly node: AwsRole;
}

/** What EC2 and Health announce about instances: https://karpenter.sh/docs/concepts/disruption/#interruption */
const announcements: Record<string, { source: string; detailType: string }> = {
  Health: { source: "aws.health", detailType: "AWS Health Event" },
  SpotInterruption: { source: "aws.ec2", detailType: "EC2 Spot Instance Interruption Warning" },
  Rebalance: { source: "aws.ec2", detailType: "EC2 Instance Rebalance Recommendation" },
  StateChange: { source: "aws.ec2", detailType: "EC2 Instance State-change Notification" },
  CapacityReservation: { source: "aws.ec2", detailType: "EC2 Capacity Reservation Instance Interruption Warning" },
};

/** Karpenter's cloud side: its role, its nodes' entry to the cluster, and the queue that warns it before an instance goes. */
export class AwsKarpenter extends Construct {
  constructor(scope: Construct, id: string, { place, cluster, node }: AwsKarpenterProps) {
    super(scope, id);
    const queue = this.queue(place);
    new AwsPodRole(this, "Role", {
      place,
      clusterName: cluster.name,
      name: "karpenter",
      description: "Karpenter brings and removes nodes",
      namespace: "kube-system",
      serviceAccount: "karpenter",
      statements: karpenterStatements({
        region: place.region,
        accountId: accountOf(place, "aws").accountId,
        clusterName: place.name,
        nodeRoleArn: node.arn,
        queueArn: queue.arn,
      }),
    });
    new EksAccessEntry(this, "NodesAccess", { clusterName: cluster.name, principalArn: node.arn, type: "EC2_LINUX" });
  }

  private queue(place: Place): SqsQueue {
    const queue = new SqsQueue(this, "Queue", {
      // Karpenter's chart is given the cluster's name for both.
      name: nameOf("aws:SqsQueue", place.name),
      messageRetentionSeconds: 300,
      sqsManagedSseEnabled: true,
    });
    new SqsQueuePolicy(this, "QueuePolicy", {
      queueUrl: queue.url,
      policy: policy([
        {
          Sid: "Announcements",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: queue.arn,
          Condition: { ArnLike: { "aws:SourceArn": `arn:aws:events:${place.region}:${accountOf(place, "aws").accountId}:rule/*` } },
        },
        {
          Sid: "TlsOnly",
          Effect: "Deny",
          Principal: "*",
          Action: "sqs:*",
          Resource: queue.arn,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]),
    });
    for (const [id, { source, detailType }] of Object.entries(announcements)) {
      const rule = new CloudwatchEventRule(this, `${id}Rule`, {
        name: nameOf("aws:CloudwatchEventRule", place.shortName, "karpenter", id),
        description: `Tells Karpenter: ${detailType}`,
        eventPattern: JSON.stringify({ source: [source], "detail-type": [detailType] }),
      });
      new CloudwatchEventTarget(this, `${id}Target`, { rule: rule.name, targetId: "karpenter", arn: queue.arn });
    }
    return queue;
  }
}
