import { expect, it } from "vitest";
import { committed, committedIds, resources } from "./estate.ts";

/** Resources whose replacement loses data, keys, addresses or trust. */
const stateful =
  /^(aws_(db_instance|rds_cluster|rds_cluster_instance|elasticache_replication_group|s3_bucket|kms_key|eks_cluster|vpc|subnet|eip|lb|ec2_transit_gateway|backup_vault|route53_zone|iam_openid_connect_provider|cloudtrail)|google_(sql_database_instance|memorystore_instance|redis_instance|storage_bucket|kms_key_ring|kms_crypto_key|container_cluster|compute_network|compute_subnetwork|compute_address|compute_ha_vpn_gateway|secret_manager_secret|dns_managed_zone|iam_workload_identity_pool)|azurerm_(mssql_server|mssql_database|postgresql_flexible_server|managed_redis|redis_cache|storage_account|storage_container|key_vault|key_vault_key|kubernetes_cluster|virtual_network|subnet|public_ip|virtual_network_gateway|resource_group|private_dns_zone|user_assigned_identity|log_analytics_workspace))$/;

it("keeps the address of everything stateful: a changed one would replace the resource", async () => {
  const found = committedIds().flatMap((id) =>
    resources(committed(id))
      .filter(([type]) => stateful.test(type))
      .map(([type, name]) => `${id} ${type}.${name}`),
  );
  // On purpose? Then move the state (`terraform state mv`, or a moved block) and write the new list: see docs/cookbook.md.
  await expect(`${found.sort().join("\n")}\n`).toMatchFileSnapshot("addresses.txt");
});
