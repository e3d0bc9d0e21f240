/** What a cloud looks at before it deletes an object of a type. */
export interface HoldingRule {
  /** Who holds it: `<type>.<attribute>`; empty where the cloud deletes whatever is in use. */
  readonly by: readonly string[];
  /** The attribute by whose value it is held: a name, unique within its account. @default by its `id`, `arn` or `self_link` */
  readonly as?: string;
}

const FREE: HoldingRule = { by: [] };

/**
 * Types of which not simply everything holds an object that names its id. From the clouds' own documentation of the delete call:
 * keys are scheduled for deletion, topics, queues, log groups, roles by ARN and identities are left dangling, a parent takes its
 * children along.
 */
export const HOLDING_RULES: Readonly<Record<string, HoldingRule>> = {
  aws_backup_vault: FREE,
  aws_cloudwatch_event_rule: { as: "name", by: ["aws_cloudwatch_event_target.rule"] },
  aws_cloudwatch_log_group: FREE,
  aws_db_parameter_group: { as: "name", by: ["aws_db_instance.parameter_group_name"] },
  aws_db_subnet_group: {
    as: "name",
    by: ["aws_db_instance.db_subnet_group_name", "aws_rds_cluster.db_subnet_group_name", "aws_docdb_cluster.db_subnet_group_name"],
  },
  aws_default_network_acl: FREE,
  aws_default_route_table: FREE,
  aws_default_security_group: FREE,
  aws_ecs_cluster: { by: ["aws_ecs_service.cluster"] },
  aws_eks_cluster: { as: "name", by: ["aws_eks_node_group.cluster_name", "aws_eks_fargate_profile.cluster_name"] },
  aws_elasticache_parameter_group: { as: "name", by: ["aws_elasticache_*.parameter_group_name"] },
  aws_elasticache_subnet_group: { as: "name", by: ["aws_elasticache_*.subnet_group_name"] },
  aws_elasticache_user_group: { as: "user_group_id", by: ["aws_elasticache_replication_group.user_group_ids"] },
  aws_guardduty_detector: FREE,
  aws_iam_openid_connect_provider: FREE,
  aws_iam_role: {
    as: "name",
    by: [
      "aws_iam_role_policy_attachment.role",
      "aws_iam_role_policy.role",
      "aws_iam_policy_attachment.roles",
      "aws_iam_instance_profile.role",
    ],
  },
  aws_iam_instance_profile: FREE,
  aws_kms_alias: FREE,
  aws_kms_key: FREE,
  aws_kms_replica_key: FREE,
  aws_launch_template: FREE,
  aws_lb: FREE,
  aws_lb_listener: FREE,
  aws_rds_cluster: { as: "cluster_identifier", by: ["aws_rds_cluster_instance.cluster_identifier"] },
  aws_route53_zone: { as: "zone_id", by: ["aws_route53_record.zone_id"] },
  aws_s3_bucket: { as: "bucket", by: ["aws_s3_object.bucket"] },
  aws_secretsmanager_secret: FREE,
  aws_securityhub_account: FREE,
  aws_sns_topic: FREE,
  aws_sqs_queue: FREE,
  azurerm_application_insights: FREE,
  azurerm_key_vault: FREE,
  azurerm_key_vault_key: FREE,
  azurerm_key_vault_secret: FREE,
  azurerm_log_analytics_workspace: FREE,
  azurerm_monitor_action_group: FREE,
  azurerm_private_dns_zone: { as: "name", by: ["azurerm_private_dns_zone_virtual_network_link.private_dns_zone_name"] },
  azurerm_storage_account: FREE,
  azurerm_user_assigned_identity: FREE,
  google_bigquery_dataset: { as: "dataset_id", by: ["google_bigquery_table.dataset_id"] },
  google_compute_network_firewall_policy: { as: "name", by: ["google_compute_network_firewall_policy_association.firewall_policy"] },
  google_container_cluster: FREE,
  google_dns_managed_zone: { as: "name", by: ["google_dns_record_set.managed_zone"] },
  google_kms_crypto_key: FREE,
  google_kms_key_ring: FREE,
  google_monitoring_notification_channel: { by: ["google_monitoring_alert_policy.notification_channels"] },
  google_project_iam_custom_role: FREE,
  google_pubsub_topic: FREE,
  google_secret_manager_secret: FREE,
  google_service_account: FREE,
  google_sql_database_instance: { as: "name", by: ["google_sql_database_instance.master_instance_name"] },
  google_storage_bucket: { as: "name", by: ["google_storage_bucket_object.bucket"] },
  cloudflare_load_balancer_monitor: { by: ["cloudflare_load_balancer_pool.monitor"] },
  cloudflare_load_balancer_pool: { by: ["cloudflare_load_balancer.default_pools", "cloudflare_load_balancer.fallback_pool"] },
  tfe_agent_pool: { by: ["tfe_workspace.agent_pool_id", "tfe_workspace_settings.agent_pool_id"] },
  tfe_project: { by: ["tfe_workspace.project_id"] },
};

/** Types whose objects are held, unless a rule says otherwise, by whatever names their id. */
export const HELD_BY_ANY = /^(aws|azurerm|google)_/;

/**
 * What names an id without holding what it names, as `<type>.<attribute>`: it watches, describes or permits it, is a part of it
 * that goes with it, or is left pointing nowhere (a route to a gateway becomes a black hole).
 */
export const LOOSE_HOLDERS: readonly string[] = [
  "aws_backup_selection.resources",
  "aws_budgets_*.*",
  "aws_ce_*.*",
  "aws_cloudtrail.*",
  "aws_cloudwatch_*.*",
  "aws_config_*.*",
  "aws_default_{network_acl,route_table,security_group}.*",
  "aws_ec2_tag.*",
  "aws_flow_log.*",
  "aws_iam_*policy.*",
  "aws_route.*",
  "aws_secretsmanager_secret_version.*",
  "aws_security_group_rule.security_group_id",
  "aws_sns_topic_subscription.*",
  "aws_ssm_parameter.*",
  "aws_vpc_security_group_{egress,ingress}_rule.security_group_id",
  "aws_wafv2_web_acl_association.resource_arn",
  "azurerm_consumption_budget_*.*",
  "azurerm_key_vault_secret.*",
  "azurerm_management_lock.*",
  "azurerm_monitor_*.*",
  "azurerm_network_watcher_flow_log.*",
  "azurerm_private_endpoint.private_connection_resource_id",
  "azurerm_role_assignment.{scope,principal_id,id}",
  "google_*_iam_{binding,member,policy}.*",
  "google_billing_budget.*",
  "google_compute_router_nat.router",
  "google_logging_*.*",
  "google_secret_manager_secret_version.*",
];
