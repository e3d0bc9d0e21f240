import type { TypeFacts } from "./replacement.ts";

/** Documentation of a resource at the bound version ("Changing this forces a new resource to be created"). */
const at = (page: string): string =>
  `https://github.com/hashicorp/terraform-provider-azurerm/blob/v4.55.0/website/docs/r/${page}.html.markdown`;

/** What every resource of a resource group has. */
const placed = ["location", "name", "resource_group_name"];

/** What replaces the Azure resources that must not be lost unnoticed, and nodes. */
export const azurermReplacement: Readonly<Record<string, TypeFacts>> = {
  azurerm_container_registry: { source: at("container_registry"), always: [...placed, "zone_redundancy_enabled"] },
  azurerm_key_vault: {
    source: at("key_vault"),
    always: placed,
    // Once on, purge protection stays; the retention is set at creation.
    sometimes: ["purge_protection_enabled", "soft_delete_retention_days"],
  },
  azurerm_key_vault_key: { source: at("key_vault_key"), always: ["curve", "key_size", "key_type", "key_vault_id", "name"] },
  azurerm_kubernetes_cluster: {
    source: at("kubernetes_cluster"),
    always: [
      ...placed,
      "default_node_pool.capacity_reservation_group_id",
      "default_node_pool.gpu_instance",
      "default_node_pool.host_group_id",
      "default_node_pool.node_public_ip_prefix_id",
      "default_node_pool.proximity_placement_group_id",
      "default_node_pool.type",
      "disk_encryption_set_id",
      "dns_prefix",
      "dns_prefix_private_cluster",
      "edge_zone",
      "kubelet_identity",
      "node_resource_group",
      "private_cluster_enabled",
      "private_dns_zone_id",
      "role_based_access_control_enabled",
    ],
    // Network plugins and policies are upgraded in place in one direction; the other settings of the network are for ever.
    sometimes: ["network_profile", "windows_profile.admin_username", "service_principal", "api_server_access_profile.subnet_id"],
  },
  azurerm_kubernetes_cluster_node_pool: {
    source: at("kubernetes_cluster_node_pool"),
    stateful: false,
    always: ["eviction_policy", "gpu_instance", "kubernetes_cluster_id", "name", "os_type", "priority", "spot_max_price"],
    // Rotated through a temporary pool where `temporary_name_for_rotation` is set.
    sometimes: [
      "host_encryption_enabled",
      "max_pods",
      "node_public_ip_enabled",
      "os_disk_size_gb",
      "os_disk_type",
      "vm_size",
      "vnet_subnet_id",
      "zones",
    ],
  },
  azurerm_log_analytics_workspace: { source: at("log_analytics_workspace"), always: placed, sometimes: ["sku"] },
  azurerm_managed_redis: {
    source: at("managed_redis"),
    always: [...placed, "high_availability_enabled", "sku_name"],
    // These make a new database inside the same instance: its data is lost all the same.
    sometimes: ["default_database.clustering_policy", "default_database.geo_replication_group_name", "default_database.module"],
  },
  azurerm_mssql_database: {
    source: at("mssql_database"),
    always: [
      "collation",
      "create_mode",
      "creation_source_database_id",
      "ledger_enabled",
      "name",
      "recover_database_id",
      "recovery_point_id",
      "restore_dropped_database_id",
      "restore_long_term_retention_backup_id",
      "restore_point_in_time",
      "sample_name",
      "server_id",
    ],
    // Leaving the Hyperscale tier replaces the database.
    oneWay: { sku_name: "from HS_" },
  },
  azurerm_mssql_server: { source: at("mssql_server"), always: [...placed, "version"], sometimes: ["administrator_login"] },
  azurerm_postgresql_flexible_server: {
    source: at("postgresql_flexible_server"),
    always: [
      ...placed,
      "administrator_login",
      "customer_managed_key.geo_backup_key_vault_key_id",
      "delegated_subnet_id",
      "geo_redundant_backup_enabled",
      "point_in_time_restore_time_in_utc",
      "source_server_id",
    ],
    sometimes: ["create_mode", "private_dns_zone_id"],
    oneWay: { storage_mb: "lowered", version: "lowered" },
  },
  azurerm_private_dns_zone: { source: at("private_dns_zone"), always: ["name", "resource_group_name"] },
  azurerm_public_ip: {
    source: at("public_ip"),
    always: [...placed, "edge_zone", "ip_version", "public_ip_prefix_id", "sku", "sku_tier", "zones"],
    sometimes: ["allocation_method", "domain_name_label_scope", "ip_tags"],
  },
  azurerm_redis_cache: {
    source: at("redis_cache"),
    always: [...placed, "private_static_ip_address", "subnet_id", "zones"],
    sometimes: ["family", "redis_version", "sku_name"],
  },
  azurerm_resource_group: { source: at("resource_group"), always: ["location", "name"] },
  azurerm_storage_account: {
    source: at("storage_account"),
    always: [
      ...placed,
      "account_tier",
      "dns_endpoint_type",
      "edge_zone",
      "infrastructure_encryption_enabled",
      "is_hns_enabled",
      "nfsv3_enabled",
      "queue_encryption_key_type",
      "table_encryption_key_type",
    ],
    // Storage becomes StorageV2 in place; zone redundancy cannot be added or taken away.
    sometimes: ["account_kind", "account_replication_type", "immutability_policy", "large_file_share_enabled"],
  },
  azurerm_storage_container: {
    source: at("storage_container"),
    always: ["default_encryption_scope", "encryption_scope_override_enabled", "name", "storage_account_id", "storage_account_name"],
  },
  azurerm_subnet: { source: at("subnet"), always: ["name", "resource_group_name", "virtual_network_name"] },
  azurerm_user_assigned_identity: { source: at("user_assigned_identity"), always: placed },
  azurerm_virtual_network: { source: at("virtual_network"), always: [...placed, "edge_zone"] },
  azurerm_virtual_network_gateway: {
    source: at("virtual_network_gateway"),
    always: [...placed, "edge_zone", "generation", "type", "vpn_type"],
    // Within a family sizes change in place.
    sometimes: ["ip_configuration", "sku"],
  },
};
