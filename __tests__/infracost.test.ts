import { describe, expect, it } from "vitest";
import { type Attributes, committed, committedIds, resources, type StackJson } from "./estate.ts";

/**
 * What Infracost v0.10.45 reads to price a resource. A block's path has its index: Infracost finds `x.0.y` and not `x.y`.
 * `?` marks an input that some of these resources leave to its default.
 */
const priceInputs: Record<string, string[]> = {
  aws_db_instance: ["instance_class", "engine", "multi_az?", "allocated_storage?", "storage_type", "backup_retention_period?"],
  aws_eks_cluster: ["version"],
  aws_eks_node_group: ["instance_types.0", "capacity_type", "scaling_config.0.desired_size", "scaling_config.0.min_size"],
  aws_elasticache_replication_group: ["node_type", "engine", "num_node_groups?", "replicas_per_node_group?"],
  aws_launch_template: ["block_device_mappings.0.ebs.0.volume_size", "block_device_mappings.0.ebs.0.volume_type"],
  aws_lb: ["load_balancer_type"],
  aws_nat_gateway: [],
  azurerm_log_analytics_workspace: ["location", "sku"],
  azurerm_private_endpoint: ["location"],
  azurerm_kubernetes_cluster: ["location", "sku_tier", "default_node_pool.0.vm_size", "default_node_pool.0.min_count"],
  azurerm_kubernetes_cluster_node_pool: ["vm_size", "min_count", "priority?"],
  azurerm_managed_redis: ["location", "sku_name", "high_availability_enabled"],
  azurerm_mssql_database: ["sku_name", "zone_redundant", "max_size_gb"],
  azurerm_nat_gateway: ["location", "sku_name"],
  azurerm_public_ip: ["location", "sku", "allocation_method"],
  azurerm_storage_account: ["location", "account_tier", "account_replication_type", "account_kind"],
  azurerm_virtual_network_gateway: ["location", "sku", "type"],
  google_compute_address: ["region"],
  google_compute_forwarding_rule: ["region"],
  google_compute_router_nat: ["region"],
  google_container_cluster: ["location"],
  google_container_node_pool: [
    "location",
    "node_config.0.machine_type",
    "node_config.0.disk_type",
    "node_config.0.disk_size_gb",
    "node_config.0.spot",
    "autoscaling.0.total_min_node_count?",
  ],
  google_sql_database_instance: [
    "region",
    "database_version",
    "settings.0.tier",
    "settings.0.edition",
    "settings.0.availability_type",
    "settings.0.disk_size?",
    "settings.0.disk_type?",
  ],
  google_storage_bucket: ["location", "storage_class"],
};

const at = (attributes: Attributes, path: string): unknown =>
  path.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], attributes);

/** [address, attributes] of every resource of the type in the default estate. */
const ofType = (type: string, stacks: [string, StackJson][]): [string, Attributes][] =>
  stacks.flatMap(([id, stack]) =>
    resources(stack).flatMap(([found, name, value]) => (found === type ? [[`${id} ${name}`, value] as [string, Attributes]] : [])),
  );

describe("what Infracost prices", () => {
  const stacks = committedIds().map((id) => [id, committed(id)] as [string, StackJson]);

  it.each(Object.keys(priceInputs))("%s has literal price inputs, inside arrays of blocks", (type) => {
    const found = ofType(type, stacks);
    expect(found.length).toBeGreaterThan(0);
    for (const [address, attributes] of found) {
      for (const path of priceInputs[type] ?? []) {
        const value = at(attributes, path.replace("?", ""));
        if (value === undefined && path.endsWith("?")) continue;
        expect(["string", "number", "boolean"], `${address}: ${path} is ${JSON.stringify(value)}`).toContain(typeof value);
        expect(String(value), `${address}: ${path}`).not.toContain("${");
      }
    }
  });

  it("has the region in the AWS provider and the project's region in Google's as literals", () => {
    for (const [id, { provider }] of stacks) {
      for (const name of ["aws", "google"])
        for (const configuration of provider[name] ?? []) expect(configuration.region, id).toMatch(/^[a-z]+-[a-z]+-?\d$/);
    }
  });
});
