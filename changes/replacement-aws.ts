import type { TypeFacts } from "./replacement.ts";

/** Source of a resource at the bound version; `region` of every resource replaces it since version 6. */
const at = (file: string): string => `https://github.com/hashicorp/terraform-provider-aws/blob/v6.25.0/internal/service/${file}`;

/** What replaces the AWS resources that must not be lost unnoticed, and nodes. */
export const awsReplacement: Readonly<Record<string, TypeFacts>> = {
  aws_backup_vault: { source: at("backup/vault.go"), always: ["kms_key_arn", "name", "region"] },
  aws_cloudtrail: { source: at("cloudtrail/trail.go"), always: ["name", "region"] },
  aws_db_instance: {
    source: at("rds/instance.go"),
    always: [
      "availability_zone",
      "backup_target",
      "character_set_name",
      "custom_iam_instance_profile",
      "db_name",
      "engine",
      "kms_key_id",
      "nchar_character_set_name",
      "region",
      "restore_to_point_in_time",
      "s3_import",
      "snapshot_identifier",
      "storage_encrypted",
      "timezone",
      "username",
    ],
  },
  aws_dms_replication_instance: {
    source: at("dms/replication_instance.go"),
    always: ["availability_zone", "kms_key_arn", "publicly_accessible", "region", "replication_instance_id", "replication_subnet_group_id"],
  },
  aws_ec2_transit_gateway: { source: at("ec2/transitgateway_.go"), always: ["multicast_support", "region"] },
  aws_eip: {
    source: at("ec2/ec2_eip.go"),
    always: ["address", "customer_owned_ipv4_pool", "domain", "ipam_pool_id", "network_border_group", "public_ipv4_pool", "region"],
  },
  aws_eks_cluster: {
    source: at("eks/cluster.go"),
    always: [
      "access_config.bootstrap_cluster_creator_admin_permissions",
      "bootstrap_self_managed_addons",
      "kubernetes_network_config.ip_family",
      "kubernetes_network_config.service_ipv4_cidr",
      "name",
      "outpost_config",
      "region",
      "role_arn",
    ],
    // Encryption can be switched on in place, never off or to another key.
    sometimes: ["encryption_config"],
  },
  aws_eks_node_group: {
    source: at("eks/node_group.go"),
    stateful: false,
    always: [
      "ami_type",
      "capacity_type",
      "cluster_name",
      "disk_size",
      "instance_types",
      "launch_template.id",
      "launch_template.name",
      "node_group_name",
      "node_group_name_prefix",
      "node_role_arn",
      "region",
      "remote_access",
      "subnet_ids",
    ],
  },
  aws_efs_file_system: {
    source: at("efs/file_system.go"),
    always: ["availability_zone_name", "creation_token", "encrypted", "kms_key_id", "performance_mode", "region"],
  },
  aws_elasticache_replication_group: {
    source: at("elasticache/replication_group.go"),
    always: [
      "at_rest_encryption_enabled",
      "data_tiering_enabled",
      "kms_key_id",
      "network_type",
      "port",
      "region",
      "replication_group_id",
      "security_group_names",
      "snapshot_arns",
      "snapshot_name",
      "subnet_group_name",
    ],
    // Encryption in transit is switched in place from engine version 7.0.5.
    sometimes: ["transit_encryption_enabled"],
    // Redis becomes Valkey in place and not back.
    oneWay: { engine: "from valkey", engine_version: "lowered" },
  },
  aws_iam_openid_connect_provider: { source: at("iam/openid_connect_provider.go"), always: ["url"] },
  aws_kms_key: {
    source: at("kms/key.go"),
    always: ["custom_key_store_id", "customer_master_key_spec", "key_usage", "multi_region", "region", "xks_key_id"],
  },
  aws_lb: {
    source: at("elbv2/load_balancer.go"),
    always: ["customer_owned_ipv4_pool", "internal", "load_balancer_type", "name", "name_prefix", "region"],
    // Network load balancers take new subnets in place; none goes away, and security groups only come with the first ones.
    sometimes: ["security_groups", "subnet_mapping", "subnets"],
  },
  aws_msk_cluster: {
    source: at("kafka/cluster.go"),
    always: [
      "broker_node_group_info.az_distribution",
      "broker_node_group_info.client_subnets",
      "broker_node_group_info.security_groups",
      "cluster_name",
      "encryption_info.encryption_at_rest_kms_key_arn",
      "encryption_info.encryption_in_transit.in_cluster",
      "region",
    ],
    oneWay: { kafka_version: "lowered" },
  },
  aws_nat_gateway: {
    source: at("ec2/vpc_nat_gateway.go"),
    stateful: false,
    always: ["allocation_id", "connectivity_type", "private_ip", "region", "subnet_id"],
  },
  aws_rds_cluster: {
    source: at("rds/cluster.go"),
    always: [
      "availability_zones",
      "cluster_identifier",
      "database_name",
      "db_subnet_group_name",
      "engine",
      "engine_mode",
      "global_cluster_identifier",
      "kms_key_id",
      "master_username",
      "region",
      "restore_to_point_in_time",
      "s3_import",
      "snapshot_identifier",
      "storage_encrypted",
    ],
    sometimes: ["storage_type"],
  },
  aws_rds_cluster_instance: {
    source: at("rds/cluster_instance.go"),
    always: ["availability_zone", "cluster_identifier", "db_subnet_group_name", "engine", "identifier", "region"],
  },
  aws_route53_zone: { source: at("route53/zone.go"), always: ["delegation_set_id", "name"] },
  aws_ecr_repository: { source: at("ecr/repository.go"), always: ["encryption_configuration", "name", "region"] },
  aws_secretsmanager_secret: { source: at("secretsmanager/secret.go"), always: ["name", "name_prefix", "region"] },
  aws_s3_bucket: { source: at("s3/bucket.go"), always: ["bucket", "bucket_prefix", "object_lock_enabled", "region"] },
  aws_subnet: {
    source: at("ec2/vpc_subnet.go"),
    always: ["availability_zone", "availability_zone_id", "cidr_block", "ipv6_native", "outpost_arn", "region", "vpc_id"],
  },
  aws_vpc: {
    source: at("ec2/vpc_.go"),
    always: ["cidr_block", "ipv4_ipam_pool_id", "ipv4_netmask_length", "region"],
    // To "default" in place, to "dedicated" not.
    sometimes: ["instance_tenancy"],
  },
};
