import type { Together } from "./mirrored.ts";
import { inDev } from "./mirrored-cost.ts";
import type { Attributes, ByAddress } from "./planned.ts";
import type { Value } from "./rego/values.ts";
import { type Change, type PolicyCase, planOf } from "./terraform-cases.ts";

const tags = { environment: "dev" };
const bucket = "${aws_s3_bucket.It.id}";
const storage_account_id = "${azurerm_storage_account.It.id}";
const two = (type: string, its: Attributes): ByAddress => ({ [`${type}.It`]: its, [`${type}.Later`]: its });
const steady = { tags, capacity_type: "ON_DEMAND" };

/** Stacks of which the rules over plans and those over what is synthesized must say the same. */
export const costTogether: readonly Together[] = [
  { name: "a gateway in dev", ...inDev, stack: { "aws_nat_gateway.It": { tags } }, refused: [] },
  ...["aws_nat_gateway", "azurerm_nat_gateway"].map((type) => ({
    ...{ name: `two of ${type} in dev`, ...inDev, stack: two(type, { tags }), refused: [["C-01", `${type}.Later`]] as const },
  })),
  { name: "two gateways in production", stack: two("aws_nat_gateway", { tags: { environment: "prod" } }), refused: [] },
  { name: "the only nodes of a cluster", ...inDev, stack: { "aws_eks_node_group.It": steady }, refused: [] },
  {
    ...{ name: "two groups of nodes that stay", ...inDev, stack: two("aws_eks_node_group", steady) },
    refused: [
      ["C-01", "aws_eks_node_group.It"],
      ["C-01", "aws_eks_node_group.Later"],
    ],
  },
  {
    name: "a bucket with a rule for what is old",
    stack: {
      "aws_s3_bucket.It": {},
      "aws_s3_bucket_lifecycle_configuration.It": { bucket, rule: [{ id: "old", status: "Enabled" }] },
    },
    refused: [],
  },
  { name: "a bucket without", stack: { "aws_s3_bucket.It": {} }, refused: [["C-05", "aws_s3_bucket.It"]] },
  {
    name: "an account with a rule for what is old",
    stack: {
      "azurerm_storage_account.It": { account_kind: "StorageV2" },
      "azurerm_storage_management_policy.It": { storage_account_id, rule: [{ name: "old", enabled: true }] },
    },
    refused: [],
  },
  {
    name: "an account of flow logs, which delete themselves",
    stack: {
      "azurerm_storage_account.It": { account_kind: "StorageV2" },
      "azurerm_network_watcher_flow_log.It": { storage_account_id, retention_policy: [{ enabled: true, days: 30 }] },
    },
    refused: [],
  },
  {
    name: "accounts without, and one of files",
    stack: { "azurerm_storage_account.It": {}, "azurerm_storage_account.Files": { account_kind: "FileStorage" } },
    refused: [["C-05", "azurerm_storage_account.It"]],
  },
];

const made = (type: string, after: Change["after"] = {}, unknown: Change["unknown"] = {}): Change => ({
  ...{ type, actions: ["create"], after, unknown },
});
const partly = (input: Value): Value => ({ plan: { ...(input as { plan: object }).plan, complete: false } }) as Value;
const companion = { aws_s3_bucket: "aws_s3_bucket_lifecycle_configuration", azurerm_storage_account: "azurerm_storage_management_policy" };

const unknownNodes: readonly Pick<Change, "after" | "unknown">[] = [
  { after: {}, unknown: { capacity_type: true } },
  { after: { capacity_type: "ON_DEMAND", scaling_config: [{}] }, unknown: { scaling_config: [{ min_size: true }] } },
];

/** What only plans have: ids, what is not known yet, parts of a stack. */
export const costPlans: readonly PolicyCase[] = [
  {
    name: "a machine of the first generation whose accelerators are not known yet",
    input: planOf(made("google_compute_instance", { machine_type: "n1-standard-4" }, { guest_accelerator: true })),
    refused: [],
  },
  ...unknownNodes.map(({ after, unknown }) => ({
    name: `nodes in dev, not known yet: ${JSON.stringify(unknown)}`,
    input: planOf(made("aws_eks_node_group", { tags, ...after }, unknown), {
      ...made("aws_eks_node_group", { tags, capacity_type: "SPOT" }),
      name: "Other",
    }),
    refused: [],
  })),
  ...Object.entries(companion).flatMap(([type, other]) => {
    const argument = type === "aws_s3_bucket" ? "bucket" : "storage_account_id";
    const store = made(type, { id: "it" });
    return [
      { name: `a plan for ${type} and not for the rest`, input: partly(planOf(store)), refused: [] },
      { name: `${type} with what is its own`, input: planOf(store, made(other, { [argument]: "it" })), refused: [] },
      {
        name: `${type} with what is another's`,
        input: planOf(store, made(other, { [argument]: "that" })),
        refused: [new RegExp(`^C-05: ${type}`)],
      },
    ];
  }),
];
