import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { StorageAccount } from "@cdktf/provider-azurerm/lib/storage-account";
import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { StorageBucket } from "@cdktf/provider-google/lib/storage-bucket";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { Release } from "@cdktf/provider-helm/lib/release";
import { ConfigMap } from "@cdktf/provider-kubernetes/lib/config-map";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { Fn, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/** A stack as data. */
export interface BenchSpec {
  readonly id: string;
  readonly consumes: readonly [];
  readonly owner: string;
  build(scope: Construct): TerraformStack;
}

/** Rounds of ten resources in a stack, so that it has a hundred. */
const ROUNDS = 10;

/** Stacks of a hundred resources each. @param changed how many of them have another owner than the rest */
export const benchStacks = (count: number, changed: number): BenchSpec[] =>
  Array.from({ length: count }, (_, index) => {
    const spec = { id: `stack-${String(index).padStart(4, "0")}`, consumes: [] as const, owner: index < changed ? "changed" : "platform" };
    return { ...spec, build: (scope) => new BenchStack(scope, spec) };
  });

class BenchStack extends TerraformStack {
  constructor(scope: Construct, { id, owner }: Pick<BenchSpec, "id" | "owner">) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: "eu-west-1", defaultTags: [{ tags: { owner } }] });
    new GoogleProvider(this, "google", { project: "p", region: "europe-west4" });
    new AzurermProvider(this, "azurerm", { features: [{}] });
    new KubernetesProvider(this, "kubernetes", { host: "https://cluster" });
    new HelmProvider(this, "helm", {});
    for (let round = 0; round < ROUNDS; round++) this.round(round, { owner, stack: id, round: String(round) });
  }

  /** Ten resources that refer to each other. */
  private round(round: number, tags: Record<string, string>): void {
    const net = new Vpc(this, `net-${round}`, { cidrBlock: `10.${round}.0.0/16`, enableDnsHostnames: true, tags });
    const rule = { fromPort: 443, toPort: 443, protocol: "tcp", cidrBlocks: [net.cidrBlock], description: "web" };
    const group = new SecurityGroup(this, `group-${round}`, { vpcId: net.id, description: "group", ingress: [rule], egress: [rule], tags });
    const role = new IamRole(this, `role-${round}`, { name: `role-${round}`, assumeRolePolicy: policy("sts:AssumeRole", "*"), tags });
    const bucket = new S3Bucket(this, `bucket-${round}`, { bucket: `${tags.stack}-${round}`, tags: { ...tags, role: role.arn } });
    for (const name of ["errors", "latency"]) this.alarm(`${name}-${round}`, bucket, tags);
    const google = new StorageBucket(this, `google-${round}`, {
      ...{ name: `g-${tags.stack}-${round}`, location: "EU", labels: tags, uniformBucketLevelAccess: true },
      lifecycleRule: [{ action: { type: "Delete" }, condition: { age: 30 } }],
    });
    new StorageAccount(this, `azure-${round}`, {
      ...{ name: `a${round}`, location: "westeurope", resourceGroupName: "group", accountTier: "Standard", tags },
      ...{ accountReplicationType: "ZRS", blobProperties: { versioningEnabled: true, deleteRetentionPolicy: { days: 7 } } },
    });
    new ConfigMap(this, `config-${round}`, {
      metadata: { name: `config-${round}`, labels: tags },
      data: { bucket: bucket.arn, group: group.id },
    });
    const values = Fn.jsonencode({ bucket: google.url, role: role.arn, replicas: round });
    new Release(this, `release-${round}`, { name: `release-${round}`, chart: "chart", version: "1.2.3", values: [values] });
    new TerraformOutput(this, `bucket-arn-${round}`, { value: bucket.arn });
  }

  private alarm(name: string, bucket: S3Bucket, tags: Record<string, string>): void {
    new CloudwatchMetricAlarm(this, name, {
      ...{ alarmName: `${tags.stack}-${name}`, comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 3, threshold: 10, tags },
      ...{ metricName: name, namespace: "AWS/S3", period: 60, statistic: "Sum", dimensions: { BucketName: bucket.bucket } },
    });
  }
}

const policy = (action: string, resource: string): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: resource }] });
