import { expect, it } from "vitest";
import { gkePolicies } from "../../../constructs/policies/gcp-gke.ts";
import { gkeNodes } from "../../../constructs/policies/gcp-nodes.ts";
import { foundInEstate, judgedInEstate, testRule } from "./rule-cases.ts";

const policies = [...gkePolicies, gkeNodes];
const networks = "master_authorized_networks_config";
const vpc = "private_cluster_config";

testRule(policies, {
  rule: "GCP-01",
  resources: {
    "google_container_cluster.It": {
      private_cluster_config: [{ enable_private_nodes: true, enable_private_endpoint: true }],
      [networks]: [{ gcp_public_cidrs_access_enabled: false, cidr_blocks: [{ cidr_block: "10.0.0.0/8" }] }],
    },
  },
  fine: [
    [
      "a public endpoint for a list",
      { [`${vpc}.enable_private_endpoint`]: false, [`${networks}.cidr_blocks.cidr_block`]: "203.0.113.0/24" },
    ],
    ["a private endpoint for the whole network", { [networks]: [{}] }],
    [
      "an endpoint with a name only",
      { [networks]: undefined, control_plane_endpoints_config: [{ ip_endpoints_config: [{ enabled: false }] }] },
    ],
    ["a list that is made at apply", { [networks]: undefined, dynamic: { [networks]: { content: [{}], for_each: "${var.lists}" } } }],
  ],
  refused: [
    ["public nodes", { [`${vpc}.enable_private_nodes`]: false }, [`${vpc}.enable_private_nodes`]],
    ["nodes of a cluster that says nothing", { [vpc]: undefined }, [`${vpc}.enable_private_nodes`]],
    ["an API server without a list", { [networks]: undefined }, [networks]],
    ["a list of everybody", { [`${networks}.cidr_blocks.cidr_block`]: "0.0.0.0/0" }, [`${networks}.cidr_blocks.cidr_block`]],
    [
      "everybody as one of many",
      { [`${networks}.cidr_blocks`]: [{ cidr_block: "10.0.0.0/8" }, { cidr_block: "128.0.0.0/1" }] },
      [`${networks}.cidr_blocks[1].cidr_block`],
    ],
    [
      "a public endpoint with an empty list",
      { [`${vpc}.enable_private_endpoint`]: false, [`${networks}.cidr_blocks`]: undefined },
      [`${networks}.cidr_blocks`],
    ],
    [
      "a public endpoint for all of Google Cloud",
      { [`${vpc}.enable_private_endpoint`]: undefined, [`${networks}.gcp_public_cidrs_access_enabled`]: undefined },
      [`${networks}.gcp_public_cidrs_access_enabled`],
    ],
    [
      "machines of Google Cloud at a private endpoint",
      { [`${networks}.gcp_public_cidrs_access_enabled`]: true },
      [`${networks}.gcp_public_cidrs_access_enabled`],
    ],
  ],
});

testRule(policies, {
  rule: "GCP-02",
  resources: {
    "google_container_cluster.It": {
      workload_identity_config: [{ workload_pool: "acme.svc.id.goog" }],
      datapath_provider: "ADVANCED_DATAPATH",
      binary_authorization: [{ evaluation_mode: "PROJECT_SINGLETON_POLICY_ENFORCE" }],
      release_channel: [{ channel: "REGULAR" }],
    },
  },
  fine: [
    ...["RAPID", "STABLE", "EXTENDED"].map((channel) => [channel, { "release_channel.channel": channel }] as const),
    ["shielded nodes by name", { enable_shielded_nodes: true }],
  ],
  refused: [
    ["no workload identity", { workload_identity_config: undefined }, ["workload_identity_config.workload_pool"]],
    ["the old datapath", { datapath_provider: undefined }, ["datapath_provider"]],
    ["nodes that are not shielded", { enable_shielded_nodes: false }, ["enable_shielded_nodes"]],
    ["any image", { binary_authorization: undefined }, ["binary_authorization.evaluation_mode"]],
    ["any image, by name", { "binary_authorization.evaluation_mode": "DISABLED" }, ["binary_authorization.evaluation_mode"]],
    ["no channel", { release_channel: undefined }, ["release_channel.channel"]],
    ["a channel that is none", { "release_channel.channel": "UNSPECIFIED" }, ["release_channel.channel"]],
  ],
});

const bindings = "rbac_binding_config.enable_insecure_binding_system";

testRule(policies, {
  rule: "GCP-03",
  resources: {
    "google_container_cluster.It": {
      authenticator_groups_config: [{ security_group: "gke-security-groups@example.com" }],
      rbac_binding_config: [{ enable_insecure_binding_system_authenticated: false, enable_insecure_binding_system_unauthenticated: false }],
    },
  },
  fine: [["what is off by name", { enable_legacy_abac: false, "master_auth.client_certificate_config.issue_client_certificate": false }]],
  refused: [
    [
      "certificates",
      { "master_auth.client_certificate_config.issue_client_certificate": true },
      ["master_auth.client_certificate_config.issue_client_certificate"],
    ],
    ["ABAC", { enable_legacy_abac: true }, ["enable_legacy_abac"]],
    ["no groups", { authenticator_groups_config: undefined }, ["authenticator_groups_config.security_group"]],
    ["rights of everybody with an account", { [`${bindings}_authenticated`]: true }, [`${bindings}_authenticated`]],
    ["rights of everybody", { [`${bindings}_unauthenticated`]: true }, [`${bindings}_unauthenticated`]],
    ["bindings that it says nothing of", { rbac_binding_config: undefined }, [`${bindings}_authenticated`, `${bindings}_unauthenticated`]],
  ],
});

testRule(policies, {
  rule: "GCP-04",
  resources: {
    "google_container_cluster.It": {
      database_encryption: [{ state: "ENCRYPTED", key_name: "${google_kms_crypto_key.K.id}" }],
      enable_intranode_visibility: true,
    },
  },
  fine: [["everything encrypted", { "database_encryption.state": "ALL_OBJECTS_ENCRYPTION_ENABLED" }]],
  refused: [
    ["no key", { database_encryption: undefined }, ["database_encryption.state", "database_encryption.key_name"]],
    ["secrets in the clear", { "database_encryption.state": "DECRYPTED" }, ["database_encryption.state"]],
    ["traffic that nobody sees", { enable_intranode_visibility: undefined }, ["enable_intranode_visibility"]],
  ],
});

const node = {
  workload_metadata_config: [{ mode: "GKE_METADATA" }],
  shielded_instance_config: [{ enable_secure_boot: true }],
  service_account: "${google_service_account.Nodes.email}",
  boot_disk_kms_key: "${google_kms_crypto_key.K.id}",
};
const management = [{ auto_repair: true, auto_upgrade: true }];
const everyNodeArgument = [
  "node_config.workload_metadata_config.mode",
  "node_config.shielded_instance_config.enable_secure_boot",
  "node_config.service_account",
  "node_config.boot_disk_kms_key",
];

testRule(policies, {
  rule: "GCP-05",
  resources: { "google_container_node_pool.It": { node_config: [node], management } },
  fine: [["COS by name", { "node_config.image_type": "COS_CONTAINERD" }]],
  refused: [
    ["the machine's own metadata", { "node_config.workload_metadata_config.mode": "GCE_METADATA" }, [everyNodeArgument[0] ?? ""]],
    ["any boot loader", { "node_config.shielded_instance_config": undefined }, [everyNodeArgument[1] ?? ""]],
    ["Ubuntu", { "node_config.image_type": "UBUNTU_CONTAINERD" }, ["node_config.image_type"]],
    ["the default account", { "node_config.service_account": "default" }, ["node_config.service_account"]],
    [
      "the default account by name",
      { "node_config.service_account": "1-compute@developer.gserviceaccount.com" },
      ["node_config.service_account"],
    ],
    ["Google's key", { "node_config.boot_disk_kms_key": undefined }, ["node_config.boot_disk_kms_key"]],
    ["nodes that say nothing", { node_config: undefined }, everyNodeArgument],
    ["no repair", { "management.auto_repair": false }, ["management.auto_repair"]],
    ["no upgrades", { "management.auto_upgrade": undefined }, ["management.auto_upgrade"]],
  ],
});

testRule(policies, {
  rule: "GCP-05 in a cluster",
  resources: { "google_container_cluster.It": { node_config: [node] } },
  fine: [
    ["a first pool that is taken away", { node_config: undefined, remove_default_node_pool: true }],
    ["Autopilot's nodes", { node_config: undefined, enable_autopilot: true }],
    ["a pool inside", { node_config: undefined, node_pool: [{ node_config: [node], management }] }],
  ],
  refused: [
    ["a first pool that stays", { node_config: undefined }, everyNodeArgument],
    [
      "a pool inside",
      { remove_default_node_pool: true, node_pool: [{ node_config: [node] }] },
      ["node_pool.management.auto_repair", "node_pool.management.auto_upgrade"],
    ],
  ],
});

it("finds nothing in the default estate, where it judges clusters and pools", () => {
  expect(foundInEstate(policies)).toEqual([]);
  expect(policies.map(judgedInEstate)).toEqual([2, 2, 2, 2, 8]);
});
