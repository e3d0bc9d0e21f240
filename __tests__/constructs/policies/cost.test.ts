import { describe, expect, it } from "vitest";
import { accountBudget } from "../../../constructs/policies/cost-budgets.ts";
import { devCostPolicies } from "../../../constructs/policies/cost-dev.ts";
import { bucketLifecycle } from "../../../constructs/policies/cost-stores.ts";
import type { StackFacts } from "../../../constructs/policies/stack-view.ts";
import { type Attributes, judged, judgedEstate } from "./judged.ts";

const policies = [...devCostPolicies, bucketLifecycle, accountBudget];
const dev: Partial<StackFacts> = { environment: "dev", isProtected: false };

interface Case {
  readonly name: string;
  readonly id: string;
  readonly resources: Readonly<Record<string, Attributes>>;
  /** @default development's */
  readonly facts?: Partial<StackFacts>;
  readonly found: readonly RegExp[];
}

const system = { "aws_eks_node_group.System": { taint: [{ key: "CriticalAddonsOnly", effect: "NO_SCHEDULE" }] } };
const bucket = { "aws_s3_bucket.It": {} };
const ruleOf = (attributes: Attributes) => ({
  ...bucket,
  "aws_s3_bucket_lifecycle_configuration.Rules": { bucket: "${aws_s3_bucket.It.id}", ...attributes },
});
const account = { "azurerm_storage_account.It": { account_kind: "StorageV2" } };
const flowLog = (retention: Attributes) => ({
  ...account,
  "azurerm_network_watcher_flow_log.Log": { storage_account_id: "${azurerm_storage_account.It.id}", retention_policy: [retention] },
});
const budget = (amount: unknown, unit = "MONTHLY") => ({ "aws_budgets_budget.It": { limit_amount: amount, time_unit: unit } });
const ofAws = { budgets: { aws: 2500 } };

const cases: Case[] = [
  {
    name: "databases without a standby",
    id: "C-01",
    resources: {
      "aws_db_instance.A": { multi_az: false },
      "aws_db_instance.B": {},
      "google_sql_database_instance.C": { settings: [{ availability_type: "ZONAL" }] },
      "azurerm_mssql_database.D": { zone_redundant: false },
      "azurerm_postgresql_flexible_server.E": {},
      "aws_rds_cluster.F": {},
    },
    found: [],
  },
  {
    name: "databases with one",
    id: "C-01",
    resources: {
      "aws_db_instance.A": { multi_az: true },
      "google_sql_database_instance.B": { settings: [{ availability_type: "REGIONAL" }] },
      "azurerm_mssql_database.C": { zone_redundant: true },
      "azurerm_postgresql_flexible_server.D": { high_availability: [{ mode: "ZoneRedundant" }] },
      "azurerm_mysql_flexible_server.E": { high_availability: [{ mode: "SameZone" }] },
      "aws_rds_cluster.F": { db_cluster_instance_class: "db.m6gd.large" },
    },
    found: [
      /aws_db_instance\.A multi_az: got true/,
      /aws_rds_cluster\.F db_cluster/,
      /azurerm_mssql/,
      /azurerm_mysql/,
      /azurerm_postgresql/,
      /google_sql.*availability_type: got "REGIONAL"/,
    ],
  },
  {
    name: "a standby elsewhere than in dev",
    id: "C-01",
    facts: { environment: "staging" },
    resources: { "aws_db_instance.A": { multi_az: true } },
    found: [],
  },
  { name: "one gateway", id: "C-01", resources: { "aws_nat_gateway.A": {}, "azurerm_nat_gateway.A": {} }, found: [] },
  {
    name: "a gateway a zone",
    id: "C-01",
    resources: { "aws_nat_gateway.A": {}, "aws_nat_gateway.B": {}, "azurerm_nat_gateway.A": {}, "azurerm_nat_gateway.B": {} },
    found: [/^aws_nat_gateway\.B: got "beside aws_nat_gateway\.A"/, /^azurerm_nat_gateway\.B/],
  },
  {
    name: "a gateway a zone elsewhere",
    id: "C-01",
    facts: { environment: "prod" },
    resources: { "aws_nat_gateway.A": {}, "aws_nat_gateway.B": {} },
    found: [],
  },
  {
    name: "a system pool, spot nodes, and a pool that goes to none",
    id: "C-01",
    resources: {
      ...system,
      "aws_eks_node_group.Spot": { capacity_type: "SPOT" },
      "aws_eks_node_group.Idle": { scaling_config: [{ min_size: 0 }] },
      "azurerm_kubernetes_cluster_node_pool.System": { mode: "System" },
      "azurerm_kubernetes_cluster_node_pool.Spot": { priority: "Spot" },
      "google_container_node_pool.System": { node_config: [{ taint: [{ key: "components.gke.io/gke-managed-components" }] }] },
      "google_container_node_pool.Spot": { node_config: [{ spot: true }] },
      "google_container_node_pool.Idle": { autoscaling: [{ total_min_node_count: 0 }], node_config: [{ spot: false }] },
    },
    found: [],
  },
  {
    name: "nodes at the full price",
    id: "C-01",
    resources: {
      ...system,
      "aws_eks_node_group.More": { capacity_type: "ON_DEMAND", scaling_config: [{ min_size: 1 }] },
      "azurerm_kubernetes_cluster_node_pool.More": { min_count: 1 },
      "azurerm_kubernetes_cluster_node_pool.Spot": { priority: "Spot" },
      "google_container_node_pool.More": { node_config: [{ spot: false }] },
      "google_container_node_pool.Spot": { node_config: [{ spot: true }] },
    },
    found: [
      /aws_eks_node_group\.More capacity_type: got "ON_DEMAND", wanted "SPOT", or scaling_config\.min_size 0/,
      /azurerm.*More priority: got nothing/,
      /google.*More node_config\.spot/,
    ],
  },
  { name: "the only pool", id: "C-01", resources: { "aws_eks_node_group.Only": { capacity_type: "ON_DEMAND" } }, found: [] },
  {
    name: "links that are asked for",
    id: "C-08",
    facts: { ...dev, isLinked: true },
    resources: { "aws_ec2_transit_gateway.It": {}, "azurerm_virtual_network_gateway.It": {} },
    found: [],
  },
  {
    name: "links that nobody asked for",
    id: "C-08",
    resources: {
      "aws_ec2_transit_gateway.It": {},
      "aws_dx_connection.It": {},
      "azurerm_virtual_network_gateway.It": {},
      "azurerm_express_route_circuit.It": {},
      "google_compute_vpn_tunnel.It": {},
    },
    found: [/aws_dx/, /aws_ec2/, /azurerm_express/, /azurerm_virtual/, /google/],
  },
  { name: "links elsewhere", id: "C-08", facts: { environment: "prod" }, resources: { "aws_ec2_transit_gateway.It": {} }, found: [] },
  {
    name: "a bucket of AWS with a rule",
    id: "C-05",
    resources: ruleOf({ rule: [{ status: "Disabled" }, { status: "Enabled" }] }),
    found: [],
  },
  {
    name: "a bucket with its rule inside",
    id: "C-05",
    resources: { "aws_s3_bucket.It": { lifecycle_rule: [{ enabled: true }] } },
    found: [],
  },
  { name: "rules that are written out later", id: "C-05", resources: ruleOf({ dynamic: { rule: {} } }), found: [] },
  {
    name: "a bucket of AWS without",
    id: "C-05",
    resources: bucket,
    found: [/^aws_s3_bucket\.It aws_s3_bucket_lifecycle_configuration: got nothing/],
  },
  {
    name: "a bucket whose rules are off",
    id: "C-05",
    resources: ruleOf({ rule: [{ status: "Disabled" }] }),
    found: [/^aws_s3_bucket\.It rule: .*wanted a rule that is on/],
  },
  {
    name: "another bucket's rule",
    id: "C-05",
    resources: { ...ruleOf({ rule: [{ status: "Enabled" }] }), "aws_s3_bucket.ItsCopy": {} },
    found: [/ItsCopy/],
  },
  {
    name: "buckets of Google",
    id: "C-05",
    resources: { "google_storage_bucket.It": { lifecycle_rule: [{ action: [{ type: "Delete" }] }] }, "google_storage_bucket.Bad": {} },
    found: [/Bad lifecycle_rule: got nothing/],
  },
  {
    name: "an account of Azure with a rule",
    id: "C-05",
    resources: {
      ...account,
      "azurerm_storage_management_policy.P": { storage_account_id: "${azurerm_storage_account.It.id}", rule: [{ enabled: true }] },
    },
    found: [],
  },
  {
    name: "an account whose rule is off",
    id: "C-05",
    resources: {
      ...account,
      "azurerm_storage_management_policy.P": { storage_account_id: "${azurerm_storage_account.It.id}", rule: [{ enabled: false }] },
    },
    found: [/rule that is on/],
  },
  { name: "an account without", id: "C-05", resources: account, found: [/azurerm_storage_management_policy: got nothing/] },
  { name: "an account for shares", id: "C-05", resources: { "azurerm_storage_account.It": { account_kind: "FileStorage" } }, found: [] },
  { name: "flow logs, which delete themselves", id: "C-05", resources: flowLog({ enabled: true, days: 90 }), found: [] },
  { name: "flow logs that are kept for ever", id: "C-05", resources: flowLog({ enabled: true, days: 0 }), found: [/management_policy/] },
  { name: "flow logs whose end is off", id: "C-05", resources: flowLog({ enabled: false, days: 90 }), found: [/management_policy/] },
  { name: "the budget", id: "C-06", facts: ofAws, resources: budget("2500"), found: [] },
  { name: "the budget, in another spelling", id: "C-06", facts: ofAws, resources: budget("2500.0"), found: [] },
  {
    name: "no budget",
    id: "C-06",
    facts: ofAws,
    resources: bucket,
    found: [/^terraform aws_budgets_budget: got nothing, wanted a budget of 2500 USD/],
  },
  { name: "another budget", id: "C-06", facts: ofAws, resources: budget("9000"), found: [/got \["9000"\]/] },
  { name: "a budget of a year", id: "C-06", facts: ofAws, resources: budget("2500", "ANNUALLY"), found: [/got nothing/] },
  {
    name: "budgets of Google and Azure",
    id: "C-06",
    facts: { budgets: { gcp: 100, azure: 200 } },
    resources: {
      "google_billing_budget.It": { amount: [{ specified_amount: [{ units: "100" }] }], budget_filter: [{ calendar_period: "MONTH" }] },
      "azurerm_consumption_budget_subscription.It": { amount: 200, time_grain: "Monthly" },
    },
    found: [],
  },
  {
    name: "others than theirs",
    id: "C-06",
    facts: { budgets: { gcp: 100, azure: 200 } },
    resources: {
      "google_billing_budget.It": { amount: [{ specified_amount: [{ units: "101" }] }] },
      "azurerm_consumption_budget_subscription.It": { amount: 201, time_grain: "Monthly" },
    },
    found: [/azurerm.*got \[201\]/, /google.*\["101"\]/],
  },
  { name: "a stack of no account", id: "C-06", facts: {}, resources: bucket, found: [] },
];

describe("rules over costs", () => {
  it.each(cases)("$id: $name", ({ id, resources, facts = dev, found }) => {
    const policy = policies.find((one) => one.id === id);
    const findings = policy === undefined ? ["no rule of this id"] : judged(policy, resources, facts);
    expect(findings.length, findings.join("\n")).toBe(found.length);
    for (const [index, finding] of findings.entries()) expect(finding).toMatch(found[index] as RegExp);
  });

  it("hold nothing against the default estate", () => expect(judgedEstate(policies)).toEqual([]));
});
