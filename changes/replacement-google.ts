import type { TypeFacts } from "./replacement.ts";

/** Source of a resource at the bound version. */
const at = (file: string): string => `https://github.com/hashicorp/terraform-provider-google/blob/v6.50.0/google/services/${file}.go`;

/** What replaces the Google Cloud resources that must not be lost unnoticed, and nodes. */
export const googleReplacement: Readonly<Record<string, TypeFacts>> = {
  google_compute_address: {
    source: at("compute/resource_compute_address"),
    always: [
      "address",
      "address_type",
      "description",
      "ip_version",
      "ipv6_endpoint_type",
      "name",
      "network",
      "network_tier",
      "prefix_length",
      "project",
      "purpose",
      "region",
      "subnetwork",
    ],
  },
  google_compute_ha_vpn_gateway: {
    source: at("compute/resource_compute_ha_vpn_gateway"),
    always: ["description", "gateway_ip_version", "name", "network", "project", "region", "stack_type", "vpn_interfaces"],
  },
  google_compute_network: {
    source: at("compute/resource_compute_network"),
    always: [
      "auto_create_subnetworks",
      "description",
      "enable_ula_internal_ipv6",
      "internal_ipv6_range",
      "mtu",
      "name",
      "network_profile",
      "project",
    ],
  },
  google_compute_subnetwork: {
    source: at("compute/resource_compute_subnetwork"),
    always: ["description", "name", "network", "project", "purpose", "region"],
    // A range grows in place: a shorter prefix that holds the old one.
    sometimes: ["external_ipv6_prefix", "ip_cidr_range", "ipv6_access_type"],
  },
  google_container_cluster: {
    source: at("container/resource_container_cluster"),
    always: [
      "cluster_ipv4_cidr",
      "default_max_pods_per_node",
      "description",
      "enable_autopilot",
      "enable_kubernetes_alpha",
      "enable_tpu",
      "initial_node_count",
      "ip_allocation_policy.cluster_ipv4_cidr_block",
      "ip_allocation_policy.cluster_secondary_range_name",
      "ip_allocation_policy.services_ipv4_cidr_block",
      "ip_allocation_policy.services_secondary_range_name",
      "location",
      "master_auth.client_certificate_config",
      "name",
      "network",
      "networking_mode",
      "private_cluster_config.master_ipv4_cidr_block",
      "private_cluster_config.private_endpoint_subnetwork",
      "project",
      "subnetwork",
    ],
    // Most of a node's configuration changes in place, some of it (disk key, service account, Shielded VM) by replacement.
    sometimes: [
      "confidential_nodes",
      "datapath_provider",
      "ip_allocation_policy.stack_type",
      "node_config",
      "private_cluster_config.enable_private_nodes",
    ],
  },
  google_container_node_pool: {
    source: at("container/resource_container_node_pool"),
    stateful: false,
    always: ["cluster", "initial_node_count", "location", "max_pods_per_node", "name", "name_prefix", "placement_policy", "project"],
    sometimes: ["network_config", "node_config"],
  },
  google_dns_managed_zone: {
    source: at("dns/resource_dns_managed_zone"),
    always: ["dns_name", "name", "project", "visibility"],
    sometimes: ["dnssec_config.default_key_specs", "dnssec_config.non_existence"],
  },
  google_iam_workload_identity_pool: {
    source: at("iambeta/resource_iam_workload_identity_pool"),
    always: ["project", "workload_identity_pool_id"],
  },
  google_kms_crypto_key: {
    source: at("kms/resource_kms_crypto_key"),
    always: [
      "crypto_key_backend",
      "destroy_scheduled_duration",
      "import_only",
      "key_ring",
      "name",
      "purpose",
      "skip_initial_version_creation",
    ],
    sometimes: ["version_template.protection_level"],
  },
  google_kms_key_ring: { source: at("kms/resource_kms_key_ring"), always: ["location", "name", "project"] },
  google_memorystore_instance: {
    source: at("memorystore/resource_memorystore_instance"),
    always: [
      "allow_fewer_zones_deployment",
      "authorization_mode",
      "gcs_source",
      "instance_id",
      "kms_key",
      "location",
      "managed_backup_source",
      "mode",
      "project",
      "transit_encryption_mode",
      "zone_distribution_config",
    ],
    sometimes: ["desired_auto_created_endpoints", "desired_psc_auto_connections"],
  },
  google_redis_instance: {
    source: at("redis/resource_redis_instance"),
    always: [
      "authorized_network",
      "connect_mode",
      "customer_managed_key",
      "location_id",
      "name",
      "project",
      "read_replicas_mode",
      "region",
      "reserved_ip_range",
      "tier",
      "transit_encryption_mode",
    ],
    sometimes: ["alternative_location_id", "redis_version"],
  },
  google_secret_manager_secret: {
    source: at("secretmanager/resource_secret_manager_secret"),
    always: ["project", "replication", "secret_id"],
  },
  google_sql_database: { source: at("sql/resource_sql_database"), always: ["instance", "name", "project"] },
  google_sql_database_instance: {
    source: at("sql/resource_sql_database_instance"),
    always: ["encryption_key_name", "name", "project", "region", "settings.collation"],
    // A disk grows in place and never shrinks; a new master replaces unless it is a switchover; a network is added, not removed.
    sometimes: [
      "clone",
      "master_instance_name",
      "replica_configuration",
      "settings.disk_size",
      "settings.ip_configuration.private_network",
      "settings.time_zone",
    ],
  },
  google_storage_bucket: {
    source: at("storage/resource_storage_bucket"),
    always: ["custom_placement_config", "enable_object_retention", "hierarchical_namespace", "location", "name", "project"],
    // A locked retention policy cannot be taken away or shortened.
    sometimes: ["retention_policy"],
  },
};
