import type { Value } from "./rego/values.ts";

/** One resource of a plan. */
export interface Change {
  readonly type: string;
  /** @default It */
  readonly name?: string;
  readonly actions: readonly string[];
  readonly after?: { readonly [argument: string]: Value };
  readonly unknown?: { readonly [argument: string]: Value };
}

/** A plan as HCP Terraform gives it to a policy. https://developer.hashicorp.com/terraform/internals/json-format */
export const planOf = (...changes: Change[]): Value => ({
  plan: {
    resource_changes: changes.map(({ type, name = "It", actions, after, unknown }) => ({
      address: `${type}.${name}`,
      mode: "managed",
      type,
      name,
      change: { actions: [...actions], before: null, after: after ?? null, after_unknown: unknown ?? {} },
    })),
  },
});

export interface PolicyCase {
  readonly name: string;
  readonly input: Value;
  /** One pattern for each message. */
  readonly refused: readonly RegExp[];
}

/** A plan that makes one resource. */
export const created = (type: string, after: Change["after"], unknown?: Change["unknown"]): Value =>
  planOf({ type, actions: ["create"], after, unknown });

export const statefulCases: PolicyCase[] = [
  {
    name: "a database that is destroyed",
    input: planOf({ type: "aws_db_instance", actions: ["delete"] }),
    refused: [/^X-02: aws_db_instance\.It would be destroyed, .*retired on purpose\? Then an administrator overrides/],
  },
  {
    name: "a bucket that is replaced, whichever goes first",
    input: planOf(
      { type: "google_storage_bucket", actions: ["delete", "create"] },
      { type: "azurerm_storage_account", actions: ["create", "delete"] },
    ),
    refused: [/^X-02: azurerm_storage_account\.It would be replaced, /, /^X-02: google_storage_bucket\.It would be replaced, /],
  },
  {
    name: "what is made, changed, read, left alone or forgotten",
    input: planOf(...["create", "update", "read", "no-op", "forget"].map((action) => ({ type: "aws_kms_key", actions: [action] }))),
    refused: [],
  },
  { name: "what keeps nothing", input: planOf({ type: "aws_route", actions: ["delete", "create"] }), refused: [] },
  { name: "a plan that changes nothing", input: planOf(), refused: [] },
];

const kept = { "backup-tier": "gold", "data-classification": "internal" };
const tags = { ...kept, "cost-center": "cc-1", environment: "dev", "managed-by": "cdktf", owner: "platform", stack: "dev-aws-use1-data" };
const { owner: _, ...ownerless } = tags;

export const taggingCases: PolicyCase[] = [
  { name: "all tags", input: created("aws_s3_bucket", { tags: { ...tags, extra: "x" } }), refused: [] },
  {
    name: "a tag that is missing",
    input: planOf({ type: "azurerm_storage_account", actions: ["update"], after: { tags: ownerless } }),
    refused: [/^T-01: azurerm_storage_account\.It has no owner in its tags\./],
  },
  { name: "an empty tag", input: created("aws_s3_bucket", { tags: { ...tags, stack: "" } }), refused: [/has no stack in its tags/] },
  {
    name: "no tags at all",
    input: created("aws_s3_bucket", { tags: null }),
    refused: [
      ...[/^T-01: .*no cost-center/, /no environment/, /no managed-by/, /no owner/, /no stack/],
      ...[/^T-03: .*no backup-tier/, /^T-03: .*no data-classification/],
    ],
  },
  { name: "what cannot be tagged", input: created("aws_route", { route_table_id: "rtb-1" }), refused: [] },
  { name: "labels of Google Cloud", input: created("google_storage_bucket", { labels: ownerless }), refused: [/no owner in its labels/] },
  {
    name: "labels for people, beside labels that are settings",
    input: created("google_monitoring_notification_channel", { labels: { email_address: "a@b.c" }, user_labels: tags }),
    refused: [],
  },
  {
    name: "labels for people that are not known yet, beside labels that are settings",
    input: created("google_monitoring_notification_channel", { labels: { email_address: "a@b.c" } }, { user_labels: true }),
    refused: [],
  },
  { name: "tags that are not known yet", input: created("aws_s3_bucket", {}, { tags: true }), refused: [] },
  { name: "one tag that is not known yet", input: created("aws_s3_bucket", { tags: ownerless }, { tags: { owner: true } }), refused: [] },
  { name: "what goes away", input: planOf({ type: "aws_s3_bucket", actions: ["delete"] }), refused: [] },
  { name: "what is not changed", input: planOf({ type: "aws_s3_bucket", actions: ["no-op"], after: { tags: {} } }), refused: [] },
  {
    name: "data that does not say how it is kept",
    input: created("google_storage_bucket", { labels: { ...tags, "backup-tier": "" } }),
    refused: [/^T-03: google_storage_bucket\.It has no backup-tier in its labels/],
  },
  {
    name: "nodes in dev that do not say when they may be stopped",
    input: created("aws_eks_node_group", { tags }),
    refused: [/^T-04: aws_eks_node_group\.It has no auto-stop/],
  },
  { name: "nodes in dev that do", input: created("aws_eks_node_group", { tags: { ...tags, "auto-stop": "evenings" } }), refused: [] },
  { name: "nodes elsewhere", input: created("aws_eks_node_group", { tags: { ...tags, environment: "staging" } }), refused: [] },
  ...(
    [
      ["aws_sns_topic", "tags", { "team;a": "x" }],
      ["aws_sns_topic", "tags", { team: "a".repeat(257) }],
      ["azurerm_dns_zone", "tags", { "team/a": "x" }],
      ["google_pubsub_topic", "labels", { team: "A" }],
      ["google_pubsub_topic", "labels", { "1team": "a" }],
    ] as const
  ).map(([type, argument, wrong]) => ({
    name: `${JSON.stringify(wrong).slice(0, 40)} as ${argument} of ${type}`,
    input: created(type, { [argument]: { ...tags, ...wrong } }),
    refused: [new RegExp(`^T-02: ${type}\\.It: ${Object.keys(wrong)[0]} is not a tag, or has a value`)],
  })),
  { name: "what keeps no data", input: created("aws_sns_topic", { tags: { ...tags, "backup-tier": "" } }), refused: [] },
  {
    name: "as many labels as a cloud takes",
    input: created("google_pubsub_topic", {
      labels: { ...tags, ...Object.fromEntries(Array.from({ length: 55 }, (_, n) => [`k${n}`, "v"])) },
    }),
    refused: [],
  },
  {
    name: "more tags than a cloud takes",
    input: created("aws_sns_topic", { tags: { ...tags, ...Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, "v"])) } }),
    refused: [/^T-02: aws_sns_topic\.It has more tags than the 50/],
  },
  { name: "teams and the like", input: created("tfe_workspace", { tags: {} }), refused: [] },
];
