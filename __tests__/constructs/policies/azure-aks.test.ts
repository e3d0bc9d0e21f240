import { expect, it } from "vitest";
import { aksPolicies } from "../../../constructs/policies/azure-aks.ts";
import { foundInEstate, judgedInEstate, testRule } from "./rule-cases.ts";

const ranges = "api_server_access_profile.authorized_ip_ranges";
const rbac = "azure_active_directory_role_based_access_control.azure_rbac_enabled";

testRule(aksPolicies, {
  rule: "AZ-01",
  resources: {
    "azurerm_kubernetes_cluster.It": {
      private_cluster_enabled: true,
      local_account_disabled: true,
      azure_active_directory_role_based_access_control: [{ azure_rbac_enabled: true }],
      run_command_enabled: false,
    },
  },
  fine: [["a public server for a list", { private_cluster_enabled: false, [ranges]: ["203.0.113.0/24"] }]],
  refused: [
    ["a public server", { private_cluster_enabled: undefined }, ["private_cluster_enabled"]],
    ["a public server for an empty list", { private_cluster_enabled: false, [ranges]: [] }, ["private_cluster_enabled"]],
    ["a public server for everybody", { private_cluster_enabled: false, [ranges]: ["203.0.113.0/24", "0.0.0.0/0"] }, [ranges]],
    ["local accounts", { local_account_disabled: undefined }, ["local_account_disabled"]],
    ["roles that Azure does not know", { [rbac]: false }, [rbac]],
    ["no Entra", { azure_active_directory_role_based_access_control: undefined }, [rbac]],
    ["no roles", { role_based_access_control_enabled: false }, ["role_based_access_control_enabled"]],
    ["run command", { run_command_enabled: undefined }, ["run_command_enabled"]],
  ],
});

testRule(aksPolicies, {
  rule: "AZ-02",
  resources: {
    "azurerm_kubernetes_cluster.It": {
      network_profile: [{ network_policy: "cilium" }],
      azure_policy_enabled: true,
      sku_tier: "Standard",
      automatic_upgrade_channel: "patch",
      oidc_issuer_enabled: true,
      workload_identity_enabled: true,
    },
  },
  fine: [
    ["long-term support and images by name", { sku_tier: "Premium", node_os_upgrade_channel: "SecurityPatch" }],
    ...["stable", "rapid", "node-image"].map((channel) => [channel, { automatic_upgrade_channel: channel }] as const),
  ],
  refused: [
    ["no network policies", { network_profile: undefined }, ["network_profile.network_policy"]],
    ["another enforcer", { "network_profile.network_policy": "calico" }, ["network_profile.network_policy"]],
    ["no Azure Policy", { azure_policy_enabled: undefined }, ["azure_policy_enabled"]],
    ["the free tier", { sku_tier: undefined }, ["sku_tier"]],
    ["no upgrades", { automatic_upgrade_channel: undefined }, ["automatic_upgrade_channel"]],
    ["nodes that stay as they are", { node_os_upgrade_channel: "None" }, ["node_os_upgrade_channel"]],
    ["no issuer", { oidc_issuer_enabled: undefined }, ["oidc_issuer_enabled"]],
    ["no workload identities", { workload_identity_enabled: false }, ["workload_identity_enabled"]],
  ],
});

const nodes = { host_encryption_enabled: true, os_disk_type: "Ephemeral", max_pods: 110 };
const pool = "default_node_pool";

testRule(aksPolicies, {
  rule: "AZ-03",
  resources: {
    "azurerm_kubernetes_cluster.It": {
      disk_encryption_set_id: "${azurerm_disk_encryption_set.D.id}",
      default_node_pool: [{ ...nodes, only_critical_addons_enabled: true }],
    },
  },
  fine: [
    [
      "what is off by name, and a number known at apply",
      { [`${pool}.node_public_ip_enabled`]: false, [`${pool}.max_pods`]: "${var.pods}" },
    ],
  ],
  refused: [
    ["Azure's key", { disk_encryption_set_id: undefined }, ["disk_encryption_set_id"]],
    ["hosts in the clear", { [`${pool}.host_encryption_enabled`]: undefined }, [`${pool}.host_encryption_enabled`]],
    ["disks that outlive nodes", { [`${pool}.os_disk_type`]: undefined }, [`${pool}.os_disk_type`]],
    ["nodes with public addresses", { [`${pool}.node_public_ip_enabled`]: true }, [`${pool}.node_public_ip_enabled`]],
    ["few pods", { [`${pool}.max_pods`]: 49 }, [`${pool}.max_pods`]],
    ["as many pods as Azure likes", { [`${pool}.max_pods`]: undefined }, [`${pool}.max_pods`]],
    ["guests in the system's pool", { [`${pool}.only_critical_addons_enabled`]: undefined }, [`${pool}.only_critical_addons_enabled`]],
  ],
});

testRule(aksPolicies, {
  rule: "AZ-03 of a pool",
  resources: { "azurerm_kubernetes_cluster_node_pool.It": nodes },
  fine: [
    ["enough pods", { max_pods: 50 }],
    ["a second pool of the system's", { mode: "System", node_taints: ["CriticalAddonsOnly=true:NoSchedule"] }],
  ],
  refused: [
    ["hosts in the clear", { host_encryption_enabled: false }, ["host_encryption_enabled"]],
    ["disks that outlive nodes", { os_disk_type: "Managed" }, ["os_disk_type"]],
    ["nodes with public addresses", { node_public_ip_enabled: true }, ["node_public_ip_enabled"]],
    ["few pods", { max_pods: 30 }, ["max_pods"]],
    ["a pool of the system's for everybody", { mode: "System" }, ["node_taints"]],
  ],
});

const setting = "azurerm_monitor_diagnostic_setting.S|";
const logs = "azurerm_monitor_diagnostic_setting.enabled_log";

testRule(aksPolicies, {
  rule: "AZ-04",
  resources: {
    "azurerm_kubernetes_cluster.It": {},
    "azurerm_monitor_diagnostic_setting.S": {
      target_resource_id: "${azurerm_kubernetes_cluster.It.id}",
      enabled_log: [{ category: "kube-audit-admin" }, { category: "guard" }],
    },
  },
  fine: [
    ["everything", { [`${setting}enabled_log`]: [{ category_group: "allLogs" }] }],
    [
      "two settings",
      {
        [`${setting}enabled_log`]: [{ category: "kube-audit" }],
        "azurerm_monitor_diagnostic_setting.T|": {
          target_resource_id: "${azurerm_kubernetes_cluster.It.id}",
          enabled_log: [{ category: "guard" }],
        },
      },
    ],
  ],
  refused: [
    ["no setting", { [setting]: undefined }, [logs, logs]],
    ["another cluster's", { [`${setting}target_resource_id`]: "${azurerm_kubernetes_cluster.Other.id}" }, [logs, logs]],
    ["logins alone", { [`${setting}enabled_log`]: [{ category: "guard" }] }, [logs]],
    ["calls alone", { [`${setting}enabled_log`]: [{ category: "kube-audit-admin" }] }, [logs]],
  ],
});

it("finds nothing in the default estate, where it judges clusters and pools", () => {
  expect(foundInEstate(aksPolicies)).toEqual([]);
  expect(aksPolicies.map(judgedInEstate)).toEqual([2, 2, 10, 2]);
});
