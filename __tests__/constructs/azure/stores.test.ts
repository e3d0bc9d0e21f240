import { describe, expect, it } from "vitest";
import { all, azure, dev, everyStack, get, one } from "./variants.ts";

const prod = azure("data");
const cheap = azure("data", dev.data);
const legacy = azure("data", { input: { cache: { product: "legacy" } } });

describe("azure cache", () => {
  it("AZ-07 speaks TLS to Entra logins only, privately, with the customer's key", () => {
    for (const stack of [prod, cheap]) {
      expect(one(stack, "managed_redis")).toMatchObject({
        public_network_access: "Disabled",
        customer_managed_key: [{ key_vault_key_id: "${azurerm_key_vault_key.Vault_CacheKey.id}" }],
        default_database: [
          { client_protocol: "Encrypted", access_keys_authentication_enabled: false, clustering_policy: "EnterpriseCluster" },
        ],
      });
    }
  });

  it("AZ-07 has a second node in prod, and one small node in dev", () => {
    expect(one(prod, "managed_redis")).toMatchObject({
      sku_name: "Balanced_B10",
      high_availability_enabled: true,
      lifecycle: { prevent_destroy: true },
    });
    expect(one(cheap, "managed_redis")).toMatchObject({
      sku_name: "Balanced_B3",
      high_availability_enabled: false,
      lifecycle: { prevent_destroy: false },
    });
  });

  it("AZ-07 has TLS 1.2 and no keys as the legacy product either", () => {
    expect(one(legacy, "redis_cache")).toMatchObject({
      minimum_tls_version: "1.2",
      non_ssl_port_enabled: false,
      public_network_access_enabled: false,
      access_keys_authentication_enabled: false,
      redis_configuration: [{ active_directory_authentication_enabled: true }],
      sku_name: "Premium",
      replicas_per_primary: 2,
      zones: ["1", "2", "3"],
    });
    expect(legacy.output?.cache__port?.value).toBe(6380);
    expect(prod.output?.cache__port?.value).toBe(10000);
  });

  it("is known to grants by its resource id, and can lose a user: no lock holds what is given at it", () => {
    expect(prod.output?.cache__access_id?.value).toBe("${azurerm_managed_redis.Cache.id}");
    expect(legacy.output?.cache__access_id?.value).toBe("${azurerm_redis_cache.Cache.id}");
    for (const { scope } of Object.values(all(prod, "management_lock"))) expect(scope).toMatch(/^\$\{azurerm_mssql_server/);
  });
});

describe("azure bucket", () => {
  const accounts = everyStack().flatMap((stack) => Object.entries(all(stack, "storage_account")));

  it.each(accounts)("AZ-08 %s is closed to keys, strangers and old TLS, and has its own key", (_, account) => {
    expect(account).toMatchObject({
      min_tls_version: "TLS1_2",
      https_traffic_only_enabled: true,
      allow_nested_items_to_be_public: false,
      shared_access_key_enabled: false,
      network_rules: [{ default_action: "Deny", bypass: ["AzureServices"] }],
      infrastructure_encryption_enabled: true,
      lifecycle: { prevent_destroy: true },
    });
    expect(account.customer_managed_key).toMatchObject([
      { key_vault_key_id: expect.stringMatching(/Vault_\w+Key\.versionless_id|\/keys\/[a-z-]+$/) },
    ]);
  });

  it("AZ-08 has a private endpoint and no public access where workloads keep objects", () => {
    for (const id of Object.keys(all(prod, "storage_account"))) {
      expect(get(prod, "storage_account", id)).toMatchObject({ public_network_access_enabled: false });
      expect(get(prod, "private_endpoint", `${id}_Endpoint`)).toMatchObject({
        private_service_connection: [{ subresource_names: ["blob"] }],
      });
    }
  });

  it("AZ-08 is copied to the paired region with a dr region only, and keeps what was overwritten", () => {
    expect(get(prod, "storage_account", "VeleroBucket_Storage")).toMatchObject({
      account_replication_type: "RAGZRS",
      blob_properties: [{ versioning_enabled: true, delete_retention_policy: [{ days: 30 }] }],
    });
    expect(one(cheap, "storage_account")).toMatchObject({ account_replication_type: "ZRS" });
    expect(cheap.output?.bucket_velero__replica_bucket?.value).toBe("");
    expect(prod.output?.bucket_velero__replica_bucket?.value).toBe("velero");
  });

  it("C-05 has a lifecycle rule in every bucket, that keeps objects for ever only where asked to", () => {
    const rules = Object.keys(all(prod, "storage_account")).map((id) => id.replace("_Storage", "_Lifecycle"));
    expect(Object.keys(all(prod, "storage_management_policy")).sort()).toEqual(rules.sort());
    expect(JSON.stringify(get(prod, "storage_management_policy", "AppBucket_Lifecycle"))).not.toContain("base_blob");
    expect(get(prod, "storage_management_policy", "LogsBucket_Lifecycle")).toMatchObject({
      rule: [{ actions: [{ base_blob: [{ delete_after_days_since_modification_greater_than: 31 }] }] }],
    });
  });

  it("locks objects for the days asked for, and keeps their versions as long", () => {
    const buckets = [{ purpose: "audit", retentionDays: 400, lockDays: 60, deletionProtection: true }];
    const locked = azure("data", { publishes: ["files", "secrets", "database", "cache", "bucket_audit"], input: { buckets } });
    expect(one(locked, "storage_account")).toMatchObject({
      immutability_policy: [{ state: "Unlocked", period_since_creation_in_days: 60 }],
    });
    expect(one(locked, "storage_management_policy")).toMatchObject({
      rule: [{ actions: [{ version: [{ delete_after_days_since_creation: 60 }] }] }],
    });
    expect(get(prod, "storage_account", "AppBucket_Storage")).not.toHaveProperty("immutability_policy");
  });
});
