import { describe, expect, it } from "vitest";
import type { Json } from "../../estate.ts";
import { at, blocks } from "../variants.ts";
import { all, gcp, get, one, stackOf } from "./variants.ts";

const prod = stackOf("prod data");
const dev = stackOf("dev data");
const legacy = gcp("data", { input: { cache: { product: "legacy" } } });
const withBucket = (bucket: Json, region?: string) =>
  gcp("data", {
    ...(region && { region }),
    publishes: ["files", "secrets", "bucket_audit"],
    input: {
      ...{ database: undefined, cache: undefined },
      buckets: [{ purpose: "audit", retentionDays: 0, lockDays: 0, deletionProtection: true, ...bucket }],
    },
  });

describe("gcp cache", () => {
  it("GCP-08 asks IAM who logs in, speaks TLS, and is encrypted with its own key", () => {
    for (const stack of [prod, dev]) {
      expect(one(stack, "memorystore_instance")).toMatchObject({
        authorization_mode: "IAM_AUTH",
        transit_encryption_mode: "SERVER_AUTHENTICATION",
        kms_key: "${google_kms_crypto_key.Cache_Key.id}",
        depends_on: ["google_kms_crypto_key_iam_member.Cache_Key_MemorystoreUse"],
        engine_version: "VALKEY_8_0",
        mode: "CLUSTER_DISABLED",
      });
    }
    const published = ["auth", "tls", "user", "access_id"].map((field) => prod.output?.[`cache__${field}`]?.value);
    expect(published).toEqual(["gcp-iam", true, "", "${google_memorystore_instance.Cache.id}"]);
  });

  it("GCP-08 is protected twice in prod, and can go in dev", () => {
    expect(one(prod, "memorystore_instance")).toMatchObject({ deletion_protection_enabled: true, lifecycle: { prevent_destroy: true } });
    expect(one(dev, "memorystore_instance")).toMatchObject({ deletion_protection_enabled: false, lifecycle: { prevent_destroy: false } });
  });

  it("has replicas in other zones in prod, and one small node in one zone in dev", () => {
    expect(one(prod, "memorystore_instance")).toMatchObject({
      ...{ replica_count: 2, node_type: "HIGHMEM_MEDIUM", shard_count: 1 },
      zone_distribution_config: [{ mode: "MULTI_ZONE" }],
    });
    expect(one(dev, "memorystore_instance")).toMatchObject({
      ...{ replica_count: 0, node_type: "STANDARD_SMALL", shard_count: 1 },
      zone_distribution_config: [{ mode: "SINGLE_ZONE", zone: "us-east4-a" }],
    });
  });

  it("keeps backups as long as configured, and nothing without days", () => {
    expect(at(one(prod, "memorystore_instance"), "automated_backup_config.0.retention")).toBe("604800s");
    expect(at(one(dev, "memorystore_instance"), "automated_backup_config.0.retention")).toBe("86400s");
    const none = one(gcp("data", { input: { cache: { snapshotDays: 0 } } }), "memorystore_instance");
    expect(none).not.toHaveProperty("automated_backup_config");
    expect(none).not.toHaveProperty("persistence_config");
  });

  it("has its endpoints in the place's network only, and publishes the one for writes", () => {
    const endpoints = blocks(one(prod, "memorystore_instance"), "desired_auto_created_endpoints");
    expect(endpoints).toEqual([
      { network: "${data.terraform_remote_state.prod-gcp-use4-network.outputs.network__network_id}", project_id: "acme-prod" },
    ]);
    expect(prod.output?.cache__host?.value).toContain("CONNECTION_TYPE_PRIMARY");
  });

  it("GCP-08 is a Redis instance with a password, TLS and its own key as `legacy`", () => {
    expect(all(legacy, "memorystore_instance")).toEqual({});
    expect(one(legacy, "redis_instance")).toMatchObject({
      auth_enabled: true,
      transit_encryption_mode: "SERVER_AUTHENTICATION",
      customer_managed_key: "${google_kms_crypto_key.Cache_Key.id}",
      tier: "STANDARD_HA",
      ...{ read_replicas_mode: "READ_REPLICAS_ENABLED", replica_count: 2, memory_size_gb: 13 },
      authorized_network: "${data.terraform_remote_state.prod-gcp-use4-network.outputs.network__network_id}",
      lifecycle: { prevent_destroy: true },
    });
    expect(legacy.output?.cache__auth?.value).toBe("auth-string");
    expect(JSON.stringify(legacy.output)).not.toMatch(/\.auth_string/);
  });

  it("has one replica and no read replicas as `legacy` with none asked for", () => {
    const small = one(gcp("data", { input: { cache: { product: "legacy", replicas: 0, snapshotDays: 0 } } }), "redis_instance");
    expect(small).not.toHaveProperty("read_replicas_mode");
    expect(small).toMatchObject({ tier: "STANDARD_HA", persistence_config: [{ persistence_mode: "DISABLED" }] });
  });
});

describe("gcp buckets", () => {
  const every = [...Object.entries(all(prod, "storage_bucket")), ...Object.entries(all(dev, "storage_bucket"))];

  it("GCP-09 are private whatever anybody grants, encrypted with their own keys, and logged", () => {
    for (const [id, bucket] of every) {
      expect(bucket, id).toMatchObject({
        uniform_bucket_level_access: true,
        public_access_prevention: "enforced",
        encryption: [{ default_kms_key_name: `\${google_kms_crypto_key.${id}_Key.id}` }],
        depends_on: [`google_kms_crypto_key_iam_member.${id}_Key_StorageUse`],
      });
      // The logs' own bucket would log its logs for ever.
      const logs = id === "AccessLogs" ? undefined : "${google_storage_bucket_iam_member.AccessLogs_Delivery.bucket}";
      expect(at(bucket, "logging.0.log_bucket"), id).toBe(logs);
    }
    for (const { member } of Object.values(all(prod, "storage_bucket_iam_member"))) expect(member).not.toMatch(/^all/);
  });

  it("GCP-09 keep versions for 30 days, or, locked, the objects themselves: Cloud Storage refuses both", () => {
    for (const [id, bucket] of every) {
      expect("retention_policy" in bucket, id).toBe(at(bucket, "versioning.0.enabled") === false);
      expect(blocks(bucket, "lifecycle_rule"), id).toContainEqual({
        action: [{ type: "Delete" }],
        condition: [{ days_since_noncurrent_time: 30, with_state: "ARCHIVED" }],
      });
    }
    expect(at(get(prod, "storage_bucket", "VeleroBucket"), "retention_policy.0")).toEqual({
      retention_period: 7 * 24 * 3600,
      is_locked: true,
    });
  });

  it("C-05 expire after the configured days, and never without", () => {
    const ages = (id: string) =>
      blocks(get(prod, "storage_bucket", id), "lifecycle_rule")
        .filter((rule) => at(rule, "action.0.type") === "Delete")
        .map((rule) => at(rule, "condition.0.age"));
    expect(ages("MetricsBucket")).toEqual([undefined, 400]);
    expect(ages("AppBucket")).toEqual([undefined]);
    for (const [id, bucket] of every) expect(blocks(bucket, "lifecycle_rule").length, id).toBeGreaterThanOrEqual(2);
  });

  it("are locked for good in protected environments only", () => {
    const locked = (deletionProtection: boolean) =>
      ofAudit(withBucket({ lockDays: 30, deletionProtection }), "retention_policy.0.is_locked");
    expect([locked(true), locked(false)]).toEqual([true, false]);
  });

  it("can be neither destroyed nor emptied in prod; dev's go with what is in them", () => {
    for (const bucket of Object.values(all(prod, "storage_bucket"))) {
      expect(bucket).toMatchObject({ force_destroy: false, lifecycle: { prevent_destroy: true } });
    }
    for (const bucket of Object.values(all(dev, "storage_bucket"))) {
      expect(bucket).toMatchObject({ force_destroy: true, lifecycle: { prevent_destroy: false } });
    }
  });

  it("are in two regions, with a key of the multi-region, only with a region for the copy", () => {
    expect(get(prod, "storage_bucket", "VeleroBucket")).toMatchObject({
      location: "US",
      custom_placement_config: [{ data_locations: ["US-EAST4", "US-WEST1"] }],
      rpo: "ASYNC_TURBO",
    });
    expect(get(prod, "kms_key_ring", "VeleroBucket_Key_Ring").location).toBe("us");
    expect(prod.output?.bucket_velero__replica_region?.value).toBe("us-west1");
    const alone = get(dev, "storage_bucket", "VeleroBucket");
    expect(alone).toMatchObject({ location: "US-EAST4" });
    expect(alone).not.toHaveProperty("custom_placement_config");
    expect(alone).not.toHaveProperty("rpo");
    expect(get(dev, "kms_key_ring", "VeleroBucket_Key_Ring").location).toBe("us-east4");
    expect([dev.output?.bucket_velero__replica_bucket?.value, dev.output?.bucket_velero__replica_region?.value]).toEqual(["", ""]);
  });

  it("have their keys in `europe` in the EU, as Cloud KMS calls it", () => {
    const brussels = withBucket({ drRegion: "europe-west3" }, "europe-west1");
    expect(ofAudit(brussels, "location")).toBe("EU");
    expect(get(brussels, "kms_key_ring", "AuditBucket_Key_Ring").location).toBe("europe");
  });

  it("refuse a second region Cloud Storage does not pair with the first", () => {
    expect(() => withBucket({ drRegion: "europe-west1" })).toThrow(
      /drRegion of a bucket: got europe-west1; allowed with us-east4: .*us-west1.*; choose one of these, or leave drRegion out/,
    );
    expect(() => withBucket({ drRegion: "us-east4" }, "australia-southeast1")).toThrow(/allowed with australia-southeast1: none/);
  });

  it("share one bucket for the logs of who used them, which Google's log delivery may write", () => {
    expect(Object.keys(all(prod, "storage_bucket")).filter((id) => id.startsWith("AccessLogs"))).toEqual(["AccessLogs"]);
    expect(one(prod, "storage_bucket_iam_member")).toMatchObject({
      ...{ role: "roles/storage.objectCreator", member: "group:cloud-storage-analytics@google.com" },
      bucket: "${google_storage_bucket.AccessLogs.name}",
    });
  });

  const ofAudit = (stack: typeof prod, path: string) => at(get(stack, "storage_bucket", "AuditBucket"), path);
});
