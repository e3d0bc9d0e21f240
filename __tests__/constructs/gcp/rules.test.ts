import { describe, expect, it } from "vitest";
import { tagsFor } from "../../../constructs/tags.ts";
import { resources } from "../../estate.ts";
import type { PlaceLayer } from "../variants.ts";
import { at } from "../variants.ts";
import { all, type Facts, specOf, stackNames, stackOf, workload } from "./variants.ts";

/** Types that keep something one would miss; keys are protected everywhere. */
const stateful = [
  "container_cluster",
  "memorystore_instance",
  "secret_manager_secret",
  "sql_database_instance",
  "storage_bucket",
  "bigquery_dataset",
];
/** Where labels go, by type; everything else that has labels has `labels`. */
const labelPaths: Record<string, string> = {
  google_container_cluster: "resource_labels",
  google_container_node_pool: "node_config.0.resource_labels",
  google_monitoring_alert_policy: "user_labels",
  google_monitoring_notification_channel: "user_labels",
  google_sql_database_instance: "settings.0.user_labels",
};
const labelled = [
  ...Object.keys(labelPaths),
  ...["bigquery_dataset", "compute_address", "compute_forwarding_rule", "compute_ha_vpn_gateway", "dns_managed_zone"].map(
    (type) => `google_${type}`,
  ),
  ...["gke_backup_backup_plan", "kms_crypto_key", "memorystore_instance", "pubsub_topic", "secret_manager_secret"].map(
    (type) => `google_${type}`,
  ),
  ...["storage_bucket", "network_connectivity_service_connection_policy"].map((type) => `google_${type}`),
];

describe.each(stackNames)("gcp %s", (name) => {
  const stack = stackOf(name);
  const find = (type: string): [string, Facts][] => Object.entries(all(stack, type));
  const isProd = name.startsWith("prod");

  it("GCP-10: keys rotate within 90 days, wait 30 before they go, and outlive every stack", () => {
    expect(find("kms_crypto_key").length).toBeGreaterThan(0);
    for (const [id, key] of find("kms_crypto_key")) {
      expect(key, id).toMatchObject({
        rotation_period: "7776000s",
        destroy_scheduled_duration: "2592000s",
        lifecycle: { prevent_destroy: true },
      });
    }
    for (const [id, ring] of find("kms_key_ring")) expect(at(ring, "lifecycle.prevent_destroy"), id).toBe(true);
  });

  it("GCP-10: each key is used by services' own agents, only to encrypt and decrypt", () => {
    for (const [id, { role, member }] of find("kms_crypto_key_iam_member")) {
      expect(role, id).toBe("roles/cloudkms.cryptoKeyEncrypterDecrypter");
      expect(member, id).toMatch(/^serviceAccount:service-444444444444@|^(serviceAccount:)?\$\{data\.google_/);
    }
  });

  it("GCP-12: nobody has a primitive role, acts as every account of the project, or is everybody; there are no keys", () => {
    const given = resources(stack).filter(([type]) => /_iam_(member|binding)$/.test(type));
    for (const [type, id, { role, member }] of given as unknown as [string, string, Facts][]) {
      expect(role, id).not.toMatch(/^roles\/(owner|editor|viewer)$/);
      expect(member, id).not.toMatch(/^all(Authenticated)?Users$/);
      if (type === "google_project_iam_member") expect(role, id).not.toMatch(/iam\.serviceAccount(User|TokenCreator)/);
    }
    expect(all(stack, "service_account_key")).toEqual({});
    expect(resources(stack).filter(([type]) => /_iam_(policy|binding)$/.test(type))).toEqual([]);
  });

  it("C-04: logs are encrypted, and kept no longer than a year", () => {
    for (const [id, bucket] of find("logging_project_bucket_config")) {
      expect(at(bucket, "cmek_settings.0.kms_key_name"), id).toMatch(/^\$\{google_kms_crypto_key\./);
      expect(bucket.retention_days, id).toBeGreaterThanOrEqual(isProd ? 365 : 30);
      expect(bucket.retention_days, id).toBeLessThanOrEqual(365);
    }
  });

  it("X-02: what holds data cannot be destroyed where the environment is protected, and can elsewhere", () => {
    for (const [id, found] of stateful.flatMap(find)) expect(at(found, "lifecycle.prevent_destroy"), id).toBe(isProd);
  });

  it("T-01 to T-04: everything that can be labelled has the stack's tags, as Google accepts them", () => {
    const layer = name.split(" ")[1] as PlaceLayer;
    const tags = tagsFor("gcp", { ...specOf(layer).tags, ...(!isProd && { environment: "dev" }) });
    const found = resources(stack).filter(([type]) => labelled.includes(type));
    expect(found.length).toBeGreaterThan(0);
    for (const [type, id, resource] of found) {
      const labels = at(resource, labelPaths[type] ?? "labels") as Record<string, string>;
      expect(labels, `${type}.${id}`).toMatchObject(tags);
      for (const [key, value] of Object.entries(labels)) expect(`${key}=${value}`).toMatch(/^[a-z][a-z0-9_-]{0,62}=[a-z0-9_-]{0,63}$/);
      expect(Object.keys(labels)).toEqual(expect.arrayContaining(["owner", "cost-center", "data-classification", "backup-tier"]));
      if (!isProd) expect(labels["auto-stop"]).toBe("mon-fri_07_00-20_00_europe_amsterdam");
    }
    expect(stack.provider.google?.[0]?.default_labels).toMatchObject(tags);
  });

  it("knows every type that has labels, so that a new one is noticed", () => {
    const others = resources(stack).filter(
      ([type, , resource]) => !labelled.includes(type) && ["labels", "resource_labels", "user_labels"].some((input) => input in resource),
    );
    expect(others.map(([type]) => type)).toEqual([]);
  });

  it("has one provider, of the environment's project, and no resource chooses another", () => {
    expect(stack.provider.google).toEqual([expect.objectContaining({ project: "acme-prod", region: "us-east4" })]);
    expect(resources(stack).filter(([, , resource]) => "provider" in resource)).toEqual([]);
    expect(resources(stack).filter(([, , resource]) => "project" in resource && resource.project !== "acme-prod")).toEqual([]);
  });

  it("says in words where things are, which prices depend on", () => {
    for (const [type, id, resource] of resources(stack)) {
      const { region, location } = resource as { region?: string; location?: string };
      for (const place of [region, location]) if (place !== undefined) expect(place, `${type}.${id}`).not.toContain("${");
    }
  });
});

it("T-01: a workload's stack needs no labels it cannot have", () => {
  expect(resources(workload({ may: "registry:pull" })).some(([, , resource]) => "labels" in resource)).toBe(false);
});

it("leaves alone what GKE, its autoscaler and growing disks change", () => {
  const ignored = (name: "prod cluster" | "prod data", type: string) =>
    Object.values(all(stackOf(name), type)).flatMap((found) => at(found, "lifecycle.ignore_changes"));
  expect(ignored("prod cluster", "container_cluster")).toEqual(["node_config", "initial_node_count"]);
  expect(ignored("prod cluster", "container_node_pool")).toEqual(Array(3).fill("initial_node_count"));
  expect(ignored("prod data", "sql_database_instance")).toEqual(Array(2).fill("settings[0].disk_size"));
});
