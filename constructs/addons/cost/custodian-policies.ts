import { type CloudName, cloudNames } from "../../place.ts";
import { blockYaml, type Yaml } from "../block-yaml.ts";

/** One kind of waste, in Cloud Custodian's words: https://cloudcustodian.io/docs/ */
export interface WastePolicy {
  readonly name: string;
  readonly resource: string;
  readonly description: string;
  readonly filters: readonly Readonly<Record<string, unknown>>[];
}

/** Days after which something is waste. Each is longer than what is right would take: a holiday, a release, a quarter's end. */
export const wasteDays = {
  /** A volume that was detached on purpose is back or deleted by then. */
  unattachedVolume: 14,
  stoppedMachine: 30,
  idleDatabase: 14,
  idleCache: 14,
  idleBalancer: 7,
  idleGateway: 7,
  oldSnapshot: 90,
} as const;

/** Less than this in a week does not pay for a NAT gateway. */
const IDLE_GATEWAY_BYTES = 1_000_000_000;
/** Percent of a processor: what a cache that nobody asks needs for itself. */
const IDLE_CACHE_CPU = 2;

const olderThan = (key: string, days: number) => ({ type: "value", key, value_type: "age", op: "ge", value: days });
const is = (key: string, value: unknown) => ({ type: "value", key, value });

/** CloudWatch's number over the days: https://cloudcustodian.io/docs/aws/resources/aws-common-filters.html#aws-common-filters-metrics */
const metricBelow = (name: string, statistics: "Average" | "Sum" | "Maximum", days: number, value: number) => ({
  type: "metrics",
  name,
  statistics,
  days,
  op: "less-than",
  value,
  // No numbers at all: nobody came.
  "missing-value": 0,
});

const aws: readonly WastePolicy[] = [
  {
    name: "volumes-unattached",
    resource: "aws.ebs",
    description: "Volumes that no machine has",
    filters: [is("State", "available"), olderThan("CreateTime", wasteDays.unattachedVolume)],
  },
  {
    name: "addresses-unassociated",
    resource: "aws.elastic-ip",
    description: "Addresses that lead nowhere",
    filters: [is("AssociationId", "absent")],
  },
  {
    name: "application-balancers-idle",
    resource: "aws.app-elb",
    description: "Application load balancers that nobody has asked",
    filters: [is("Type", "application"), metricBelow("RequestCount", "Sum", wasteDays.idleBalancer, 1)],
  },
  {
    name: "network-balancers-idle",
    resource: "aws.app-elb",
    description: "Network load balancers without a connection",
    filters: [is("Type", "network"), metricBelow("NewFlowCount", "Sum", wasteDays.idleBalancer, 1)],
  },
  {
    name: "databases-unused",
    resource: "aws.rds",
    description: "Databases that nobody has connected to",
    filters: [
      olderThan("InstanceCreateTime", wasteDays.idleDatabase),
      metricBelow("DatabaseConnections", "Maximum", wasteDays.idleDatabase, 1),
    ],
  },
  {
    name: "machines-stopped",
    resource: "aws.ec2",
    description: "Machines that were stopped and still have volumes",
    filters: [is('"State"."Name"', "stopped"), { type: "state-age", op: "ge", days: wasteDays.stoppedMachine }],
  },
  {
    name: "snapshots-forgotten",
    resource: "aws.ebs-snapshot",
    description: "Snapshots without a tag and without an image",
    filters: [{ type: "age", op: "ge", days: wasteDays.oldSnapshot }, is("Tags", "empty"), { type: "skip-ami-snapshots", value: true }],
  },
  {
    name: "gateways-idle",
    resource: "aws.nat-gateway",
    description: "NAT gateways with less than 1 GB a week",
    filters: [is("State", "available"), metricBelow("BytesOutToDestination", "Sum", wasteDays.idleGateway, IDLE_GATEWAY_BYTES)],
  },
  {
    name: "caches-idle",
    resource: "aws.cache-cluster",
    description: "Caches that nobody asks",
    filters: [metricBelow("CPUUtilization", "Average", wasteDays.idleCache, IDLE_CACHE_CPU)],
  },
  { name: "log-groups-empty", resource: "aws.log-group", description: "Log groups without a line", filters: [is("storedBytes", 0)] },
];

const gcp: readonly WastePolicy[] = [
  {
    name: "disks-unattached",
    resource: "gcp.disk",
    description: "Disks that no machine has",
    filters: [is("users", "empty"), olderThan("lastDetachTimestamp", wasteDays.unattachedVolume)],
  },
  {
    name: "addresses-unassociated",
    resource: "gcp.loadbalancer-address",
    description: "Addresses that are reserved and lead nowhere",
    filters: [is("status", "RESERVED"), is("addressType", "EXTERNAL")],
  },
  {
    name: "balancers-without-backends",
    resource: "gcp.loadbalancer-backend-service",
    description: "Load balancers with nothing behind them",
    filters: [is("backends", "empty"), olderThan("creationTimestamp", wasteDays.idleBalancer)],
  },
  {
    name: "databases-unused",
    resource: "gcp.sql-instance",
    description: "Databases that nobody has connected to",
    filters: [
      olderThan("createTime", wasteDays.idleDatabase),
      {
        type: "metrics",
        name: "cloudsql.googleapis.com/database/network/connections",
        aligner: "ALIGN_MAX",
        days: wasteDays.idleDatabase,
        op: "less-than",
        value: 1,
        "missing-value": 0,
      },
    ],
  },
  {
    name: "machines-stopped",
    resource: "gcp.instance",
    description: "Machines that were stopped and still have disks",
    filters: [is("status", "TERMINATED"), olderThan("lastStopTimestamp", wasteDays.stoppedMachine)],
  },
  {
    name: "snapshots-forgotten",
    resource: "gcp.snapshot",
    description: "Snapshots without a label",
    filters: [olderThan("creationTimestamp", wasteDays.oldSnapshot), is("labels", "empty")],
  },
];

const hours = (days: number): number => days * 24;

const azure: readonly WastePolicy[] = [
  {
    name: "disks-unattached",
    resource: "azure.disk",
    description: "Disks that no machine has",
    filters: [is("properties.diskState", "Unattached"), olderThan("properties.timeCreated", wasteDays.unattachedVolume)],
  },
  {
    name: "addresses-unassociated",
    resource: "azure.publicip",
    description: "Addresses that lead nowhere",
    filters: [is("properties.ipConfiguration", null), is("properties.natGateway", null)],
  },
  {
    name: "balancers-without-backends",
    resource: "azure.loadbalancer",
    description: "Load balancers with nothing behind them",
    filters: [is("properties.backendAddressPools", "empty")],
  },
  {
    name: "databases-unused",
    resource: "azure.sqldatabase",
    description: "Databases that nobody has connected to",
    filters: [
      { type: "value", key: "name", op: "ne", value: "master" },
      {
        type: "metric",
        metric: "connection_successful",
        aggregation: "total",
        op: "lt",
        threshold: 1,
        timeframe: hours(wasteDays.idleDatabase),
      },
    ],
  },
  {
    name: "machines-stopped",
    resource: "azure.vm",
    description: "Machines that were stopped and still have disks",
    filters: [{ type: "instance-view", key: "statuses[].code", op: "in", value_type: "swap", value: "PowerState/deallocated" }],
  },
  {
    name: "groups-empty",
    resource: "azure.resourcegroup",
    description: "Resource groups with nothing in them",
    filters: [{ type: "empty-group" }],
  },
  {
    name: "caches-idle",
    resource: "azure.redis",
    description: "Caches that nobody asks",
    filters: [
      {
        type: "metric",
        metric: "percentProcessorTime",
        aggregation: "average",
        op: "lt",
        threshold: IDLE_CACHE_CPU,
        timeframe: hours(wasteDays.idleCache),
      },
    ],
  },
];

/**
 * What counts as waste on each cloud. Policies look and never act: nearly everything here is Terraform's, whose next plan would
 * take a mark back, and what a controller has made is gone when its object is.
 */
export const wastePolicies: Record<CloudName, readonly WastePolicy[]> = { aws, gcp, azure };

/** The policies as Cloud Custodian reads them. */
export const custodianText = (cloud: CloudName): string => blockYaml({ policies: wastePolicies[cloud] as unknown as Yaml });

/** `policies/custodian/<cloud>.yml`, by path: for those who run them by hand. */
export const custodianFiles = (): Record<string, string> =>
  Object.fromEntries(
    cloudNames.map((cloud) => [
      `policies/custodian/${cloud}.yml`,
      `# Generated by npm run synth from constructs/addons/cost/custodian-policies.ts; do not edit. docs/cost.md says what to do with what they find.\n${custodianText(cloud)}`,
    ]),
  );
