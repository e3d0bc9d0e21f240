/** Usage of a resource or of all of a type: numbers, words, and maps of them. */
export interface Usage {
  readonly [key: string]: number | string | Usage;
}

/**
 * What a resource is taken to use a month where `cost.usage` of `config/estate.yaml` says nothing: a platform with little
 * traffic, so that a new resource shows a price and none is invented.
 */
export const usageDefaults: Readonly<Record<string, Usage>> = {
  // Nightly copies of volumes that hold little; databases keep their own.
  aws_backup_vault: { monthly_ebs_snapshot_gb: 50 },
  // A flow log, a cluster's log or a database's: a third of a gigabyte a day, kept about two months, searched once.
  aws_cloudwatch_log_group: { storage_gb: 20, monthly_data_ingested_gb: 10, monthly_data_scanned_gb: 10 },
  // A few hundred resources, each changed a few times.
  aws_config_configuration_recorder: { monthly_config_items: 2000 },
  // Backups up to the size of the storage are free; changes make a little more.
  aws_db_instance: { additional_backup_storage_gb: 20 },
  // Traffic between the places of an environment.
  aws_ec2_transit_gateway_vpc_attachment: { monthly_data_processed_gb: 50 },
  // A snapshot of a small cache.
  aws_elasticache_replication_group: { snapshot_storage_size_gb: 5 },
  // Ten new connections a second, each open for a minute, and small answers.
  aws_lb: { new_connections: 10, active_connections: 600, processed_bytes_gb: 100 },
  // Images and packages from the internet; what stays in the cloud uses endpoints.
  aws_nat_gateway: { monthly_data_processed_gb: 100 },
  // A small database: what Aurora bills besides instances.
  aws_rds_cluster: { storage_gb: 100, backup_snapshot_size_gb: 100, read_requests_per_sec: 50, write_requests_per_sec: 10 },
  // A bucket in use; most hold logs and backups that are written once and read seldom.
  aws_s3_bucket: { standard: { storage_gb: 100, monthly_tier_1_requests: 100_000, monthly_tier_2_requests: 100_000 } },
  // Alerts.
  aws_sns_topic: { monthly_requests: 1000 },
  // Interruption notices of nodes, and the polling for them.
  aws_sqs_queue: { monthly_requests: 500_000 },
  // Per endpoint: images from the registry, logs and tokens.
  aws_vpc_endpoint: { monthly_data_processed_gb: 50 },

  // Usage metering of a cluster: queried by a dashboard.
  google_bigquery_dataset: { monthly_queries_tb: 0.1 },
  // What comes in at the load balancer.
  google_compute_forwarding_rule: { monthly_ingress_data_gb: 100 },
  // The other clouds' regions are next door.
  google_compute_ha_vpn_gateway: { monthly_egress_data_transfer_gb: { same_region: 50 } },
  // The nodes of a cluster with two zones' worth of pools, and images from the internet.
  google_compute_router_nat: { assigned_vms: 6, monthly_data_processed_gb: 100 },
  // Names that pods ask for and caches do not hold.
  google_dns_record_set: { monthly_queries: 1_000_000 },
  // Rotated every 90 days, kept; asked for by storage and disks, which cache the key.
  google_kms_crypto_key: { key_versions: 4, monthly_key_operations: 10_000 },
  // Per bucket; four in a project.
  google_logging_project_bucket_config: { monthly_logging_data_gb: 10 },
  // Notices of a cluster and of a budget.
  google_pubsub_topic: { monthly_message_data_tb: 0.001 },
  // Read when a pod starts, and by the operator that keeps it current.
  google_secret_manager_secret_version: { monthly_access_operations: 10_000 },
  // Backups of a week, mostly unchanged data.
  google_sql_database_instance: { backup_storage_gb: 100 },
  // Like aws_s3_bucket.
  google_storage_bucket: { storage_gb: 100, monthly_class_a_operations: 100_000, monthly_class_b_operations: 100_000 },

  // Asked for by storage and disks, which cache the key.
  azurerm_key_vault_key: { monthly_protected_keys_operations: 10_000 },
  // What comes in at the load balancer.
  azurerm_kubernetes_cluster: { load_balancer: { monthly_data_processed_gb: 100 } },
  // The audit trail, logs of the cluster and of the vaults: about a gigabyte a day.
  azurerm_log_analytics_workspace: { monthly_log_data_ingestion_gb: 30 },
  // Alerts.
  azurerm_monitor_action_group: { monthly_emails: 100 },
  // Per setting; most are audit logs of one vault or one account.
  azurerm_monitor_diagnostic_setting: { monthly_platform_log_gb: 2 },
  // Backups of a week, mostly unchanged data.
  azurerm_mssql_database: { backup_storage_gb: 100 },
  // Images and packages from the internet.
  azurerm_nat_gateway: { monthly_data_processed_gb: 100 },
  // Flows of a place with little traffic.
  azurerm_network_watcher_flow_log: { monthly_logs_collected_gb: 10 },
  // Backups up to the size of the storage are free; changes make a little more.
  azurerm_postgresql_flexible_server: { additional_backup_storage_gb: 20 },
  // Per endpoint: a database, a bucket, a vault.
  azurerm_private_endpoint: { monthly_inbound_data_processed_gb: 50, monthly_outbound_data_processed_gb: 50 },
  // What Defender counts in a subscription with one place; each plan reads its own key.
  azurerm_security_center_subscription_pricing: {
    monthly_arm_subscriptions: 1,
    monthly_containers_vcores: 16,
    monthly_key_vaults: 4,
    monthly_storage_accounts: 7,
  },
  // Like aws_s3_bucket.
  azurerm_storage_account: { storage_gb: 100, monthly_write_operations: 100_000, monthly_read_operations: 100_000 },
  // The other clouds' regions are next door.
  azurerm_virtual_network_gateway: { monthly_data_transfer_gb: 50 },
};

/** Types with usage keys that have no default, and why. */
export const noUsageDefault: Readonly<Record<string, string>> = {
  aws_cloudtrail: "the first trail is free, and it records no data events",
  aws_eks_node_group: "priced by its literal sizes",
  aws_rds_cluster_instance: "priced by its literal class",
  aws_sns_topic_subscription: "counted in the topic",
  azurerm_federated_identity_credential: "free: nobody signs in by it but runs and pods",
  azurerm_kubernetes_cluster_node_pool: "priced by its literal sizes",
  google_container_cluster: "priced by its literal node pools",
  google_container_node_pool: "priced by its literal sizes",
  google_logging_project_sink: "counted in the bucket it fills",
  google_secret_manager_secret: "counted in its version",
};
