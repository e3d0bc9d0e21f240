import { expect, it } from "vitest";
import { aksPolicies } from "../../../constructs/policies/azure-aks.ts";
import { federatedCredential } from "../../../constructs/policies/azure-federation.ts";
import { keyVault } from "../../../constructs/policies/azure-key-vault.ts";
import { azureNetworkPolicies } from "../../../constructs/policies/azure-network.ts";
import { azureRedis } from "../../../constructs/policies/azure-redis.ts";
import { containerRegistry } from "../../../constructs/policies/azure-registry.ts";
import { azureSqlPolicies } from "../../../constructs/policies/azure-sql.ts";
import { storageAccount } from "../../../constructs/policies/azure-storage.ts";
import { azureCostPolicies } from "../../../constructs/policies/cost-azure.ts";
import { azure, dev } from "../azure/variants.ts";
import { foundIn } from "./rule-cases.ts";

const policies = [
  ...aksPolicies,
  ...azureSqlPolicies,
  azureRedis,
  storageAccount,
  keyVault,
  ...azureNetworkPolicies,
  containerRegistry,
  federatedCredential,
  ...azureCostPolicies,
];
const small = { environment: "dev", isProtected: false };
const withDatabase = (database: object) => azure("data", { input: { database } });

it.each(["account", "network", "cluster", "data"] as const)("takes a small environment's %s", (layer) =>
  expect(foundIn(policies, azure(layer, dev[layer]), small)).toEqual([]),
);

it("takes what production can choose", () => {
  expect(foundIn(policies, azure("cluster", { input: { apiAllowlist: ["203.0.113.0/24"] } }), {})).toEqual([]);
  expect(foundIn(policies, azure("data", { input: { cache: { product: "legacy" } } }), {})).toEqual([]);
  expect(foundIn(policies, withDatabase({ kind: "postgresql" }), {})).toEqual([]);
  expect(foundIn(policies, withDatabase({ kind: "postgresql", cdc: false, passwordLogins: false, drRegion: undefined }), {})).toEqual([]);
  expect(foundIn(policies, withDatabase({ cdc: false, passwordLogins: false }), {})).toEqual([]);
});

it("refuses a network without flow logs", () => {
  expect(foundIn(policies, azure("network", { input: { flowLogSampling: 0 } }), {})).toEqual([
    "AZ-08 azurerm_storage_account.Network_FlowLogs_Storage account_replication_type",
    "AZ-11 azurerm_network_watcher_flow_log.Network_FlowLogs enabled",
    "AZ-11 azurerm_network_watcher_flow_log.Network_FlowLogs traffic_analytics.enabled",
  ]);
});

it("refuses a list of everybody at the API server", () => {
  expect(foundIn(policies, azure("cluster", { input: { apiAllowlist: ["0.0.0.0/0"] } }), {})).toEqual([
    "AZ-01 azurerm_kubernetes_cluster.Cluster api_server_access_profile.authorized_ip_ranges",
  ]);
});
