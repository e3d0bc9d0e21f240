import { expect, it } from "vitest";
import { federatedCredential } from "../../../constructs/policies/azure-federation.ts";
import { azureNetworkPolicies } from "../../../constructs/policies/azure-network.ts";
import { foundInEstate, judgedInEstate, testRule } from "./rule-cases.ts";

const policies = [...azureNetworkPolicies, federatedCredential];
const rule = { access: "Allow", direction: "Inbound", destination_port_range: "443", source_address_prefix: "VirtualNetwork" };
const everybody = ["*", "0.0.0.0/0", "::/0", "Internet", "internet", "Any", "0.0.0.0/1"];

testRule(policies, {
  rule: "AZ-10",
  resources: { "azurerm_network_security_rule.It": rule },
  fine: [
    ["a denial", { access: "Deny", source_address_prefix: "*" }],
    ["the way out", { direction: "Outbound", source_address_prefix: "*" }],
    ["the edge", { source_address_prefix: undefined, source_address_prefixes: "${data.cloudflare_ip_ranges.EdgeRanges.ipv4_cidrs}" }],
    ["Azure's own probes", { source_address_prefix: "AzureLoadBalancer", destination_port_range: "*" }],
  ],
  refused: [
    ...everybody.map((source) => [source, { source_address_prefix: source }, ["source_address_prefix"]] as const),
    ...["22", "3389", "*"].map(
      (port) => [`everybody to ${port}`, { source_address_prefix: "*", destination_port_range: port }, ["source_address_prefix"]] as const,
    ),
    [
      "everybody in a list",
      { source_address_prefix: undefined, source_address_prefixes: ["10.0.0.0/8", "0.0.0.0/0"] },
      ["source_address_prefixes"],
    ],
  ],
});

testRule(policies, {
  rule: "AZ-10 of a group",
  resources: { "azurerm_network_security_group.It": { security_rule: [rule, rule] } },
  fine: [["no rules", { security_rule: undefined }]],
  refused: [
    [
      "everybody in its second rule",
      { security_rule: [rule, { ...rule, source_address_prefix: "Internet" }] },
      ["security_rule[1].source_address_prefix"],
    ],
  ],
});

const target = "target_resource_id";

testRule(policies, {
  rule: "AZ-11",
  resources: {
    "azurerm_network_watcher_flow_log.It": {
      enabled: true,
      [target]: "${azurerm_virtual_network.V.id}",
      retention_policy: [{ enabled: true, days: 90 }],
      traffic_analytics: [{ enabled: true }],
    },
    "azurerm_virtual_network.V": {},
  },
  fine: [["what is kept for ever", { "retention_policy.days": 0 }]],
  refused: [
    ["what is off", { enabled: false }, ["enabled"]],
    ["a group's log", { [target]: "${azurerm_network_security_group.G.id}" }, [target, "azurerm_network_watcher_flow_log"]],
    ["a subnet's log", { [target]: "${azurerm_virtual_network.V.id}/subnets/nodes" }, [target]],
    ["a log of nothing", { [target]: undefined }, [target, "azurerm_network_watcher_flow_log"]],
    ["what is kept for a month", { "retention_policy.days": 30 }, ["retention_policy.days"]],
    ["what is kept by nobody", { "retention_policy.enabled": false }, ["retention_policy.enabled"]],
    ["what nobody looks at", { traffic_analytics: undefined }, ["traffic_analytics"]],
    ["what nobody looks at any more", { "traffic_analytics.enabled": false }, ["traffic_analytics.enabled"]],
    ["a network without a log", { "azurerm_virtual_network.W|": {} }, ["azurerm_network_watcher_flow_log"]],
  ],
});

const github = { issuer: "https://token.actions.githubusercontent.com" };

testRule(policies, {
  rule: "AZ-13",
  resources: {
    "azurerm_federated_identity_credential.It": {
      audience: ["api://AzureADTokenExchange"],
      issuer: "https://app.terraform.io",
      subject: "organization:acme:project:acme-prod:workspace:acme-prod-a:run_phase:apply",
    },
  },
  fine: [
    ["a cluster's subject", { issuer: "${data.x.y.outputs.issuer}", subject: "system:serviceaccount:shop:web" }],
    ["another cloud's audience", { audience: ["api://AzureADTokenExchangeUSGov"] }],
    ["an environment of a repository", { ...github, subject: "repo:acme/shop:environment:prod" }],
    ["a branch of a repository", { ...github, subject: "repo:acme/shop:ref:refs/heads/main" }],
    ["a subject that is known at apply", { subject: "repo:${var.all[*].name}" }],
  ],
  refused: [
    ["any workspace", { subject: "organization:acme:project:acme-prod:workspace:*:run_phase:apply" }, ["subject"]],
    ["nobody", { subject: "" }, ["subject"]],
    ["any pull request", { ...github, subject: "repo:acme/shop:pull_request" }, ["subject"]],
    ["a repository as a whole", { ...github, subject: "repo:acme/shop" }, ["subject"]],
    ["any repository", { ...github, subject: "repo:acme/*:environment:prod" }, ["subject"]],
    ["another audience", { audience: ["https://github.com/acme"] }, ["audience"]],
    ["a second audience", { audience: ["api://AzureADTokenExchange", "vault"] }, ["audience"]],
  ],
});

it("finds nothing in the default estate, where it judges rules, networks and credentials", () => {
  expect(foundInEstate(policies)).toEqual([]);
  expect(policies.map(judgedInEstate)).toEqual([24, 4, 68]);
});
