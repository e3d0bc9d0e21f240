import { expect, it } from "vitest";
import { gcpCostPolicies } from "../../../constructs/policies/cost-gcp.ts";
import { storageBucket } from "../../../constructs/policies/gcp-bucket.ts";
import { memorystore } from "../../../constructs/policies/gcp-cache.ts";
import { gkePolicies } from "../../../constructs/policies/gcp-gke.ts";
import { gcpIamPolicies } from "../../../constructs/policies/gcp-iam.ts";
import { cloudKmsKey } from "../../../constructs/policies/gcp-kms.ts";
import { gcpNetworkPolicies } from "../../../constructs/policies/gcp-network.ts";
import { gkeNodes } from "../../../constructs/policies/gcp-nodes.ts";
import { cloudSqlPolicies } from "../../../constructs/policies/gcp-sql.ts";
import { dev, gcp } from "../gcp/variants.ts";
import { foundIn } from "./rule-cases.ts";

const policies = [
  ...gkePolicies,
  gkeNodes,
  ...cloudSqlPolicies,
  memorystore,
  storageBucket,
  cloudKmsKey,
  ...gcpNetworkPolicies,
  ...gcpIamPolicies,
  ...gcpCostPolicies,
];
const small = { environment: "dev", isProtected: false };

it.each(["account", "network", "cluster", "data"] as const)("takes a small environment's %s", (layer) =>
  expect(foundIn(policies, gcp(layer, dev[layer]), small)).toEqual([]),
);

it("takes what production can choose", () => {
  expect(foundIn(policies, gcp("cluster", { input: { apiAllowlist: ["203.0.113.0/24"] } }), {})).toEqual([]);
  expect(foundIn(policies, gcp("data", { input: { cache: { product: "legacy" } } }), {})).toEqual([]);
  expect(foundIn(policies, gcp("data", { input: { database: { edition: "ENTERPRISE_PLUS", cdc: false } } }), {})).toEqual([]);
});

it("refuses a network without flow logs", () => {
  expect(foundIn(policies, gcp("network", { input: { flowLogSampling: 0 } }), {})).toEqual([
    "GCP-11 google_compute_subnetwork.Network_Subnets_Endpoints log_config",
    "GCP-11 google_compute_subnetwork.Network_Subnets_Nodes log_config",
  ]);
});

it("refuses a list of everybody at the API server", () => {
  expect(foundIn(policies, gcp("cluster", { input: { apiAllowlist: ["0.0.0.0/0"] } }), {})).toEqual([
    "GCP-01 google_container_cluster.Cluster master_authorized_networks_config.cidr_blocks[1].cidr_block",
  ]);
});
