import type { Mirrored } from "./mirrored.ts";

/** Facts of a stack of development. */
export const inDev = { facts: { id: "dev-aws-use1-data", environment: "dev", isProtected: false } } as const;
const tags = { environment: "dev" };
const labels = { environment: "dev" };
const system = [{ key: "CriticalAddonsOnly", value: "true", effect: "NO_SCHEDULE" }];

/** What development may not cost: standbys, gateways, nodes that never go. */
const development: readonly Mirrored[] = [
  {
    ...{ type: "aws_db_instance", ...inDev, fine: { tags, multi_az: false, storage_type: "gp3", instance_class: "db.t4g.medium" } },
    alsoFine: [{ multi_az: true, tags: { environment: "staging" } }, { storage_type: "io2" }, { instance_class: "db.r6g.large" }],
    broken: [
      ["C-01", { multi_az: true }],
      ["C-02", { storage_type: "gp2" }],
      ["C-03", { instance_class: "db.m5.large" }],
    ],
  },
  { type: "aws_rds_cluster", ...inDev, fine: { tags }, broken: [["C-01", { db_cluster_instance_class: "db.m6gd.large" }]] },
  {
    ...{ type: "azurerm_mssql_database", ...inDev, fine: { tags, zone_redundant: false, sku_name: "GP_Gen5_2" } },
    broken: [
      ["C-01", { zone_redundant: true }],
      ["C-03", { sku_name: "GP_Gen4_2" }],
    ],
  },
  {
    ...{ type: "azurerm_mysql_flexible_server", ...inDev, fine: { tags } },
    broken: [["C-01", { high_availability: [{ mode: "SameZone" }] }]],
  },
  {
    ...{ type: "azurerm_postgresql_flexible_server", ...inDev, fine: { tags, sku_name: "GP_Standard_D2ds_v5" } },
    alsoFine: [{ sku_name: "B_Standard_B1ms" }],
    broken: [
      ["C-01", { high_availability: [{ mode: "ZoneRedundant" }] }],
      ["C-03", { sku_name: "GP_Standard_D2s_v3" }],
    ],
  },
  {
    ...{ type: "google_sql_database_instance", ...inDev },
    fine: { settings: [{ user_labels: labels, availability_type: "ZONAL", disk_type: "PD_SSD", tier: "db-custom-2-8192" }] },
    broken: [
      ["C-01", { settings: [{ user_labels: labels, availability_type: "REGIONAL" }] }],
      ["C-02", { settings: [{ user_labels: labels, disk_type: "PD_HDD" }] }],
      ["C-03", { settings: [{ user_labels: labels, tier: "db-n1-standard-1" }] }],
    ],
  },
  {
    ...{
      type: "aws_eks_node_group",
      ...inDev,
      beside: { "aws_eks_node_group.System": { tags, taint: system, capacity_type: "ON_DEMAND" } },
    },
    fine: { tags, capacity_type: "SPOT", instance_types: ["m7g.large"], scaling_config: [{ min_size: 1 }] },
    alsoFine: [
      { capacity_type: "ON_DEMAND", scaling_config: [{ min_size: 0 }] },
      { capacity_type: "ON_DEMAND", taint: system },
    ],
    broken: [
      ["C-01", { capacity_type: "ON_DEMAND" }],
      ["C-01", { capacity_type: "ON_DEMAND", taint: [{ key: "gpu", effect: "NO_SCHEDULE" }] }],
      ["C-03", { instance_types: ["m7g.large", "m5.large"] }],
    ],
  },
  {
    ...{ type: "azurerm_kubernetes_cluster_node_pool", ...inDev },
    beside: { "azurerm_kubernetes_cluster_node_pool.System": { tags, mode: "System" } },
    fine: { tags, priority: "Spot", vm_size: "Standard_D4ads_v5", min_count: 1 },
    alsoFine: [
      { priority: "Regular", mode: "System" },
      { priority: "Regular", min_count: 0 },
    ],
    broken: [
      ["C-01", { priority: "Regular" }],
      ["C-03", { vm_size: "Standard_D4s_v3" }],
    ],
  },
  {
    ...{ type: "google_container_node_pool", ...inDev },
    beside: { "google_container_node_pool.System": { node_config: [{ spot: true, resource_labels: labels }] } },
    fine: { node_config: [{ spot: true, resource_labels: labels, disk_type: "pd-balanced", machine_type: "n2d-standard-4" }] },
    alsoFine: [
      { node_config: [{ spot: false, resource_labels: labels }], autoscaling: [{ total_min_node_count: 0 }] },
      { node_config: [{ spot: false, resource_labels: labels, taint: [{ key: "components.gke.io/gke-managed-components" }] }] },
      { node_config: [{ spot: true, machine_type: "n1-standard-4", guest_accelerator: [{ type: "nvidia-tesla-t4", count: 1 }] }] },
    ],
    broken: [
      ["C-01", { node_config: [{ spot: false, resource_labels: labels }] }],
      ["C-02", { node_config: [{ spot: true, disk_type: "pd-standard" }] }],
      ["C-03", { node_config: [{ spot: true, machine_type: "n1-standard-4" }] }],
    ],
  },
];

const disk = (volume_type: string) => [{ volume_type }];
const azureDisk = (storage_account_type: string) => [{ storage_account_type }];
const ofMachine = (type: string, disks: readonly string[]): Mirrored => ({
  ...{ type, fine: Object.fromEntries(disks.map((name) => [name, azureDisk("Premium_LRS")])) },
  broken: disks.map((name) => ["C-02", { [name]: azureDisk("Standard_LRS") }]),
});

/** What costs more than it must, by type. */
const disksAndMachines: readonly Mirrored[] = [
  { type: "aws_ebs_volume", fine: { type: "gp3" }, alsoFine: [{ type: "st1" }], broken: [["C-02", { type: "gp2" }]] },
  {
    type: "aws_instance",
    fine: { instance_type: "m7g.large", root_block_device: disk("gp3") },
    broken: [
      ["C-02", { root_block_device: disk("gp2") }],
      ["C-02", { ebs_block_device: disk("io1") }],
      ["C-03", { instance_type: "t2.micro" }],
    ],
  },
  {
    type: "aws_launch_template",
    fine: { instance_type: "m7g.large", block_device_mappings: [{ ebs: disk("gp3") }] },
    broken: [
      ["C-02", { block_device_mappings: [{ ebs: disk("standard") }] }],
      ["C-03", { instance_type: "c4.large" }],
    ],
  },
  ...(
    [
      ["aws_rds_cluster_instance", "instance_class", "db.r7g.large", "db.r4.large"],
      ["aws_elasticache_replication_group", "node_type", "cache.t4g.small", "cache.m4.large"],
      ["aws_dms_replication_instance", "replication_instance_class", "dms.c6i.large", "dms.c4.large"],
      ["azurerm_linux_virtual_machine", "size", "Standard_B2s_v2", "Standard_B2s"],
      ["azurerm_windows_virtual_machine", "size", "Standard_F8as_v6", "Standard_F8s_v5"],
      ["azurerm_windows_virtual_machine", "size", "Standard_L8s_v3", "Standard_D8s_v1"],
      ["azurerm_linux_virtual_machine_scale_set", "sku", "Standard_E4-2s_v5", "Standard_E4-2s_v3"],
      ["azurerm_windows_virtual_machine_scale_set", "sku", "Standard_L8s_v3", "Standard_L8s_v2"],
      ["azurerm_orchestrated_virtual_machine_scale_set", "sku_name", "Standard_DC2s_v3", "Standard_DS2_v2"],
      ["google_compute_instance", "machine_type", "c4a-standard-4", "projects/p/zones/z/machineTypes/n1-standard-1"],
      ["google_compute_instance_template", "machine_type", "e2-medium", "f1-micro"],
      ["google_compute_region_instance_template", "machine_type", "n4-standard-2", "custom-2-4096"],
    ] as const
  ).map(([type, argument, now, past]): Mirrored => ({ type, fine: { [argument]: now }, broken: [["C-03", { [argument]: past }]] })),
  {
    type: "azurerm_kubernetes_cluster",
    fine: { default_node_pool: [{ vm_size: "Standard_D4ads_v5" }] },
    broken: [["C-03", { default_node_pool: [{ vm_size: "Standard_D4_v2" }] }]],
  },
  {
    type: "google_container_cluster",
    fine: { node_config: [{ disk_type: "pd-balanced", machine_type: "n2d-standard-2" }] },
    broken: [
      ["C-02", { node_config: [{ disk_type: "pd-standard" }] }],
      ["C-03", { node_config: [{ machine_type: "g1-small" }] }],
    ],
  },
  {
    type: "azurerm_managed_disk",
    fine: { storage_account_type: "StandardSSD_LRS" },
    broken: [["C-02", { storage_account_type: "Standard_LRS" }]],
  },
  { type: "google_compute_disk", fine: { type: "pd-balanced" }, broken: [["C-02", { type: "projects/p/zones/z/diskTypes/pd-standard" }]] },
  ...["linux", "windows"].map((system) => ofMachine(`azurerm_${system}_virtual_machine`, ["os_disk"])),
  ...["linux", "windows", "orchestrated"].map((kind) => ofMachine(`azurerm_${kind}_virtual_machine_scale_set`, ["os_disk", "data_disk"])),
  {
    type: "google_compute_instance",
    fine: { boot_disk: [{ initialize_params: [{ type: "pd-balanced" }] }] },
    broken: [["C-02", { boot_disk: [{ initialize_params: [{ type: "pd-standard" }] }] }]],
  },
  ...["", "region_"].map((where) => ({
    ...{ type: `google_compute_${where}instance_template`, fine: { disk: [{ disk_type: "pd-balanced" }] } },
    broken: [["C-02", { disk: [{ disk_type: "pd-standard" }] }]] as const,
  })),
  { type: "google_compute_region_disk", fine: { type: "hyperdisk-balanced" }, broken: [["C-02", { type: "pd-standard" }]] },
  {
    type: "kubernetes_storage_class_v1",
    fine: { storage_provisioner: "ebs.csi.eks.amazonaws.com", parameters: { type: "gp3" } },
    alsoFine: [
      { storage_provisioner: "example.com/nfs", parameters: { type: "standard" } },
      { parameters: { type: "gp3", tier: "standard" } },
    ],
    broken: [
      ["C-02", { parameters: { type: "gp2" } }],
      ["C-02", { storage_provisioner: "disk.csi.azure.com", parameters: { SKUName: "Standard_LRS" } }],
      ["C-02", { storage_provisioner: "pd.csi.storage.gke.io", parameters: { type: "pd-standard" } }],
    ],
  },
];

const days = (type: string): Mirrored => ({
  ...{ type, fine: { retention_days: 365 }, alsoFine: [{ retention_days: 0 }] },
  ...{ broken: [["C-04", { retention_days: 400 }]] as const },
});

const logsAndBuckets: readonly Mirrored[] = [
  {
    ...{ type: "aws_cloudwatch_log_group", fine: { retention_in_days: 365 } },
    broken: [
      ["C-04", { retention_in_days: 400 }],
      ["C-04", { retention_in_days: 0 }],
    ],
  },
  { type: "azurerm_log_analytics_workspace", fine: { retention_in_days: 90 }, broken: [["C-04", { retention_in_days: 730 }]] },
  {
    ...{ type: "azurerm_log_analytics_workspace_table", fine: { retention_in_days: 90, total_retention_in_days: 365 } },
    broken: [
      ["C-04", { retention_in_days: 730 }],
      ["C-04", { total_retention_in_days: 730 }],
    ],
  },
  {
    ...{
      type: "azurerm_mssql_server_extended_auditing_policy",
      fine: { storage_endpoint: "https://a.example.com", retention_in_days: 90 },
    },
    alsoFine: [{ storage_endpoint: null, retention_in_days: 0 }],
    broken: [["C-04", { retention_in_days: 0 }]],
  },
  {
    ...{ type: "azurerm_network_watcher_flow_log", fine: { retention_policy: [{ days: 90, enabled: true }] } },
    broken: [
      ["C-04", { retention_policy: [{ days: 0, enabled: true }] }],
      ["C-04", { retention_policy: [{ days: 366, enabled: true }] }],
    ],
  },
  ...["project", "folder", "organization", "billing_account"].map((level) => days(`google_logging_${level}_bucket_config`)),
  {
    ...{ type: "google_storage_bucket", fine: { lifecycle_rule: [{ action: [{ type: "Delete" }], condition: [{ age: 30 }] }] } },
    broken: [["C-05", { lifecycle_rule: [] }]],
  },
];

/** What a plan shows of the rules over costs, by type. */
export const mirroredCost: readonly Mirrored[] = [...development, ...disksAndMachines, ...logsAndBuckets];
