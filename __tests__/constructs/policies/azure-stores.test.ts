import { expect, it } from "vitest";
import { keyVault } from "../../../constructs/policies/azure-key-vault.ts";
import { containerRegistry } from "../../../constructs/policies/azure-registry.ts";
import { storageAccount } from "../../../constructs/policies/azure-storage.ts";
import { foundInEstate, judgedInEstate, staging, testRule } from "./rule-cases.ts";

const policies = [storageAccount, keyVault, containerRegistry];
const id = "${azurerm_storage_account.It.id}";
const endpoint = "azurerm_private_endpoint.E|";
const written = {
  [endpoint]: undefined,
  public_network_access_enabled: true,
  "azurerm_monitor_diagnostic_setting.S|": { storage_account_id: id },
};
const flows = {
  [endpoint]: undefined,
  public_network_access_enabled: true,
  account_replication_type: "ZRS",
  "azurerm_network_watcher_flow_log.L|": { storage_account_id: id, traffic_analytics: [{ enabled: true }] },
};

testRule(policies, {
  rule: "AZ-08",
  resources: {
    "azurerm_storage_account.It": {
      account_replication_type: "RAGZRS",
      allow_nested_items_to_be_public: false,
      shared_access_key_enabled: false,
      public_network_access_enabled: false,
      network_rules: [{ default_action: "Deny", bypass: ["AzureServices"] }],
      customer_managed_key: [{ key_vault_key_id: "k" }],
    },
    "azurerm_private_endpoint.E": { private_service_connection: [{ private_connection_resource_id: id }] },
  },
  fine: [
    ["the last TLS", { min_tls_version: "TLS1_3" }],
    [
      "a firewall and a key beside it",
      {
        network_rules: undefined,
        customer_managed_key: undefined,
        "azurerm_storage_account_network_rules.R|": { storage_account_id: id, default_action: "Deny" },
        "azurerm_storage_account_customer_managed_key.K|": { storage_account_id: id, key_vault_key_id: "k" },
      },
    ],
    ["zones alone where nothing is protected", { account_replication_type: "ZRS" }, staging],
    ...["GRS", "RAGRS", "GZRS"].map((type) => [type, { account_replication_type: type }] as const),
    ["what Azure alone writes logs to", written],
    ["flow logs that Log Analytics has as well", flows],
  ],
  refused: [
    ["old TLS", { min_tls_version: "TLS1_0" }, ["min_tls_version"]],
    ["public blobs", { allow_nested_items_to_be_public: undefined }, ["allow_nested_items_to_be_public"]],
    ["keys", { shared_access_key_enabled: undefined }, ["shared_access_key_enabled"]],
    ["no firewall", { network_rules: undefined }, ["network_rules.default_action"]],
    ["an open firewall", { "network_rules.default_action": "Allow" }, ["network_rules.default_action"]],
    [
      "an open firewall beside it",
      { "azurerm_storage_account_network_rules.R|": { storage_account_id: id, default_action: "Allow" } },
      ["network_rules.default_action"],
    ],
    ["a public address", { public_network_access_enabled: undefined }, ["public_network_access_enabled"]],
    ["no private endpoint", { [endpoint]: undefined }, ["azurerm_private_endpoint"]],
    ["Azure's key", { customer_managed_key: undefined }, ["customer_managed_key"]],
    ["zones alone", { account_replication_type: "ZRS" }, ["account_replication_type"]],
    ["logs that a network writes too", { ...written, "network_rules.ip_rules": ["203.0.113.0/24"] }, ["network_rules.ip_rules"]],
    [
      "logs that a subnet writes too",
      { ...written, "network_rules.virtual_network_subnet_ids": ["s"] },
      ["network_rules.virtual_network_subnet_ids"],
    ],
    [
      "logs that another tenant writes too",
      { ...written, "network_rules.private_link_access": [{}] },
      ["network_rules.private_link_access"],
    ],
    [
      "flow logs of two networks that Log Analytics has one of",
      { ...flows, "azurerm_network_watcher_flow_log.M|": { storage_account_id: id } },
      ["account_replication_type"],
    ],
    [
      "flow logs that nothing else has",
      { ...flows, "azurerm_network_watcher_flow_log.L|traffic_analytics.enabled": false },
      ["account_replication_type"],
    ],
  ],
});

testRule(policies, {
  rule: "AZ-09",
  resources: {
    "azurerm_key_vault.It": {
      purge_protection_enabled: true,
      rbac_authorization_enabled: true,
      network_acls: [{ default_action: "Deny" }],
      public_network_access_enabled: false,
    },
  },
  fine: [["RBAC by its older name", { rbac_authorization_enabled: undefined, enable_rbac_authorization: true }]],
  refused: [
    ["what can be purged", { purge_protection_enabled: undefined }, ["purge_protection_enabled"]],
    ["access policies", { rbac_authorization_enabled: undefined }, ["rbac_authorization_enabled"]],
    ["no firewall", { network_acls: undefined }, ["network_acls.default_action"]],
    ["a public address", { public_network_access_enabled: undefined }, ["public_network_access_enabled"]],
  ],
});

testRule(policies, {
  rule: "AZ-09 of a key",
  resources: {
    "azurerm_key_vault_key.It": {
      key_type: "RSA-HSM",
      rotation_policy: [{ expire_after: "P730D", automatic: [{ time_after_creation: "P365D" }] }],
    },
  },
  fine: [["an end of its own", { "rotation_policy.expire_after": undefined, expiration_date: "2027-01-01T00:00:00Z" }]],
  refused: [
    ["a key in software", { key_type: "RSA" }, ["key_type"]],
    ["one version", { "rotation_policy.automatic": undefined }, ["rotation_policy.automatic"]],
    ["versions without an end", { "rotation_policy.expire_after": undefined }, ["expiration_date"]],
  ],
});

const template = (properties: object) =>
  JSON.stringify({ resources: [{ type: "Microsoft.KeyVault/vaults/keys", name: "v/k", properties }] });
const rotation = { attributes: { expiryTime: "P730D" }, lifetimeActions: [{ action: { type: "rotate" } }] };

testRule(policies, {
  rule: "AZ-09 of a template's key",
  resources: {
    "azurerm_resource_group_template_deployment.It": { template_content: template({ kty: "RSA-HSM", rotationPolicy: rotation }) },
  },
  fine: [
    ["a template of something else", { template_content: '{"resources":[{"type":"Microsoft.Cache/redis"}]}' }],
    ["a template without resources", { template_content: "{}" }],
    ["a template that is known at apply", { template_content: "${file(var.template)}" }],
  ],
  refused: [
    ["a key in software", { template_content: template({ kty: "RSA", rotationPolicy: rotation }) }, ["template_content v/k kty"]],
    [
      "one version",
      {
        template_content: template({ kty: "RSA-HSM", rotationPolicy: { ...rotation, lifetimeActions: [{ action: { type: "notify" } }] } }),
      },
      ["template_content v/k rotationPolicy.lifetimeActions"],
    ],
    [
      "nothing but a type",
      { template_content: template({ kty: "EC-HSM" }) },
      ["template_content v/k rotationPolicy.lifetimeActions", "template_content v/k rotationPolicy.attributes.expiryTime"],
    ],
  ],
});

const open = "public_network_access_enabled";
const registry = "${azurerm_container_registry.It.id}";
const pull = "azurerm_role_assignment.Pull|";
const push = "azurerm_role_assignment.Push|";
const logins = "azurerm_monitor_diagnostic_setting.Log|";
const ownCluster = "${data.terraform_remote_state.mgmt-azure-eus2-cluster.outputs.cluster__node_identity}";
const shared = {
  [open]: true,
  [pull]: { scope: registry, principal_id: "${data.terraform_remote_state.prod-azure-eus2-cluster.outputs.cluster__node_identity}" },
  [push]: { scope: registry, principal_id: "${azurerm_user_assigned_identity.Push.principal_id}" },
  "azurerm_user_assigned_identity.Push|": {},
  "azurerm_federated_identity_credential.Jobs|": { parent_id: "${azurerm_user_assigned_identity.Push.id}" },
  [logins]: { target_resource_id: registry, enabled_log: [{ category: "ContainerRegistryLoginEvents" }] },
};

testRule(policies, {
  rule: "AZ-12",
  facts: { id: "mgmt-azure-registry", environment: "mgmt" },
  resources: { "azurerm_container_registry.It": { sku: "Premium", [open]: false, zone_redundancy_enabled: true } },
  fine: [
    ["a public address for identities from outside", shared],
    ["a public address for clusters of other environments alone", { ...shared, [push]: undefined }],
    ["a public address with a log of everything", { ...shared, [`${logins}enabled_log`]: [{ category_group: "allLogs" }] }],
    ["a public address for build machines beside its own clusters", { ...shared, [`${pull}principal_id`]: ownCluster }],
  ],
  refused: [
    ["an administrator", { admin_enabled: true }, ["admin_enabled"]],
    ["anybody who pulls", { anonymous_pull_enabled: true }, ["anonymous_pull_enabled"]],
    ["one zone", { zone_redundancy_enabled: undefined }, ["zone_redundancy_enabled"]],
    ["what has no endpoints", { sku: "Standard" }, ["sku"]],
    ["a public address", { [open]: undefined }, [open]],
    ["a public address that nobody uses", { ...shared, [pull]: undefined, [push]: undefined }, [open]],
    [
      "a public address for its own clusters and an identity of the stack's",
      { ...shared, [`${pull}principal_id`]: ownCluster, "azurerm_federated_identity_credential.Jobs|": undefined },
      [open],
    ],
    [
      "a public address with a log of pushes",
      { ...shared, [`${logins}enabled_log.category`]: "ContainerRegistryRepositoryEvents" },
      [open],
    ],
    ["a public address without a log of logins", { ...shared, [logins]: undefined }, [open]],
    ["a public address with an administrator", { ...shared, admin_enabled: true }, ["admin_enabled", open]],
  ],
});

it("finds nothing in the default estate, where it judges accounts, vaults and the registry", () => {
  expect(foundInEstate(policies)).toEqual([]);
  expect(policies.map(judgedInEstate)).toEqual([15, 36, 1]);
});
