import { expect, it } from "vitest";
import { gcpNetworkPolicies } from "../../../constructs/policies/gcp-network.ts";
import { foundInEstate, judgedInEstate, testRule } from "./rule-cases.ts";

testRule(gcpNetworkPolicies, {
  rule: "GCP-11",
  resources: { "google_compute_subnetwork.It": { log_config: [{ flow_sampling: 0.5 }], private_ip_google_access: true } },
  fine: [
    ["Google's own share", { log_config: [{}] }],
    ["the older switch", { log_config: undefined, enable_flow_logs: true }],
    ["a subnet of proxies", { log_config: undefined, private_ip_google_access: undefined, purpose: "REGIONAL_MANAGED_PROXY" }],
    ["logs that are made at apply", { log_config: undefined, dynamic: { log_config: { content: [{}], for_each: "${var.logs}" } } }],
  ],
  refused: [
    ["no logs", { log_config: undefined }, ["log_config"]],
    ["a share of nothing", { "log_config.flow_sampling": 0 }, ["log_config.flow_sampling"]],
    ["no private access", { private_ip_google_access: undefined }, ["private_ip_google_access"]],
  ],
});

const association = "google_compute_network_firewall_policy_association.A|";
const rule = "google_compute_network_firewall_policy_rule.DenyAll|";
const firewall = "google_compute_firewall.Deny|";
const policy = "${google_compute_network_firewall_policy.P.name}";

/** A firewall's own rule instead of the policy's. */
const alone = (changes: object) => ({
  [association]: undefined,
  [firewall]: {
    network: "${google_compute_network.It.name}",
    direction: "INGRESS",
    source_ranges: ["0.0.0.0/0"],
    deny: [{ protocol: "all" }],
    ...changes,
  },
});

testRule(gcpNetworkPolicies, {
  rule: "GCP-14",
  resources: {
    "google_compute_network.It": { auto_create_subnetworks: false },
    "google_compute_network_firewall_policy_association.A": {
      attachment_target: "${google_compute_network.It.id}",
      firewall_policy: policy,
    },
    "google_compute_network_firewall_policy_rule.DenyAll": {
      firewall_policy: policy,
      direction: "INGRESS",
      action: "deny",
      match: [{ src_ip_ranges: ["0.0.0.0/0"], layer4_configs: [{ ip_protocol: "all" }] }],
    },
  },
  fine: [
    ["a rule that stands by itself", alone({})],
    [
      "policies of a region",
      {
        [association]: undefined,
        [rule]: undefined,
        "google_compute_region_network_firewall_policy_association.A|": {
          attachment_target: "${google_compute_network.It.id}",
          firewall_policy: "regional",
        },
        "google_compute_region_network_firewall_policy_rule.D|": {
          firewall_policy: "regional",
          direction: "INGRESS",
          action: "deny",
          match: [{ src_ip_ranges: ["0.0.0.0/0"], layer4_configs: [{ ip_protocol: "all" }] }],
        },
      },
    ],
  ],
  refused: [
    ["subnets that nobody asked for", { auto_create_subnetworks: undefined }, ["auto_create_subnetworks"]],
    ["no policy", { [association]: undefined }, [""]],
    ["another network's policy", { [`${association}attachment_target`]: "${google_compute_network.Itself.id}" }, [""]],
    ["another policy's rule", { [`${rule}firewall_policy`]: "other" }, [""]],
    ["a rule that allows", { [`${rule}action`]: "allow" }, ["", "match.src_ip_ranges"]],
    ["a denial of some", { [`${rule}match.src_ip_ranges`]: ["203.0.113.0/24"] }, [""]],
    ["a denial of TCP", { [`${rule}match.layer4_configs.ip_protocol`]: "tcp" }, [""]],
    ["a denial that is off", { [`${rule}disabled`]: true }, [""]],
    ["a denial of TCP by itself", alone({ deny: [{ protocol: "tcp" }] }), [""]],
    ["a denial of some by itself", alone({ source_ranges: ["203.0.113.0/24"] }), [""]],
    ["a denial of the way out by itself", alone({ direction: "EGRESS" }), [""]],
    ["a denial of the way out", { [`${rule}direction`]: "EGRESS" }, [""]],
  ],
});

testRule(gcpNetworkPolicies, {
  rule: "GCP-14 of a firewall",
  resources: { "google_compute_firewall.It": { allow: [{ protocol: "tcp" }], source_ranges: ["10.0.0.0/8"] } },
  fine: [
    ["machines with a tag", { source_ranges: undefined, source_tags: ["web"] }],
    ["the way out", { source_ranges: undefined, direction: "EGRESS" }],
    ["what is off", { source_ranges: ["0.0.0.0/0"], disabled: true }],
    ["a denial of everybody", { source_ranges: ["0.0.0.0/0"], allow: undefined, deny: [{ protocol: "all" }] }],
  ],
  refused: [
    ["everybody", { source_ranges: ["10.0.0.0/8", "0.0.0.0/0"] }, ["source_ranges"]],
    ["everybody with version 6", { source_ranges: ["::/0"] }, ["source_ranges"]],
    ["whoever comes", { source_ranges: undefined }, ["source_ranges"]],
  ],
});

testRule(gcpNetworkPolicies, {
  rule: "GCP-14 of a policy's rule",
  resources: {
    "google_compute_firewall_policy_rule.It": { direction: "INGRESS", action: "allow", match: [{ src_ip_ranges: ["10.0.0.0/8"] }] },
  },
  fine: [["the way out", { "match.src_ip_ranges": ["0.0.0.0/0"], direction: "EGRESS" }]],
  refused: [["everybody", { "match.src_ip_ranges": ["0.0.0.0/0"] }, ["match.src_ip_ranges"]]],
});

it("finds nothing in the default estate, where it judges networks, subnets and rules", () => {
  expect(foundInEstate(gcpNetworkPolicies)).toEqual([]);
  expect(gcpNetworkPolicies.map(judgedInEstate)).toEqual([7, 12]);
});
