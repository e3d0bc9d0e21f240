import { expect, it } from "vitest";
import { gcpCostPolicies } from "../../../constructs/policies/cost-gcp.ts";
import { foundInEstate, judgedInEstate, staging, testRule } from "./rule-cases.ts";

const slow = "pd-standard";

testRule(gcpCostPolicies, {
  rule: "C-02",
  resources: {
    "google_compute_disk.It": { type: "pd-balanced" },
    "google_compute_region_disk.R": { type: "projects/p/zones/z/diskTypes/hyperdisk-balanced" },
    "google_compute_instance.I": { boot_disk: [{ initialize_params: [{ type: "pd-ssd" }] }] },
    "google_compute_instance_template.T": { disk: [{ disk_type: "pd-balanced" }, { disk_type: "pd-ssd" }] },
    "google_compute_region_instance_template.T": { disk: [{ disk_type: "pd-balanced" }] },
    "google_container_cluster.C": { node_config: [{ disk_type: "pd-balanced" }] },
    "google_container_node_pool.P": { node_config: [{}] },
    "google_sql_database_instance.S": { settings: [{ disk_type: "PD_SSD" }] },
    "kubernetes_storage_class_v1.K": { storage_provisioner: "pd.csi.storage.gke.io", parameters: { type: "pd-ssd" } },
    "kubernetes_storage_class.F": { storage_provisioner: "filestore.csi.storage.gke.io", parameters: { tier: "enterprise" } },
  },
  refused: [
    ["a slow disk", { type: slow }, ["type"]],
    ["a disk that says nothing", { type: undefined }, ["type"]],
    ["a slow disk by its address", { "google_compute_region_disk.R|type": `projects/p/zones/z/diskTypes/${slow}` }, ["type"]],
    ["a machine's", { "google_compute_instance.I|boot_disk.initialize_params.type": slow }, ["boot_disk.initialize_params.type"]],
    ["a template's second", { "google_compute_instance_template.T|disk": [{ disk_type: "pd-ssd" }, {}] }, ["disk[1].disk_type"]],
    ["a region's template's", { "google_compute_region_instance_template.T|disk.disk_type": slow }, ["disk.disk_type"]],
    ["a cluster's", { "google_container_cluster.C|node_config.disk_type": slow }, ["node_config.disk_type"]],
    ["a pool's", { "google_container_node_pool.P|node_config.disk_type": slow }, ["node_config.disk_type"]],
    ["a database's", { "google_sql_database_instance.S|settings.disk_type": "PD_HDD" }, ["settings.disk_type"]],
    ["a class's", { "kubernetes_storage_class_v1.K|parameters.type": slow }, ["parameters.type"]],
    ["a class that says nothing", { "kubernetes_storage_class.F|storage_provisioner": "pd.csi.storage.gke.io" }, ["parameters.type"]],
  ],
});

testRule(gcpCostPolicies, {
  rule: "C-03",
  resources: {
    "google_compute_instance.It": { machine_type: "n2d-standard-4" },
    "google_compute_instance_template.T": { machine_type: "zones/z/machineTypes/c4a-standard-4" },
    "google_compute_region_instance_template.T": { machine_type: "n4-custom-4-16384" },
    "google_container_cluster.C": { node_config: [{ machine_type: "e2-standard-4" }] },
    "google_container_node_pool.P": { node_config: [{ machine_type: "${var.machine}" }] },
    "google_sql_database_instance.S": { settings: [{ tier: "db-custom-4-16384" }] },
  },
  fine: [["the first generation with an accelerator", { machine_type: "n1-standard-4", guest_accelerator: [{ type: "nvidia-tesla-t4" }] }]],
  refused: [
    ["n1", { machine_type: "n1-standard-4" }, ["machine_type"]],
    ["f1", { machine_type: "f1-micro" }, ["machine_type"]],
    ["a custom machine of n1", { machine_type: "custom-4-16384" }, ["machine_type"]],
    ["n1 by its address", { "google_compute_instance_template.T|machine_type": "zones/z/machineTypes/n1-standard-1" }, ["machine_type"]],
    ["g1", { "google_compute_region_instance_template.T|machine_type": "g1-small" }, ["machine_type"]],
    ["a cluster's", { "google_container_cluster.C|node_config.machine_type": "n1-standard-1" }, ["node_config.machine_type"]],
    ["a pool's", { "google_container_node_pool.P|node_config.machine_type": "n1-highmem-2" }, ["node_config.machine_type"]],
    ["a database's", { "google_sql_database_instance.S|settings.tier": "db-n1-standard-1" }, ["settings.tier"]],
    ["a small database's", { "google_sql_database_instance.S|settings.tier": "db-f1-micro" }, ["settings.tier"]],
  ],
});

testRule(gcpCostPolicies, {
  rule: "C-04",
  resources: { "google_logging_project_bucket_config.It": { retention_days: 365 }, "google_logging_folder_bucket_config.F": {} },
  refused: [
    ["more than a year", { retention_days: 366 }, ["retention_days"]],
    [
      "more than a year of an organization",
      { "google_logging_organization_bucket_config.O|": { retention_days: 400 } },
      ["retention_days"],
    ],
    ["more than a year of a folder", { "google_logging_folder_bucket_config.F|retention_days": 3650 }, ["retention_days"]],
  ],
});

testRule(gcpCostPolicies, {
  rule: "C-07",
  resources: {
    "google_compute_address.It": {},
    "google_compute_router_nat.N": { nat_ips: ["${google_compute_address.It.self_link}"] },
    "google_compute_global_address.G": { address_type: "EXTERNAL" },
    "output.address": { value: "${google_compute_global_address.G.address}" },
  },
  fine: [["an address inside", { address_type: "INTERNAL", "google_compute_router_nat.N|": undefined }]],
  refused: [
    ["an address that nobody has", { "google_compute_router_nat.N|": undefined }, [""]],
    ["another one's user", { "google_compute_router_nat.N|nat_ips": ["${google_compute_address.Itself.self_link}"] }, [""]],
    ["an order", { "google_compute_router_nat.N|": { depends_on: ["google_compute_address.It"] } }, [""]],
    ["an address that nobody is told of", { "output.address|": undefined }, [""]],
  ],
});

testRule(gcpCostPolicies, {
  rule: "C-09",
  facts: staging,
  resources: {
    "google_compute_subnetwork.It": { log_config: [{ flow_sampling: 0.5 }] },
    "google_network_management_vpc_flow_logs_config.C": { flow_sampling: 0.25 },
  },
  fine: [
    ["Google's own share", { log_config: [{}] }],
    ["no logs", { log_config: undefined }],
    ["everything in production", { "log_config.flow_sampling": 1 }, { environment: "prod" }],
  ],
  refused: [
    ["more than half", { "log_config.flow_sampling": 0.51 }, ["log_config.flow_sampling"]],
    ["more than half of management's", { "log_config.flow_sampling": 1 }, ["log_config.flow_sampling"], { environment: "mgmt" }],
    ["everything", { "google_network_management_vpc_flow_logs_config.C|flow_sampling": undefined }, ["flow_sampling"]],
  ],
});

it("finds nothing in the default estate, where it judges disks, machines, logs and addresses", () => {
  expect(foundInEstate(gcpCostPolicies)).toEqual([]);
  expect(gcpCostPolicies.map(judgedInEstate).every((count) => count > 0)).toBe(true);
});
