# What keeps data, keys, addresses or trust is neither destroyed nor replaced. HCP Terraform runs it over every plan and reads
# `deny`: each member is a message. In protected environments they stop the run, elsewhere they are shown.
package terraform.stateful

import rego.v1

# What is lost with them comes back from a backup at best.
stateful_types := {
	"aws_backup_vault",
	"aws_cloudtrail",
	"aws_db_instance",
	"aws_dms_replication_instance",
	"aws_dynamodb_table",
	"aws_ebs_volume",
	"aws_ec2_transit_gateway",
	"aws_ecr_repository",
	"aws_efs_file_system",
	"aws_eip",
	"aws_eks_cluster",
	"aws_elasticache_replication_group",
	"aws_iam_openid_connect_provider",
	"aws_kms_key",
	"aws_lb",
	"aws_msk_cluster",
	"aws_rds_cluster",
	"aws_rds_cluster_instance",
	"aws_route53_zone",
	"aws_s3_bucket",
	"aws_secretsmanager_secret",
	"aws_subnet",
	"aws_vpc",
	"azurerm_container_registry",
	"azurerm_dns_zone",
	"azurerm_key_vault",
	"azurerm_key_vault_key",
	"azurerm_kubernetes_cluster",
	"azurerm_log_analytics_workspace",
	"azurerm_managed_disk",
	"azurerm_managed_redis",
	"azurerm_mssql_database",
	"azurerm_mssql_server",
	"azurerm_postgresql_flexible_server",
	"azurerm_private_dns_zone",
	"azurerm_public_ip",
	"azurerm_redis_cache",
	"azurerm_resource_group",
	"azurerm_storage_account",
	"azurerm_storage_container",
	"azurerm_storage_share",
	"azurerm_subnet",
	"azurerm_user_assigned_identity",
	"azurerm_virtual_network",
	"azurerm_virtual_network_gateway",
	"cloudflare_zone",
	"github_repository",
	"google_artifact_registry_repository",
	"google_bigquery_dataset",
	"google_compute_address",
	"google_compute_disk",
	"google_compute_global_address",
	"google_compute_ha_vpn_gateway",
	"google_compute_network",
	"google_compute_subnetwork",
	"google_container_cluster",
	"google_dns_managed_zone",
	"google_filestore_instance",
	"google_iam_workload_identity_pool",
	"google_kms_crypto_key",
	"google_kms_key_ring",
	"google_logging_project_bucket_config",
	"google_memorystore_instance",
	"google_redis_instance",
	"google_secret_manager_secret",
	"google_sql_database",
	"google_sql_database_instance",
	"google_storage_bucket",
	"tfe_project",
	"tfe_workspace",
	"vault_audit",
	"vault_auth_backend",
	"vault_jwt_auth_backend",
	"vault_mount",
	"vault_pki_secret_backend_root_cert",
}

deny contains msg if {
	some resource in input.plan.resource_changes
	resource.type in stateful_types
	"delete" in resource.change.actions
	not "create" in resource.change.actions
	msg := sprintf("X-02: %s would be destroyed, and what it keeps with it. Its stack is retired on purpose? Then an administrator overrides this policy in the run. Otherwise bring it back; if only its address changed, move the state.", [resource.address])
}

deny contains msg if {
	some resource in input.plan.resource_changes
	resource.type in stateful_types
	"delete" in resource.change.actions
	"create" in resource.change.actions
	msg := sprintf("X-02: %s would be replaced, and what it keeps lost. Undo the change that the plan marks as forcing the replacement, or make a second one and move over; an administrator may override this policy in the run.", [resource.address])
}
