/** What a usage key takes: a number of 0 or more, one of some words, a map of further keys, or numbers by any name. */
export type UsageShape = "number" | readonly string[] | "numbers" | UsageShapes;

/** Usage keys, and what each takes. */
export interface UsageShapes {
  readonly [key: string]: UsageShape;
}

const numbers = (keys: string): Record<string, "number"> => Object.fromEntries(keys.split(" ").map((key) => [key, "number"]));

const reserved = {
  reserved_instance_term: ["1_year", "3_year"],
  reserved_instance_payment_option: ["no_upfront", "partial_upfront", "all_upfront"],
};
const s3Requests = "storage_gb monthly_tier_1_requests monthly_tier_2_requests";
const s3Select = "monthly_select_data_scanned_gb monthly_select_data_returned_gb";
const s3Infrequent = `${s3Requests} monthly_lifecycle_transition_requests monthly_data_retrieval_gb ${s3Select}`;
const s3Tiering =
  "frequent_access_storage_gb infrequent_access_storage_gb monitored_objects monthly_tier_1_requests monthly_tier_2_requests monthly_lifecycle_transition_requests early_delete_gb";
const s3Archive =
  "monthly_lifecycle_transition_requests monthly_standard_data_retrieval_requests monthly_standard_data_retrieval_gb early_delete_gb";
const s3Flexible =
  "monthly_standard_select_data_scanned_gb monthly_standard_select_data_returned_gb monthly_bulk_select_data_scanned_gb monthly_bulk_select_data_returned_gb monthly_expedited_select_data_scanned_gb monthly_expedited_select_data_returned_gb monthly_expedited_data_retrieval_requests monthly_expedited_data_retrieval_gb";

const aws: UsageShapes = {
  aws_backup_vault: numbers(
    "monthly_efs_warm_restore_gb monthly_efs_cold_restore_gb monthly_efs_item_restore_requests monthly_efs_warm_backup_gb monthly_efs_cold_backup_gb monthly_ebs_snapshot_gb monthly_rds_snapshot_gb monthly_aurora_snapshot_gb monthly_dynamodb_backup_gb monthly_dynamodb_restore_gb monthly_fsx_windows_backup_gb monthly_fsx_lustre_backup_gb",
  ),
  aws_cloudtrail: numbers("monthly_additional_management_events monthly_data_events monthly_insight_events"),
  aws_cloudwatch_log_group: numbers("storage_gb monthly_data_ingested_gb monthly_data_scanned_gb"),
  aws_config_configuration_recorder: numbers("monthly_config_items monthly_custom_config_items"),
  aws_db_instance: {
    ...numbers("additional_backup_storage_gb monthly_standard_io_requests monthly_additional_performance_insights_requests"),
    ...reserved,
  },
  aws_ec2_transit_gateway_vpc_attachment: numbers("monthly_data_processed_gb"),
  aws_eks_node_group: {
    ...numbers("instances monthly_cpu_credit_hrs vcpu_count"),
    operating_system: ["linux", "windows", "suse", "rhel"],
    reserved_instance_type: ["convertible", "standard"],
    ...reserved,
  },
  aws_elasticache_replication_group: { ...numbers("snapshot_storage_size_gb"), ...reserved },
  aws_lb: numbers("new_connections active_connections processed_bytes_gb rule_evaluations"),
  aws_nat_gateway: numbers("monthly_data_processed_gb"),
  aws_rds_cluster: numbers(
    "capacity_units_per_hr storage_gb write_requests_per_sec read_requests_per_sec backup_snapshot_size_gb average_statements_per_hr change_records_per_statement backtrack_window_hrs snapshot_export_size_gb",
  ),
  aws_rds_cluster_instance: {
    ...numbers("monthly_cpu_credit_hrs monthly_additional_performance_insights_requests capacity_units_per_hr"),
    ...reserved,
  },
  aws_s3_bucket: {
    standard: numbers(`${s3Requests} ${s3Select}`),
    intelligent_tiering: numbers(`${s3Tiering} ${s3Select}`),
    standard_infrequent_access: numbers(s3Infrequent),
    one_zone_infrequent_access: numbers(s3Infrequent),
    glacier_flexible_retrieval: numbers(`${s3Requests} ${s3Archive} ${s3Flexible}`),
    glacier_deep_archive: numbers(`${s3Requests} ${s3Archive} monthly_bulk_data_retrieval_requests monthly_bulk_data_retrieval_gb`),
  },
  aws_sns_topic: numbers(
    "monthly_requests request_size_kb http_subscriptions email_subscriptions kinesis_subscriptions mobile_push_subscriptions macos_subscriptions sms_subscriptions sms_notification_price",
  ),
  aws_sns_topic_subscription: numbers("monthly_requests request_size_kb"),
  aws_sqs_queue: numbers("monthly_requests request_size_kb"),
  aws_vpc_endpoint: numbers("monthly_data_processed_gb"),
};

const google: UsageShapes = {
  google_bigquery_dataset: numbers("monthly_queries_tb"),
  google_compute_forwarding_rule: numbers("monthly_ingress_data_gb"),
  google_compute_ha_vpn_gateway: {
    monthly_egress_data_transfer_gb: numbers("same_region us_or_canada europe asia south_america oceania worldwide"),
  },
  google_compute_router_nat: numbers("assigned_vms monthly_data_processed_gb"),
  google_container_cluster: numbers("autopilot_vcpu_count autopilot_memory_gb autopilot_ephemeral_storage_gb nodes"),
  google_container_node_pool: numbers("nodes"),
  google_dns_record_set: numbers("monthly_queries"),
  google_kms_crypto_key: numbers("key_versions monthly_key_operations"),
  google_logging_project_bucket_config: numbers("monthly_logging_data_gb"),
  google_logging_project_sink: numbers("monthly_logging_data_gb"),
  google_pubsub_topic: numbers("monthly_message_data_tb"),
  google_secret_manager_secret: numbers("active_secret_versions monthly_access_operations monthly_rotation_notifications"),
  google_secret_manager_secret_version: numbers("monthly_access_operations"),
  google_sql_database_instance: numbers("backup_storage_gb"),
  google_storage_bucket: {
    ...numbers("storage_gb monthly_class_a_operations monthly_class_b_operations monthly_data_retrieval_gb"),
    monthly_egress_data_transfer_gb: numbers("same_continent worldwide asia china australia"),
  },
};

const azurerm: UsageShapes = {
  azurerm_federated_identity_credential: numbers("monthly_active_p1_users monthly_active_p2_users"),
  azurerm_key_vault_key: numbers(
    "monthly_secrets_operations monthly_key_rotation_renewals monthly_protected_keys_operations hsm_protected_keys",
  ),
  azurerm_kubernetes_cluster: {
    load_balancer: numbers("monthly_data_processed_gb"),
    default_node_pool: numbers("nodes monthly_hrs"),
  },
  azurerm_kubernetes_cluster_node_pool: numbers("nodes monthly_hrs"),
  azurerm_log_analytics_workspace: numbers(
    "monthly_log_data_ingestion_gb monthly_additional_log_data_retention_gb monthly_log_data_export_gb monthly_sentinel_data_ingestion_gb monthly_basic_log_data_ingestion_gb monthly_basic_log_search_gb monthly_archive_data_gb monthly_archive_data_restored_gb monthly_archive_data_searched_gb",
  ),
  azurerm_monitor_action_group: {
    ...numbers("monthly_emails monthly_itsm_events monthly_push_notifications monthly_secure_web_hooks monthly_web_hooks"),
    // By `country_code_<n>`.
    monthly_sms_messages: "numbers",
    monthly_voice_calls: "numbers",
  },
  azurerm_monitor_diagnostic_setting: numbers("monthly_platform_log_gb"),
  azurerm_mssql_database: numbers("monthly_vcore_hours long_term_retention_storage_gb backup_storage_gb extra_data_storage_gb"),
  azurerm_nat_gateway: numbers("monthly_data_processed_gb"),
  azurerm_network_watcher_flow_log: numbers("monthly_logs_collected_gb"),
  azurerm_postgresql_flexible_server: numbers("additional_backup_storage_gb"),
  azurerm_private_endpoint: numbers("monthly_inbound_data_processed_gb monthly_outbound_data_processed_gb"),
  azurerm_security_center_subscription_pricing: numbers(
    "cosmosdb_request_units monthly_app_service_nodes monthly_arm_subscriptions monthly_container_registry_images monthly_containers_vcores monthly_dns_queries monthly_key_vaults monthly_kubernetes_cores monthly_mariadb_instances monthly_mysql_instances monthly_postgresql_instances monthly_servers_plan_1_nodes monthly_servers_plan_2_nodes monthly_sql_azure_connected_instances monthly_sql_outside_azure_vcores monthly_storage_accounts",
  ),
  azurerm_storage_account: numbers(
    "data_at_rest_storage_gb early_deletion_gb snapshots_storage_gb metadata_at_rest_storage_gb storage_gb monthly_iterative_write_operations monthly_write_operations monthly_list_and_create_container_operations monthly_iterative_read_operations monthly_read_operations monthly_other_operations monthly_data_retrieval_gb monthly_data_write_gb blob_index_tags",
  ),
  azurerm_virtual_network_gateway: numbers("p2s_connection monthly_data_transfer_gb"),
};

/**
 * Usage keys that Infracost v0.10.45 reads, for the resource types of this estate that have any. It only warns of others.
 * https://github.com/infracost/infracost/blob/v0.10.45/infracost-usage-example.yml and `infracost_usage` tags in internal/resources.
 */
export const usageKeys: Readonly<Record<string, UsageShapes>> = { ...aws, ...google, ...azurerm } as Record<string, UsageShapes>;
