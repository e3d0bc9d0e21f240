import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { AwsKey } from "../encryption/aws.ts";
import { nameOf } from "../naming.ts";
import { logId } from "./aws-foundation.ts";
import { AwsStandbyLink } from "./aws-standby-link.ts";
import { AwsStandbyNetwork, type AwsStandbyProps, standbyPeers } from "./aws-standby-network.ts";
import type { DatabaseProps } from "./contract.ts";
import { refuseFailoverToNothing } from "./failover.ts";

/** How RDS calls what follows, and what it logs: it writes to groups named after both. */
export interface StandbyLogs {
  readonly unit: "instance" | "cluster";
  readonly logTypes: readonly string[];
}

/** What a replica in another region stands on, all of it there: key, network with its link, subnets, firewall, log groups. */
export class AwsStandby extends Construct {
  /** What the replica is called. */
  readonly identifier: string;
  readonly region: string;
  readonly key: AwsKey;
  readonly subnetGroup: string;
  readonly securityGroupId: string;
  readonly logs: CloudwatchLogGroup[];

  constructor(
    scope: Construct,
    id: string,
    readonly props: AwsStandbyProps & StandbyLogs,
  ) {
    super(scope, id);
    const { place, drRegion: region, deletionProtection } = props;
    this.identifier = nameOf("aws:DbInstance", place.shortName, "app", "standby");
    this.region = region;
    this.key = new AwsKey(this, "Key", { place, purpose: "database-standby", users: ["logs"], region, deletionProtection });
    const standby = new AwsStandbyNetwork(this, "Network", props);
    new AwsStandbyLink(this, "Link", { ...props, standby });
    this.subnetGroup = new DbSubnetGroup(this, "Subnets", {
      name: nameOf("aws:Resource", place.name, "standby"),
      description: `Subnets of the standby of ${place.name}`,
      subnetIds: standby.subnetIds,
      region,
    }).name;
    this.securityGroupId = this.firewall(standby.vpcId);
    this.logs = props.logTypes.map((type) => this.log(type));
  }

  private firewall(vpcId: string): string {
    const { place, drRegion: region } = this.props;
    const name = nameOf("aws:Resource", place.name, "standby");
    const group = new SecurityGroup(this, "SecurityGroup", {
      name,
      description: "The standby, open to its place and to those linked with it, out to nowhere",
      vpcId,
      region,
      tags: { Name: name },
    });
    for (const [id, cidrIpv4] of Object.entries(standbyPeers(this.props))) {
      new VpcSecurityGroupIngressRule(this, `From${id}`, {
        securityGroupId: group.id,
        description: `PostgreSQL from ${id === "Home" ? place.name : cidrIpv4}`,
        ipProtocol: "tcp",
        fromPort: 5432,
        toPort: 5432,
        cidrIpv4,
        region,
      });
    }
    return group.id;
  }

  /** Made here because RDS would make it without key and without an end. */
  private log(type: string): CloudwatchLogGroup {
    const { unit, logRetentionDays, drRegion: region } = this.props;
    return new CloudwatchLogGroup(this, logId(type), {
      name: nameOf("aws:CloudwatchLogGroup", `/aws/rds/${unit}/${this.identifier}/${type}`),
      retentionInDays: logRetentionDays,
      kmsKeyId: this.key.arn,
      region,
    });
  }
}

/**
 * The ground for a replica, where one is asked for and can be reached: without links to other places there is no way to another region, and
 * what is there are copied backups.
 *
 * @throws when a replica has taken over that is not there
 */
export function standbyFor(scope: Construct, props: DatabaseProps, logs: StandbyLogs): AwsStandby | undefined {
  const { place, drRegion, gateway, failedOver } = props;
  refuseFailoverToNothing(props);
  if (drRegion === undefined) return undefined;
  if (gateway === undefined) {
    if (!failedOver) return undefined;
    throw new Error(
      `database ${place.id}: got failedOver true and no gateway; a standby on aws is reached by the place's gateway, so there is none; set failedOver to false`,
    );
  }
  return new AwsStandby(scope, "Standby", { ...props, ...logs, drRegion, gateway });
}
