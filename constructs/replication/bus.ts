import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { MskCluster } from "@cdktf/provider-aws/lib/msk-cluster";
import { MskConfiguration } from "@cdktf/provider-aws/lib/msk-configuration";
import { MskScramSecretAssociation } from "@cdktf/provider-aws/lib/msk-scram-secret-association";
import { Construct } from "constructs";
import { awsAlarm } from "../account/aws-alarm.ts";
import type { Account } from "../account/contract.ts";
import { AwsKey } from "../encryption/aws.ts";
import { nameOf } from "../naming.ts";
import { AwsDataGroup } from "../network/aws-data-group.ts";
import type { Network } from "../network/contract.ts";
import type { Place } from "../place.ts";
import type { SyncSize } from "./contract.ts";

const brokers: Record<SyncSize, string> = { s: "kafka.t3.small", m: "kafka.m7g.large", l: "kafka.m7g.xlarge" };
const storageGib: Record<SyncSize, number> = { s: 50, m: 200, l: 500 };

/** One in each of the data subnets' zones. */
const BROKERS = 3;

/** Settings of every broker. Kafka Connect makes its topics, with their own settings; AWS DMS expects them to be there or to come by themselves. */
const serverProperties = ({ createsTopics }: Pick<ChangeBusProps, "createsTopics">): string =>
  [
    `auto.create.topics.enable=${createsTopics}`,
    "default.replication.factor=3",
    "min.insync.replicas=2",
    "log.retention.hours=168",
    "unclean.leader.election.enable=false",
    "",
  ].join("\n");

/** In percent of a broker's storage: what Kafka may take before it gets more, and when somebody hears that it did not. */
const STORAGE = { grows: 60, alarms: 85 };

export interface ChangeBusProps {
  readonly place: Place;
  readonly account: Account;
  readonly network: Network;
  readonly peerCidrs: readonly string[];
  readonly size: SyncSize;
  /** Whether a topic is made when somebody first writes to it. */
  readonly createsTopics: boolean;
  /** ARNs of the secrets with the logins it knows. */
  readonly logins: (keyArn: string) => string[];
  readonly logRetentionDays: number;
  readonly deletionProtection: boolean;
}

/**
 * Kafka, through which changes go from database to database: private, TLS with a public certificate, logins by SCRAM. Who is in may read and
 * write every topic: there are two logins, both the platform's own, and only an administrator inside Kafka could tell them apart.
 *
 * About $110 a month at size s, $500 at size m, with storage.
 */
export class ChangeBus extends Construct {
  readonly bootstrap: string;
  readonly clusterArn: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ChangeBusProps,
  ) {
    super(scope, id);
    const { place, logRetentionDays, deletionProtection } = props;
    const clusterName = nameOf("aws:MskCluster", place.name, "changes");
    const key = new AwsKey(this, "Key", { place, purpose: "changes", users: ["logs"], deletionProtection });
    const log = new CloudwatchLogGroup(this, "Log", {
      name: nameOf("aws:CloudwatchLogGroup", `/aws/msk/${clusterName}`),
      retentionInDays: logRetentionDays,
      kmsKeyId: key.arn,
    });
    const cluster = this.cluster(clusterName, key.arn, log.name);
    new MskScramSecretAssociation(this, "Logins", { clusterArn: cluster.arn, secretArnList: props.logins(key.arn) });
    this.growth(cluster.arn);
    this.alarms(clusterName);
    this.bootstrap = cluster.bootstrapBrokersSaslScram;
    this.clusterArn = cluster.arn;
  }

  private cluster(clusterName: string, keyArn: string, logGroup: string): MskCluster {
    const { place, network, peerCidrs, size, deletionProtection } = this.props;
    const group = new AwsDataGroup(this, "SecurityGroup", { place, network, peerCidrs, store: "changes", protocol: "Kafka", port: 9096 });
    const configuration = new MskConfiguration(this, "Settings", { name: clusterName, serverProperties: serverProperties(this.props) });
    return new MskCluster(this, "Resource", {
      clusterName,
      kafkaVersion: "3.9.x.kraft",
      numberOfBrokerNodes: BROKERS,
      // The cheapest that tells of partitions with too few copies; per topic it would cost more with each table.
      enhancedMonitoring: "PER_BROKER",
      configurationInfo: { arn: configuration.arn, revision: configuration.latestRevision },
      brokerNodeGroupInfo: {
        instanceType: brokers[size],
        clientSubnets: network.endpointSubnetIds,
        securityGroups: [group.id],
        storageInfo: { ebsStorageInfo: { volumeSize: storageGib[size] } },
        connectivityInfo: { publicAccess: { type: "DISABLED" } },
      },
      clientAuthentication: { unauthenticated: false, sasl: { scram: true, iam: false } },
      encryptionInfo: { encryptionAtRestKmsKeyArn: keyArn, encryptionInTransit: { clientBroker: "TLS", inCluster: true } },
      loggingInfo: { brokerLogs: { cloudwatchLogs: { enabled: true, logGroup } } },
      lifecycle: {
        preventDestroy: deletionProtection,
        // Storage grows by itself, and never shrinks.
        ignoreChanges: ["broker_node_group_info[0].storage_info[0].ebs_storage_info[0].volume_size"],
      },
    });
  }

  /** https://docs.aws.amazon.com/msk/latest/developerguide/msk-autoexpand.html */
  private growth(clusterArn: string): void {
    const target = new AppautoscalingTarget(this, "Storage", {
      serviceNamespace: "kafka",
      scalableDimension: "kafka:broker-storage:VolumeSize",
      resourceId: clusterArn,
      minCapacity: 1,
      maxCapacity: 4 * storageGib[this.props.size],
    });
    new AppautoscalingPolicy(this, "StorageGrowth", {
      name: "storage-growth",
      policyType: "TargetTrackingScaling",
      serviceNamespace: target.serviceNamespace,
      scalableDimension: target.scalableDimension,
      resourceId: target.resourceId,
      targetTrackingScalingPolicyConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: "KafkaBrokerStorageUtilization" },
        targetValue: STORAGE.grows,
        disableScaleIn: true,
      },
    });
  }

  private alarms(clusterName: string): void {
    const shared = { place: this.props.place, alertTarget: this.props.account.alertTarget, namespace: "AWS/Kafka", when: "above" } as const;
    awsAlarm(this, "OfflineAlarm", {
      ...shared,
      name: "changes-offline",
      description: "Parts of topics have no broker: copies of tables stand still. Look at the brokers' health in MSK.",
      metric: "OfflinePartitionsCount",
      dimensions: { "Cluster Name": clusterName },
      statistic: "Maximum",
      threshold: 0,
      minutes: 5,
    });
    for (const broker of Array.from({ length: BROKERS }, (_, index) => index + 1)) {
      awsAlarm(this, `Disk${broker}Alarm`, {
        ...shared,
        name: `changes-disk-${broker}`,
        description: "A broker of Kafka runs out of storage, and gets no more: take the next size.",
        metric: "KafkaDataLogsDiskUsed",
        dimensions: { "Cluster Name": clusterName, "Broker ID": String(broker) },
        statistic: "Maximum",
        threshold: STORAGE.alarms,
      });
      awsAlarm(this, `Copies${broker}Alarm`, {
        ...shared,
        name: `changes-copies-${broker}`,
        description: "Parts of topics have too few copies, and take no changes: a broker is gone. Look at the brokers' health in MSK.",
        metric: "UnderMinIsrPartitionCount",
        dimensions: { "Cluster Name": clusterName, "Broker ID": String(broker) },
        statistic: "Maximum",
        threshold: 0,
        minutes: 5,
      });
    }
  }
}
