import { argumentOf, equals, fits, hasCompanion, ifSet, isSet, oneOf } from "./expect.ts";
import type { Finding, Policy, Subject } from "./policy.ts";

const RULES = "azurerm_storage_account_network_rules";
const FLOW_LOG = "azurerm_network_watcher_flow_log";
/** What Azure itself writes into a storage account. */
const writers = [FLOW_LOG, "azurerm_monitor_diagnostic_setting"];

/** The firewall is a block of the account, or a resource beside it. */
function firewall(account: Subject): Subject {
  return account.stack.companionsOf(account, RULES, "storage_account_id")[0] ?? ruleBlock(account);
}

function ruleBlock(account: Subject): Subject {
  const block = argumentOf(account, "network_rules");
  return { ...account, attributes: ([block ?? {}].flat()[0] ?? {}) as Subject["attributes"] };
}

const closed = (account: Subject): Finding[] =>
  equals(firewall(account), "default_action", "Deny").map((finding) => ({ ...finding, argument: "network_rules.default_action" }));

const isWrittenByAzure = (account: Subject): boolean =>
  writers.some((type) => account.stack.companionsOf(account, type, "storage_account_id").length > 0);

/**
 * Azure's own services reach an account only while public access is nominally on; then its firewall admits them and no address.
 * https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-overview#storage-account
 */
function admitsAzureOnly(account: Subject): Finding[] {
  const rules = firewall(account);
  const nobody = (argument: string) =>
    fits(rules, argument, (got) => got === undefined || (Array.isArray(got) && got.length === 0), "nobody beside Azure's own services");
  return [...nobody("ip_rules"), ...nobody("virtual_network_subnet_ids"), ...nobody("private_link_access")].map((finding) => ({
    ...finding,
    argument: `network_rules.${finding.argument}`,
  }));
}

const ofTheNetwork = (account: Subject): Finding[] => [
  ...equals(account, "public_network_access_enabled", false),
  ...hasCompanion(account, "azurerm_private_endpoint", "private_service_connection"),
];

function customerKey(account: Subject): Finding[] {
  const beside = account.stack.companionsOf(account, "azurerm_storage_account_customer_managed_key", "storage_account_id");
  return beside.length > 0 ? [] : isSet(account, "customer_managed_key", "a key of Key Vault");
}

/** Another region has a copy. Of flow logs it is Log Analytics that has one: what is looked for in them is found there. */
function copies(account: Subject): Finding[] {
  const flowLogs = account.stack.companionsOf(account, FLOW_LOG, "storage_account_id");
  const isAnalysed = flowLogs.length > 0 && flowLogs.every((log) => argumentOf(log, "traffic_analytics.enabled") === true);
  return isAnalysed ? [] : oneOf(account, "account_replication_type", ["GRS", "RAGRS", "GZRS", "RAGZRS"]);
}

/** What storage accounts on Azure are. */
export const storageAccount: Policy = {
  id: "AZ-08",
  title:
    "A storage account speaks TLS 1.2, has no public blobs or shared keys, and a firewall, an endpoint and a key; protected ones a copy",
  severity: "critical",
  remedy: "set what is missing; connect by a private endpoint, and log in by Entra",
  reference:
    "CKV_AZURE_35, CKV_AZURE_44, CKV_AZURE_59, CKV_AZURE_190, CKV_AZURE_206, CKV2_AZURE_1, CKV2_AZURE_33, CKV2_AZURE_40, CKV2_AZURE_47",
  appliesTo: ["azurerm_storage_account"],
  judge: (account) => [
    ...ifSet(account, "min_tls_version", ["TLS1_2", "TLS1_3"]),
    ...equals(account, "allow_nested_items_to_be_public", false),
    ...equals(account, "shared_access_key_enabled", false),
    ...closed(account),
    ...(isWrittenByAzure(account) ? admitsAzureOnly(account) : ofTheNetwork(account)),
    ...customerKey(account),
    ...(account.stack.facts.isProtected ? copies(account) : []),
  ],
};
