import { describe, expect, it } from "vitest";
import { at } from "../variants.ts";
import { type Attributes, all, one, stack, stackSpec, statements } from "./stacks.ts";

const id = "prod-aws-use1-data";
const unlocked = at(stackSpec(id).input, "buckets") as Attributes[];
const prod = stack(id, { buckets: unlocked.map((bucket) => (bucket.purpose === "velero" ? { ...bucket, lockDays: 7 } : bucket)) });
const dev = stack("dev-aws-use1-data");

describe("the cache", () => {
  const cache = one(prod, "aws_elasticache_replication_group");

  it("AWS-10: is encrypted at rest and on the way, knows users by IAM, keeps snapshots and fails over", () => {
    expect(cache).toMatchObject({
      at_rest_encryption_enabled: "true",
      kms_key_id: "${aws_kms_key.Cache_Key.arn}",
      transit_encryption_enabled: true,
      transit_encryption_mode: "required",
      user_group_ids: ["${aws_elasticache_user_group.Cache_Users.id}"],
      snapshot_retention_limit: 7,
      automatic_failover_enabled: true,
      multi_az_enabled: true,
      num_cache_clusters: 3,
      lifecycle: { prevent_destroy: true },
    });
    expect(one(prod, "aws_elasticache_user").authentication_mode).toEqual([{ type: "iam" }]);
  });

  it("bears one name as IAM user, since ElastiCache wants id and name to be equal", () => {
    const user = one(prod, "aws_elasticache_user");
    expect(user.user_id).toBe(user.user_name);
    expect(prod.output?.cache__user?.value).toBe(user.user_name);
  });

  it("is one small node in dev, with nothing to fail over to", () => {
    expect(one(dev, "aws_elasticache_replication_group")).toMatchObject({
      num_cache_clusters: 1,
      node_type: "cache.m7g.large",
      automatic_failover_enabled: false,
      multi_az_enabled: false,
      snapshot_retention_limit: 1,
      lifecycle: { prevent_destroy: false },
    });
  });

  it("admits the workload group and the interconnected places on its port only", () => {
    const rules = Object.entries(all(prod, "aws_vpc_security_group_ingress_rule")).filter(([rule]) => rule.startsWith("Cache_"));
    expect(rules.map(([rule]) => rule.replace("Cache_SecurityGroup_", ""))).toEqual(["FromNodes", "Peer10x0", "Peer10x208", "Peer10x224"]);
    for (const [, rule] of rules) expect(rule).toMatchObject({ from_port: 6379, to_port: 6379 });
  });

  it("is granted by its ARN", () => {
    expect(prod.output?.cache__access_id?.value).toBe("${aws_elasticache_replication_group.Cache.arn}");
  });

  it("has no predecessor to choose", () => {
    const asked = () => stack(id, { cache: { product: "legacy" } });
    expect(asked).toThrow("cache.product on aws: got legacy; allowed default; ElastiCache has no predecessor, leave it out");
  });
});

describe("buckets", () => {
  const buckets = Object.entries(all(prod, "aws_s3_bucket"));
  const companion = (type: string, bucket: string) =>
    Object.values(all(prod, type)).find((part) => part.bucket === `\${aws_s3_bucket.${bucket}.id}`);
  const isForLogs = (bucket: string) => bucket.startsWith("AccessLogs");

  it("AWS-11: are private, versioned, encrypted and closed to plain HTTP, in whichever region", () => {
    expect(buckets).toHaveLength(12);
    for (const [bucket, { region }] of buckets) {
      expect(companion("aws_s3_bucket_public_access_block", bucket), bucket).toMatchObject({
        ...{ block_public_acls: true, block_public_policy: true },
        ...{ ignore_public_acls: true, restrict_public_buckets: true },
      });
      expect(companion("aws_s3_bucket_public_access_block", bucket)?.region, bucket).toBe(region);
      expect(companion("aws_s3_bucket_versioning", bucket)?.versioning_configuration).toEqual([{ status: "Enabled" }]);
      const encryption = companion("aws_s3_bucket_server_side_encryption_configuration", bucket);
      const algorithm = isForLogs(bucket) ? "AES256" : "aws:kms";
      expect(at(encryption, "rule.0.apply_server_side_encryption_by_default.0.sse_algorithm"), bucket).toBe(algorithm);
      expect(statements(companion("aws_s3_bucket_policy", bucket)?.policy)[0]).toMatchObject({ Sid: "TlsOnly", Effect: "Deny" });
    }
  });

  it("AWS-11: log who reads them to a bucket of their own region, once that admits the logs", () => {
    for (const [bucket, { region }] of buckets.filter(([name]) => !isForLogs(name))) {
      const target = `AccessLogs${region === undefined ? "Use1" : "Usw2"}_Bucket`;
      const logging = companion("aws_s3_bucket_logging", bucket);
      expect(logging?.region, bucket).toBe(region);
      expect(logging, bucket).toMatchObject({
        target_bucket: `\${aws_s3_bucket.${target}.bucket}`,
        depends_on: [`aws_s3_bucket_policy.${target}_Policy`],
      });
    }
  });

  it("C-05: have one lifecycle rule that ends old versions, and objects after the days asked for", () => {
    for (const [bucket] of buckets) expect(companion("aws_s3_bucket_lifecycle_configuration", bucket)?.rule, bucket).toHaveLength(1);
    const rule = (bucket: string) => at(companion("aws_s3_bucket_lifecycle_configuration", bucket), "rule.0");
    expect(rule("MetricsBucket_Bucket")).toMatchObject({
      expiration: [{ days: 400 }],
      noncurrent_version_expiration: [{ noncurrent_days: 30 }],
    });
    expect(at(rule("AppBucket_Bucket"), "expiration")).toEqual([{ expired_object_delete_marker: true }]);
  });

  it("AWS-12: are copied to the other region within 15 minutes, locked there as here", () => {
    const replication = all(prod, "aws_s3_bucket_replication_configuration").VeleroBucket_Copy_Replication;
    expect(at(replication, "rule.0")).toMatchObject({
      status: "Enabled",
      destination: [
        {
          bucket: "${aws_s3_bucket.VeleroBucket_Copy_Bucket.arn}",
          encryption_configuration: [{ replica_kms_key_id: "${aws_kms_key.VeleroBucket_Copy_Key.arn}" }],
          replication_time: [{ status: "Enabled", time: [{ minutes: 15 }] }],
        },
      ],
      source_selection_criteria: [{ sse_kms_encrypted_objects: [{ status: "Enabled" }] }],
    });
    expect(replication?.role).toBe("${aws_iam_role.VeleroBucket_Copy_Role.arn}");
    expect(replication?.depends_on).toContain("aws_iam_role_policy.VeleroBucket_Copy_Role_Policy");
    expect(Object.keys(all(prod, "aws_s3_bucket_object_lock_configuration"))).toEqual([
      "VeleroBucket_Bucket_ObjectLock",
      "VeleroBucket_Copy_Bucket_ObjectLock",
    ]);
    expect(all(prod, "aws_s3_bucket").VeleroBucket_Bucket?.object_lock_enabled).toBe(true);
  });

  it("keep short-lived copies out of infrequent access, which bills 30 days", () => {
    const storage = (bucket: string) =>
      at(all(prod, "aws_s3_bucket_replication_configuration")[`${bucket}_Copy_Replication`], "rule.0.destination.0.storage_class");
    expect([storage("TracesBucket"), storage("VeleroBucket"), storage("AppBucket")]).toEqual(["STANDARD", "STANDARD_IA", "STANDARD_IA"]);
  });

  it("are copied in a role that uses each key through S3 of its region only", () => {
    const policy = statements(all(prod, "aws_iam_role_policy").VeleroBucket_Copy_Role_Policy?.policy);
    const keys = policy.filter(({ Action }) => Action.some((action) => action.startsWith("kms:")));
    expect(keys.map(({ Action, Condition }) => [Action, Condition?.StringLike?.["kms:ViaService"]])).toEqual([
      [["kms:Decrypt"], "s3.us-east-1.amazonaws.com"],
      [["kms:Encrypt", "kms:GenerateDataKey"], "s3.us-west-2.amazonaws.com"],
    ]);
  });

  it("stay at home in dev, and go with it", () => {
    expect(Object.values(all(dev, "aws_s3_bucket")).map(({ region, force_destroy }) => [region, force_destroy])).toEqual(
      Array(6).fill([undefined, true]),
    );
    expect(buckets.every(([, bucket]) => bucket.force_destroy === false && at(bucket, "lifecycle.prevent_destroy"))).toBe(true);
  });
});
