import { expect, it } from "vitest";
import { azureCostPolicies } from "../../../constructs/policies/cost-azure.ts";
import { foundInEstate, judgedInEstate, testRule } from "./rule-cases.ts";

const slow = "Standard_LRS";
const type = "storage_account_type";

testRule(azureCostPolicies, {
  rule: "C-02",
  resources: {
    "azurerm_managed_disk.It": { [type]: "PremiumV2_LRS" },
    "azurerm_linux_virtual_machine.M": { os_disk: [{ [type]: "StandardSSD_LRS" }] },
    "azurerm_linux_virtual_machine_scale_set.S": { os_disk: [{ [type]: "Premium_LRS" }], data_disk: [{ [type]: "Premium_ZRS" }, {}] },
    "kubernetes_storage_class_v1.K": { storage_provisioner: "disk.csi.azure.com", parameters: { skuName: "StandardSSD_ZRS" } },
    "kubernetes_storage_class.F": { storage_provisioner: "file.csi.azure.com", parameters: { skuName: slow } },
  },
  refused: [
    ["a slow disk", { [type]: slow }, [type]],
    ["a machine's", { [`azurerm_linux_virtual_machine.M|os_disk.${type}`]: slow }, [`os_disk.${type}`]],
    [
      "a scale set's second",
      { "azurerm_linux_virtual_machine_scale_set.S|data_disk": [{ [type]: "Premium_LRS" }, { [type]: slow }] },
      [`data_disk[1].${type}`],
    ],
    ["a class's", { "kubernetes_storage_class_v1.K|parameters.skuName": slow }, ["parameters.skuName"]],
    [
      "a class's by another name",
      { "kubernetes_storage_class_v1.K|parameters": { storageAccountType: slow } },
      ["parameters.storageAccountType"],
    ],
  ],
});

const previous = [
  "Standard_DS2_v2",
  "Standard_D2_v2",
  "Standard_D4s_v3",
  "Standard_E8_v3",
  "Standard_B2ms",
  "Standard_F4s_v2",
  "Standard_A2_v2",
  "Standard_A1",
  "Standard_G2",
  "Standard_L8s_v2",
  "Basic_A1",
];
const current = [
  "Standard_D4ads_v5",
  "Standard_D2pds_v5",
  "Standard_D4s_v4",
  "Standard_E4-2ads_v5",
  "Standard_B2s_v2",
  "Standard_F4as_v6",
  "Standard_L8s_v3",
  "Standard_NC24ads_A100_v4",
  "${var.size}",
];

testRule(azureCostPolicies, {
  rule: "C-03",
  resources: {
    "azurerm_kubernetes_cluster_node_pool.It": { vm_size: "Standard_D4ads_v5" },
    "azurerm_kubernetes_cluster.C": { default_node_pool: [{ vm_size: "Standard_D4ads_v5" }] },
    "azurerm_linux_virtual_machine.M": { size: "Standard_D4ads_v5" },
    "azurerm_linux_virtual_machine_scale_set.S": { sku: "Standard_D4ads_v5" },
    "azurerm_mssql_database.D": { sku_name: "BC_Gen5_4" },
    "azurerm_postgresql_flexible_server.P": { sku_name: "GP_Standard_D2ds_v5" },
  },
  fine: [
    ...current.map((size) => [size, { vm_size: size }] as const),
    ["the smallest of PostgreSQL", { "azurerm_postgresql_flexible_server.P|sku_name": "B_Standard_B1ms" }],
  ],
  refused: [
    ...previous.map((size) => [size, { vm_size: size }, ["vm_size"]] as const),
    ["a cluster's", { "azurerm_kubernetes_cluster.C|default_node_pool.vm_size": "Standard_D4s_v3" }, ["default_node_pool.vm_size"]],
    ["a machine's", { "azurerm_linux_virtual_machine.M|size": "Standard_D4s_v3" }, ["size"]],
    ["a scale set's", { "azurerm_linux_virtual_machine_scale_set.S|sku": "Standard_D4s_v3" }, ["sku"]],
    ["a database's", { "azurerm_mssql_database.D|sku_name": "GP_Gen4_1" }, ["sku_name"]],
    ["PostgreSQL's", { "azurerm_postgresql_flexible_server.P|sku_name": "GP_Standard_D2s_v3" }, ["sku_name"]],
  ],
});

testRule(azureCostPolicies, {
  rule: "C-04",
  resources: {
    "azurerm_log_analytics_workspace.It": { retention_in_days: 365 },
    "azurerm_log_analytics_workspace_table.T": { total_retention_in_days: 365 },
    "azurerm_network_watcher_flow_log.F": { retention_policy: [{ enabled: true, days: 365 }] },
    "azurerm_mssql_server_extended_auditing_policy.A": { log_monitoring_enabled: true },
  },
  fine: [
    [
      "what Azure keeps by itself, and a number known at apply",
      { retention_in_days: undefined, "azurerm_network_watcher_flow_log.F|retention_policy.days": "${var.days}" },
    ],
  ],
  refused: [
    ["more than a year", { retention_in_days: 730 }, ["retention_in_days"]],
    [
      "more than a year of a table",
      { "azurerm_log_analytics_workspace_table.T|total_retention_in_days": 4383 },
      ["total_retention_in_days"],
    ],
    ["more than a year of flows", { "azurerm_network_watcher_flow_log.F|retention_policy.days": 366 }, ["retention_policy.days"]],
    ["flows for ever", { "azurerm_network_watcher_flow_log.F|retention_policy.days": 0 }, ["retention_policy.days"]],
    ["an audit for ever", { "azurerm_mssql_server_extended_auditing_policy.A|storage_endpoint": "https://a" }, ["retention_in_days"]],
  ],
});

testRule(azureCostPolicies, {
  rule: "C-07",
  resources: {
    "azurerm_public_ip.It": {},
    "azurerm_virtual_network_gateway.V": { ip_configuration: [{ public_ip_address_id: "${azurerm_public_ip.It.id}" }] },
  },
  fine: [
    [
      "an address that somebody is told of",
      { "azurerm_virtual_network_gateway.V|": undefined, "output.address|": { value: "${azurerm_public_ip.It.ip_address}" } },
    ],
  ],
  refused: [
    ["an address that nobody has", { "azurerm_virtual_network_gateway.V|": undefined }, [""]],
    ["an order", { "azurerm_virtual_network_gateway.V|": { depends_on: ["azurerm_public_ip.It"] } }, [""]],
  ],
});

it("finds nothing in the default estate, where it judges disks, machines, logs and addresses", () => {
  expect(foundInEstate(azureCostPolicies)).toEqual([]);
  expect(azureCostPolicies.map(judgedInEstate).every((count) => count > 0)).toBe(true);
});
