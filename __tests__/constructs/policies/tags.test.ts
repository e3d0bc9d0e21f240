import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { policies } from "../../../constructs/policies/index.ts";
import type { Policy } from "../../../constructs/policies/policy.ts";
import type { StackFacts } from "../../../constructs/policies/stack-view.ts";
import { taggableTypes as judgedTypes, tagPlaces } from "../../../constructs/policies/tagged.ts";
import { tagPolicies } from "../../../constructs/policies/tags.ts";
import { taggableFile, taggableText, taggableTypes } from "../../../generate/policies/taggable.ts";
import { type Attributes, judged, judgedEstate } from "./judged.ts";

const own = {
  "cost-center": "cc-1",
  environment: "prod",
  "managed-by": "cdktf",
  owner: "platform",
  stack: "prod-aws-use1-data",
};
const { owner: _, ...ownerless } = own;
const kept = { "backup-tier": "1", "data-classification": "internal" };
const policy = (id: string): Policy => policies.find((one) => one.id === id) as Policy;

interface Case {
  readonly name: string;
  readonly id: string;
  readonly resources: Readonly<Record<string, Attributes>>;
  readonly facts?: Partial<StackFacts>;
  /** One pattern for each finding. */
  readonly found: readonly RegExp[];
}

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_item, index) => [`key-${index}`, "x"]));
const dev: Partial<StackFacts> = { environment: "dev", isProtected: false };

const cases: Case[] = [
  { name: "all tags", id: "T-01", resources: { "aws_s3_bucket.It": { tags: { ...own, more: "x" } } }, found: [] },
  {
    name: "no tags",
    id: "T-01",
    resources: { "aws_s3_bucket.It": {} },
    found: [/^aws_s3_bucket\.It tags: got \[\], wanted also cost-center, environment, managed-by, owner, stack$/],
  },
  {
    name: "tags that are null",
    id: "T-01",
    resources: { "azurerm_key_vault.It": { tags: null } },
    found: [/got \[\], wanted also cost-center/],
  },
  {
    name: "one that is missing",
    id: "T-01",
    resources: { "azurerm_storage_account.It": { tags: ownerless } },
    found: [/wanted also owner$/],
  },
  { name: "one that is empty", id: "T-01", resources: { "aws_vpc.It": { tags: { ...own, owner: "" } } }, found: [/also owner$/] },
  { name: "one that is a reference", id: "T-01", resources: { "aws_vpc.It": { tags: { ...own, stack: "${var.stack}" } } }, found: [] },
  { name: "tags that an expression gives", id: "T-01", resources: { "aws_vpc.It": { tags: "${merge(local.a, local.b)}" } }, found: [] },
  {
    name: "another environment's",
    id: "T-01",
    resources: { "aws_vpc.It": { tags: { ...own, environment: "dev" } } },
    found: [/tags\.environment: got "dev", wanted prod/],
  },
  {
    name: "another stack's",
    id: "T-01",
    resources: { "aws_vpc.It": { tags: { ...own, stack: "else" } } },
    found: [/tags\.stack: got "else", wanted prod-aws-use1-data/],
  },
  {
    name: "labels of Google Cloud",
    id: "T-01",
    resources: { "google_storage_bucket.It": { labels: ownerless } },
    found: [/ labels: .*also owner$/],
  },
  {
    name: "labels for people, beside labels that are settings",
    id: "T-01",
    resources: { "google_monitoring_notification_channel.It": { labels: { email_address: "a@b.c" }, user_labels: own } },
    found: [],
  },
  {
    name: "labels of a cluster",
    id: "T-01",
    resources: { "google_container_cluster.It": { resource_labels: ownerless } },
    found: [/resource_labels: .*also owner/],
  },
  { name: "what cannot be tagged", id: "T-01", resources: { "aws_route.It": {}, "kubernetes_namespace_v1.It": {} }, found: [] },
  {
    name: "labels in a block",
    id: "T-01",
    resources: {
      "google_sql_database_instance.It": { settings: [{ user_labels: own }] },
      "google_sql_database_instance.Bad": { settings: [{ user_labels: ownerless }] },
    },
    found: [/^google_sql_database_instance\.Bad settings\.user_labels: .*also owner$/],
  },
  {
    name: "tags of what a template launches",
    id: "T-01",
    resources: {
      "aws_launch_template.It": {
        tags: own,
        tag_specifications: [
          { resource_type: "instance", tags: own },
          { resource_type: "volume", tags: ownerless },
        ],
      },
      "aws_launch_template.None": { tags: own },
      "aws_launch_template.Dynamic": { tags: own, dynamic: { tag_specifications: {} } },
    },
    found: [/It tag_specifications\.tags: .*also owner/, /None tag_specifications\.tags: got \[\]/],
  },
  {
    name: "tags that are blocks",
    id: "T-01",
    resources: {
      "aws_autoscaling_group.It": { tag: Object.entries(own).map(([key, value]) => ({ key, value, propagate_at_launch: true })) },
      "aws_autoscaling_group.Bad": { tag: [{ key: "owner", value: "platform" }] },
    },
    found: [/Bad tag: got \["owner"\], wanted also cost-center/],
  },
  { name: "tags that fit", id: "T-02", resources: { "aws_vpc.It": { tags: own }, "google_storage_bucket.It": { labels: own } }, found: [] },
  {
    name: "a value that Google refuses",
    id: "T-02",
    resources: { "google_storage_bucket.It": { labels: { owner: "A@b.c" } } },
    found: [/labels\.owner: got "A@b\.c", wanted .* such as a_at_b_c/],
  },
  {
    name: "a key that Google refuses",
    id: "T-02",
    resources: { "google_storage_bucket.It": { labels: { Owner: "a" } } },
    found: [/labels: got "Owner", .* such as owner/],
  },
  {
    name: "a value that is too long",
    id: "T-02",
    resources: { "google_storage_bucket.It": { labels: { owner: "a".repeat(64) } } },
    found: [/labels\.owner/],
  },
  { name: "a reference", id: "T-02", resources: { "google_storage_bucket.It": { labels: { owner: "${var.OWNER}" } } }, found: [] },
  {
    name: "a key that AWS keeps for itself",
    id: "T-02",
    resources: { "aws_vpc.It": { tags: { "aws:owner": "a" } } },
    found: [/such as x-aws:owner/],
  },
  {
    name: "a key that is too long",
    id: "T-02",
    resources: { "aws_vpc.It": { tags: { ["k".repeat(129)]: "a" } } },
    found: [/tags: got "kkk/],
  },
  { name: "a value that AWS refuses", id: "T-02", resources: { "aws_vpc.It": { tags: { owner: "a;b" } } }, found: [/such as a_b/] },
  { name: "more tags than AWS takes", id: "T-02", resources: { "aws_vpc.It": { tags: many(51) } }, found: [/got 51, wanted at most 50/] },
  {
    name: "more tags than a zone of Azure takes",
    id: "T-02",
    resources: { "azurerm_private_dns_zone.It": { tags: many(16) }, "azurerm_key_vault.It": { tags: many(16) } },
    found: [/private_dns_zone\.It tags: got 16, wanted at most 15/],
  },
  {
    name: "keys that Azure takes for one",
    id: "T-02",
    resources: { "azurerm_key_vault.It": { tags: { Owner: "a", owner: "b" } }, "aws_vpc.It": { tags: { Owner: "a", owner: "b" } } },
    found: [/azurerm.*differ in more than case/],
  },
  { name: "a key that Azure refuses", id: "T-02", resources: { "azurerm_key_vault.It": { tags: { "a/b": "x" } } }, found: [/such as a_b/] },
  {
    name: "data that says what it is",
    id: "T-03",
    resources: { "aws_s3_bucket.It": { tags: kept }, "azurerm_mssql_database.It": { tags: kept } },
    found: [],
  },
  {
    name: "data that does not",
    id: "T-03",
    resources: { "aws_s3_bucket.It": { tags: own } },
    found: [/also backup-tier, data-classification$/],
  },
  {
    name: "a database whose labels are in a block",
    id: "T-03",
    resources: { "google_sql_database_instance.It": { settings: [{ user_labels: { "backup-tier": "1" } }] } },
    found: [/also data-classification$/],
  },
  { name: "what keeps no data", id: "T-03", resources: { "aws_vpc.It": { tags: own } }, found: [] },
  {
    name: "what stops, in dev",
    id: "T-04",
    facts: dev,
    resources: { "aws_db_instance.It": { tags: { "auto-stop": "mon-fri" } } },
    found: [],
  },
  {
    name: "what does not stop, in dev",
    id: "T-04",
    facts: dev,
    resources: { "aws_db_instance.It": { tags: own }, "google_container_node_pool.It": { node_config: [{ resource_labels: own }] } },
    found: [/db_instance.*also auto-stop/, /node_pool.*also auto-stop/],
  },
  { name: "what does not stop, in production", id: "T-04", resources: { "aws_db_instance.It": { tags: own } }, found: [] },
];

describe("rules over tags", () => {
  it.each(cases)("$id: $name", ({ id, resources, facts, found }) => {
    const findings = judged(policy(id), resources, facts);
    expect(findings.length, findings.join("\n")).toBe(found.length);
    found.forEach((pattern, index) => {
      expect(findings[index]).toMatch(pattern);
    });
  });

  it("hold nothing against the default estate", () => expect(judgedEstate(tagPolicies)).toEqual([]));
});

describe("the list of what can be tagged", () => {
  it("agrees with the bindings", () => {
    const text = taggableText(taggableTypes());
    expect(
      readFileSync(taggableFile, "utf8") === text,
      `${taggableFile}: run node synth/run.cjs generate/policies/taggable-command.ts`,
    ).toBe(true);
  });

  it("has every type that a rule over tags looks at", () => {
    const unknown = tagPolicies.flatMap(({ appliesTo }) => appliesTo.filter((type) => !judgedTypes.includes(type)));
    expect(unknown).toEqual([]);
    expect(judgedTypes.length).toBeGreaterThan(1400);
  });

  it("gives a place for each of them", () => {
    const stack = {} as never;
    const placeless = judgedTypes.filter(
      (type) => tagPlaces({ kind: "resource", type, address: "", path: "", attributes: {}, stack }).length === 0,
    );
    expect(placeless).toEqual([]);
  });
});
