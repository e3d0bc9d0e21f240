import { argumentOf, blocksOf } from "./expect.ts";
import type { Json, Subject } from "./policy.ts";
import { names } from "./stack-view.ts";

/** Whether what a resource keeps is lost with it for good. */
type IsLost = (subject: Subject) => boolean;

const lost: IsLost = () => true;
const madeAgain: IsLost = () => false;

/** A zone of the internet is delegated to the servers that it happens to have; the names of a private one are all in the code. */
const isPublicZone: IsLost = ({ attributes }) => attributes.vpc === undefined && attributes.visibility !== "private";

/** What the stack writes into a secret itself it writes again. */
const isFilledByOthers: IsLost = (secret) =>
  ["secret_id", "secret"].every((argument) => secret.stack.companionsOf(secret, `${secret.type}_version`, argument).length === 0);

/** An authority below another is signed anew, and what it vouched for is good to whoever trusts the root. */
const isNoSubordinate: IsLost = (mount) =>
  mount.attributes.type !== "pki" ||
  mount.stack.companionsOf(mount, "vault_pki_secret_backend_intermediate_cert_request", "backend").length === 0;

/** PostgreSQL's databases are left in their instance, which is guarded itself. */
const isDropped: IsLost = ({ attributes }) => attributes.deletion_policy !== "ABANDON";

/** HCP Terraform keeps a workspace whose state has resources, unless it is told to force it. */
const isForced: IsLost = ({ attributes }) => attributes.force_delete === true;

/** The provider keeps a group that has anything in it, unless it is told otherwise. */
const isEmptiedFirst: IsLost = ({ stack }) =>
  stack
    .ofType("provider.azurerm")
    .some((provider) => argumentOf(provider, "features.resource_group.prevent_deletion_if_contains_resources") === false);

/** Runs sign in by it: without it none gets in, not even the one that would bring it back. */
const isForRuns: IsLost = (subject) => {
  const { stack, attributes } = subject;
  const hosts = stack.subjects
    .filter(({ kind }) => kind === "terraform")
    .flatMap((settings) => blocksOf(settings, "cloud").map(({ hostname = "app.terraform.io" }) => hostname));
  const providers = stack.companionsOf(subject, "google_iam_workload_identity_pool_provider", "workload_identity_pool_id");
  const credentials = stack.ofType("azurerm_federated_identity_credential").filter((one) => names(one.attributes as Json, subject.address));
  const issuers = [
    ...[attributes.url, attributes.bound_issuer, attributes.oidc_discovery_url],
    ...providers.map((provider) => argumentOf(provider, "oidc.issuer_uri")),
    ...credentials.map((credential) => credential.attributes.issuer),
  ];
  return issuers.some(
    (issuer) => typeof issuer === "string" && hosts.some((host) => issuer.replace(/^https:\/\//, "").replace(/\/$/, "") === host),
  );
};

const kept: readonly (readonly [IsLost, readonly string[]])[] = [
  // Data, and what only backups bring back.
  [lost, ["aws_backup_vault", "aws_cloudtrail", "aws_db_instance", "aws_dms_replication_instance", "aws_dynamodb_table", "aws_ebs_volume"]],
  [lost, ["aws_ecr_repository", "aws_efs_file_system", "aws_elasticache_replication_group", "aws_msk_cluster", "aws_rds_cluster"]],
  [lost, ["aws_rds_cluster_instance", "aws_s3_bucket", "azurerm_container_registry", "azurerm_log_analytics_workspace"]],
  [lost, ["azurerm_managed_disk", "azurerm_managed_redis", "azurerm_mssql_database", "azurerm_mssql_server", "azurerm_redis_cache"]],
  [lost, ["azurerm_postgresql_flexible_server", "azurerm_storage_account", "azurerm_storage_container", "azurerm_storage_share"]],
  [lost, ["github_repository", "google_artifact_registry_repository", "google_bigquery_dataset", "google_compute_disk"]],
  [lost, ["google_filestore_instance", "google_logging_project_bucket_config", "google_memorystore_instance", "google_redis_instance"]],
  [lost, ["google_sql_database_instance", "google_storage_bucket", "vault_audit"]],
  [isDropped, ["google_sql_database"]],
  [isFilledByOthers, ["aws_secretsmanager_secret", "google_secret_manager_secret"]],
  [isNoSubordinate, ["vault_mount"]],
  // Keys: what is encrypted with one goes with it.
  [lost, ["aws_kms_key", "azurerm_key_vault", "azurerm_key_vault_key", "google_kms_crypto_key", "google_kms_key_ring"]],
  [lost, ["vault_pki_secret_backend_root_cert"]],
  // Everything that runs in them, and the names and addresses they were given.
  [lost, ["aws_eip", "aws_eks_cluster", "aws_lb", "aws_vpc", "azurerm_kubernetes_cluster", "azurerm_public_ip", "azurerm_virtual_network"]],
  [lost, ["cloudflare_zone", "google_compute_address", "google_compute_global_address", "google_compute_ha_vpn_gateway"]],
  [lost, ["azurerm_dns_zone", "google_compute_network", "google_container_cluster"]],
  [isPublicZone, ["aws_route53_zone", "google_dns_managed_zone"]],
  // Trust.
  [lost, ["vault_auth_backend"]],
  [
    isForRuns,
    ["aws_iam_openid_connect_provider", "azurerm_user_assigned_identity", "google_iam_workload_identity_pool", "vault_jwt_auth_backend"],
  ],
  // Frames, which go when they are empty.
  [isEmptiedFirst, ["azurerm_resource_group"]],
  [isForced, ["tfe_workspace"]],
  [madeAgain, ["tfe_project"]],
  // Private addresses and names only, all in the code; clouds keep a subnet that anything is in, and addresses of gateways are kept apart.
  [madeAgain, ["aws_subnet", "azurerm_subnet", "google_compute_subnetwork", "azurerm_private_dns_zone"]],
  [madeAgain, ["aws_ec2_transit_gateway", "azurerm_virtual_network_gateway"]],
];

/**
 * Every type that keeps data, keys, addresses or trust, and when a resource of it takes them with it. The policy over plans guards the
 * same types (policies/terraform/stateful.rego); a test holds the lists equal.
 */
export const statefulTypes: Readonly<Record<string, IsLost>> = Object.fromEntries(
  kept.flatMap(([isLost, types]) => types.map((type) => [type, isLost])),
);
