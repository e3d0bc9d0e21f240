import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { Construct } from "constructs";
import { AwsKey } from "../encryption/aws.ts";
import { AwsRole, serviceTrust } from "../identity/aws-role.ts";
import { nameOf } from "../naming.ts";
import { AwsDataGroup } from "../network/aws-data-group.ts";
import type { DatabaseProps } from "./contract.ts";

/** RDS keeps at most this many days of point-in-time recovery. */
export const maxBackupDays = 35;

/** Windows that keep clear of each other: AWS Backup starts no copy within three hours of maintenance. */
export const windows = { backup: "03:00-04:00", maintenance: "sun:10:00-sun:11:00" } as const;

export interface AwsFoundationProps extends DatabaseProps {
  /** `instance` or `cluster` with the identifier: RDS writes its logs to groups named after it. */
  readonly logPath: string;
  readonly logTypes: readonly string[];
}

/** What RDS and Aurora both stand on: key, subnets, firewall, monitoring role, log groups. */
export class AwsFoundation extends Construct {
  readonly key: AwsKey;
  readonly subnetGroup: string;
  readonly securityGroupId: string;
  readonly monitoring: AwsRole;
  readonly logs: CloudwatchLogGroup[];

  constructor(scope: Construct, id: string, props: AwsFoundationProps) {
    super(scope, id);
    const { place, network, deletionProtection } = props;
    const name = nameOf("aws:Resource", place.name, "database");
    this.key = new AwsKey(this, "Key", { place, purpose: "database", users: ["logs"], deletionProtection });
    this.subnetGroup = new DbSubnetGroup(this, "Subnets", {
      name,
      description: `Data subnets of ${place.name}`,
      subnetIds: network.endpointSubnetIds,
    }).name;
    const access = { ...props, store: "database", protocol: "PostgreSQL", port: 5432 } as const;
    this.securityGroupId = new AwsDataGroup(this, "SecurityGroup", access).id;
    this.monitoring = new AwsRole(this, "Monitoring", {
      place,
      name: "database-monitoring",
      description: "RDS sends operating system metrics",
      trust: [serviceTrust(place, "monitoring.rds.amazonaws.com")],
      managed: ["service-role/AmazonRDSEnhancedMonitoringRole"],
    });
    this.logs = props.logTypes.map((type) => this.log(props, type));
  }

  /** Made here because RDS would make it without key and without an end. */
  private log({ logPath, logRetentionDays }: AwsFoundationProps, type: string): CloudwatchLogGroup {
    return new CloudwatchLogGroup(this, logId(type), {
      name: nameOf("aws:CloudwatchLogGroup", `/aws/rds/${logPath}/${type}`),
      retentionInDays: logRetentionDays,
      kmsKeyId: this.key.arn,
    });
  }
}

/** `iam-db-auth-error` -> `IamDbAuthErrorLog`. */
export const logId = (type: string): string =>
  `${type.replace(/(^|-)([a-z])/g, (_match, _dash, letter: string) => letter.toUpperCase())}Log`;
