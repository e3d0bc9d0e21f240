import type { Mirrored, Together } from "./mirrored.ts";
import type { ByAddress } from "./planned.ts";

const tags = { environment: "prod" };
const pool = { host_encryption_enabled: true, node_public_ip_enabled: false };

const cluster = {
  azure_active_directory_role_based_access_control: [{ azure_rbac_enabled: true }],
  azure_policy_enabled: true,
  default_node_pool: [pool],
  local_account_disabled: true,
  network_profile: [{ network_policy: "cilium", network_data_plane: "cilium" }],
  oidc_issuer_enabled: true,
  private_cluster_enabled: true,
  run_command_enabled: false,
  workload_identity_enabled: true,
};
/** With what only rules over what is synthesized look at. */
const whole = {
  ...{ ...cluster, sku_tier: "Standard", automatic_upgrade_channel: "patch", disk_encryption_set_id: "/diskEncryptionSets/it" },
  default_node_pool: [{ ...pool, os_disk_type: "Ephemeral", max_pods: 110, only_critical_addons_enabled: true }],
};
const logs = (...categories: string[]): ByAddress => ({
  "azurerm_monitor_diagnostic_setting.It": {
    target_resource_id: "${azurerm_kubernetes_cluster.It.id}",
    enabled_log: categories.map((category) => ({ category })),
  },
});

/** Stacks of which the rules over plans and those over what is synthesized must say the same. */
export const azureTogether: readonly Together[] = [
  { name: "a cluster whose logs are kept", stack: { "azurerm_kubernetes_cluster.It": whole, ...logs("kube-audit", "guard") }, refused: [] },
  {
    name: "a cluster whose logins are not",
    stack: { "azurerm_kubernetes_cluster.It": whole, ...logs("kube-audit-admin") },
    refused: [["AZ-04", "azurerm_kubernetes_cluster.It"]],
  },
];

/** What a plan shows of the rules over Azure, by type. */
export const mirroredAzure: readonly Mirrored[] = [
  { type: "azurerm_container_registry", fine: { admin_enabled: false, sku: "Premium" }, broken: [["AZ-12", { admin_enabled: true }]] },
  {
    type: "azurerm_key_vault",
    fine: {
      network_acls: [{ default_action: "Deny", bypass: "AzureServices" }],
      public_network_access_enabled: false,
      purge_protection_enabled: true,
      rbac_authorization_enabled: true,
    },
    broken: [
      ["AZ-09", { network_acls: [{ default_action: "Allow" }] }],
      ["AZ-09", { public_network_access_enabled: true }],
      ["AZ-09", { purge_protection_enabled: false }],
      ["AZ-09", { rbac_authorization_enabled: null }],
    ],
  },
  {
    type: "azurerm_kubernetes_cluster",
    fine: cluster,
    beside: logs("kube-audit-admin", "guard"),
    alsoFine: [{ private_cluster_enabled: false, api_server_access_profile: [{ authorized_ip_ranges: ["203.0.113.0/24"] }] }],
    broken: [
      ["AZ-01", { azure_active_directory_role_based_access_control: [] }],
      ["AZ-01", { local_account_disabled: false }],
      ["AZ-01", { private_cluster_enabled: false }],
      ["AZ-01", { run_command_enabled: true }],
      ["AZ-02", { azure_policy_enabled: false }],
      ["AZ-02", { network_profile: [{ network_policy: "azure" }] }],
      ["AZ-02", { oidc_issuer_enabled: false }],
      ["AZ-02", { workload_identity_enabled: false }],
      ["AZ-03", { default_node_pool: [{ ...pool, host_encryption_enabled: false }] }],
      ["AZ-03", { default_node_pool: [{ ...pool, node_public_ip_enabled: true }] }],
    ],
  },
  {
    type: "azurerm_kubernetes_cluster_node_pool",
    fine: pool,
    broken: [
      ["AZ-03", { host_encryption_enabled: null }],
      ["AZ-03", { node_public_ip_enabled: true }],
    ],
  },
  {
    type: "azurerm_managed_redis",
    fine: {
      default_database: [{ client_protocol: "Encrypted", access_keys_authentication_enabled: false }],
      public_network_access: "Disabled",
      tags,
    },
    broken: [
      ["AZ-07", { default_database: [{ client_protocol: "Plaintext", access_keys_authentication_enabled: false }] }],
      ["AZ-07", { default_database: [{ client_protocol: "Encrypted", access_keys_authentication_enabled: true }] }],
      ["AZ-07", { public_network_access: "Enabled" }],
    ],
  },
  {
    type: "azurerm_redis_cache",
    fine: { minimum_tls_version: "1.2", non_ssl_port_enabled: false },
    broken: [
      ["AZ-07", { minimum_tls_version: "1.0" }],
      ["AZ-07", { non_ssl_port_enabled: true }],
    ],
  },
  {
    type: "azurerm_mssql_database",
    fine: { transparent_data_encryption_enabled: true },
    broken: [["AZ-06", { transparent_data_encryption_enabled: false }]],
  },
  {
    type: "azurerm_mssql_server",
    fine: { azuread_administrator: [{ login_username: "admins" }], minimum_tls_version: "1.2", public_network_access_enabled: false },
    broken: [
      ["AZ-05", { azuread_administrator: [] }],
      ["AZ-05", { minimum_tls_version: "1.0" }],
    ],
  },
  {
    type: "azurerm_network_watcher_flow_log",
    fine: { enabled: true, retention_policy: [{ enabled: true, days: 90 }] },
    alsoFine: [{ retention_policy: [{ enabled: true, days: 0 }] }],
    broken: [
      ["AZ-11", { enabled: false }],
      ["AZ-11", { retention_policy: [{ enabled: true, days: 30 }] }],
    ],
  },
  {
    type: "azurerm_storage_account",
    fine: {
      min_tls_version: "TLS1_2",
      network_rules: [{ default_action: "Deny" }],
      shared_access_key_enabled: false,
    },
    broken: [
      ["AZ-08", { min_tls_version: "TLS1_0" }],
      ["AZ-08", { network_rules: [] }],
      ["AZ-08", { shared_access_key_enabled: true }],
    ],
  },
  {
    type: "azurerm_federated_identity_credential",
    fine: {
      audience: ["api://AzureADTokenExchange"],
      issuer: "https://app.terraform.io",
      subject: "organization:acme:project:acme-dev:workspace:w:run_phase:plan",
    },
    alsoFine: ["China", "USGov"].map((cloud) => ({ audience: [`api://AzureADTokenExchange${cloud}`] })),
    broken: [
      ["AZ-13", { audience: ["api://Else"] }],
      ["AZ-13", { subject: "organization:acme:*" }],
    ],
  },
];
