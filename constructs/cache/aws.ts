import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { ElasticacheReplicationGroup } from "@cdktf/provider-aws/lib/elasticache-replication-group";
import { ElasticacheSubnetGroup } from "@cdktf/provider-aws/lib/elasticache-subnet-group";
import { ElasticacheUser } from "@cdktf/provider-aws/lib/elasticache-user";
import { ElasticacheUserGroup } from "@cdktf/provider-aws/lib/elasticache-user-group";
import { Construct } from "constructs";
import { AwsKey } from "../encryption/aws.ts";
import { nameOf } from "../naming.ts";
import { AwsDataGroup } from "../network/aws-data-group.ts";
import { cacheAlarms } from "./aws-alarms.ts";
import type { Cache, CacheProps, CacheSize } from "./contract.ts";

/** Node types by size: 6, 13 and 26 GiB of memory. */
const nodeTypes: Record<CacheSize, string> = { s: "cache.m7g.large", m: "cache.r7g.large", l: "cache.r7g.xlarge" };

/**
 * A Valkey replication group with one shard, reachable from the cluster's nodes and interconnected places only; who logs in is known to IAM.
 *
 * About $92 per month and node of cache.m7g.large.
 */
export class AwsCache extends Construct implements Cache {
  readonly protocol = "redis";
  readonly engine = "valkey";
  readonly host: string;
  readonly port = 6379;
  readonly tls = true;
  readonly clusterMode = false;
  readonly auth = "aws-iam";
  readonly accessId: string;
  readonly user: string;

  constructor(scope: Construct, id: string, props: CacheProps) {
    super(scope, id);
    if (props.product !== "default") {
      throw new Error(`cache.product on aws: got ${props.product}; allowed default; ElastiCache has no predecessor, leave it out`);
    }
    const { place, deletionProtection } = props;
    const key = new AwsKey(this, "Key", { place, purpose: "cache", users: ["logs"], deletionProtection });
    const user = this.login(props);
    const group = this.group(props, key, user.groupId);
    cacheAlarms(this, props, group.replicationGroupId);

    this.host = group.primaryEndpointAddress;
    this.accessId = group.arn;
    this.user = user.name;
  }

  /** IAM users of ElastiCache bear their id as their name. */
  private login({ place }: CacheProps): { name: string; groupId: string } {
    const name = nameOf("aws:ElasticacheUser", place.shortName, "app");
    const user = new ElasticacheUser(this, "User", {
      userId: name,
      userName: name,
      engine: "valkey",
      accessString: "on ~* +@all -@dangerous",
      authenticationMode: { type: "iam" },
    });
    const group = new ElasticacheUserGroup(this, "Users", { userGroupId: name, engine: "valkey", userIds: [user.userId] });
    return { name, groupId: group.id };
  }

  private group(props: CacheProps, key: AwsKey, userGroupId: string): ElasticacheReplicationGroup {
    const { place, replicas, deletionProtection } = props;
    const replicationGroupId = nameOf("aws:ElasticacheReplicationGroup", place.shortName, "app");
    return new ElasticacheReplicationGroup(this, "Resource", {
      replicationGroupId,
      description: `Cache of ${place.name}`,
      engine: "valkey",
      engineVersion: props.valkeyVersion,
      nodeType: nodeTypes[props.size],
      port: 6379,
      parameterGroupName: `default.valkey${props.valkeyVersion.split(".")[0]}`,
      clusterMode: "disabled",
      numCacheClusters: replicas + 1,
      // There is nothing to fail over to without a replica.
      automaticFailoverEnabled: replicas > 0,
      multiAzEnabled: replicas > 0,
      atRestEncryptionEnabled: "true",
      kmsKeyId: key.arn,
      transitEncryptionEnabled: true,
      transitEncryptionMode: "required",
      userGroupIds: [userGroupId],
      subnetGroupName: this.subnets(props),
      securityGroupIds: [new AwsDataGroup(this, "SecurityGroup", { ...props, store: "cache", protocol: "Valkey", port: 6379 }).id],
      snapshotRetentionLimit: props.snapshotDays,
      snapshotWindow: "02:00-03:00",
      finalSnapshotIdentifier: deletionProtection ? `${replicationGroupId}-final` : undefined,
      maintenanceWindow: "sun:06:00-sun:07:00",
      autoMinorVersionUpgrade: "true",
      logDeliveryConfiguration: this.logs(props, key),
      lifecycle: { preventDestroy: deletionProtection },
    });
  }

  private subnets({ place, network }: CacheProps): string {
    return new ElasticacheSubnetGroup(this, "Subnets", {
      name: nameOf("aws:Resource", place.name, "cache"),
      description: `Data subnets of ${place.name}`,
      subnetIds: network.endpointSubnetIds,
    }).name;
  }

  private logs({ place, logRetentionDays }: CacheProps, key: AwsKey) {
    const kinds = { SlowLog: "slow-log", EngineLog: "engine-log" };
    return Object.entries(kinds).map(([id, logType]) => {
      const group = new CloudwatchLogGroup(this, id, {
        name: nameOf("aws:CloudwatchLogGroup", `/platform/${place.name}/cache/${logType}`),
        retentionInDays: logRetentionDays,
        kmsKeyId: key.arn,
      });
      return { destination: group.name, destinationType: "cloudwatch-logs", logFormat: "json", logType };
    });
  }
}
