import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Estate } from "../../config/estate.ts";
import { loadEstate } from "../../config/load.ts";
import { usageEstimates } from "../../generate/usage.ts";
import { noUsageDefault, usageDefaults } from "../../generate/usage-defaults.ts";
import { usageKeys } from "../../generate/usage-keys.ts";
import { usageProblems } from "../../generate/usage-rules.ts";
import { committed, committedExtract, committedIds, defaultStacks, resources } from "../estate.ts";

const stacks = defaultStacks();
const used = new Set(
  committedIds().flatMap((id) => resources({ ...committed(id), resource: committed(id).resource ?? {} }).map(([type]) => type)),
);
const nat = "aws_nat_gateway.Network_Nat_GatewayA";

type UsageOf = Estate["cost"]["usage"];
const withUsage = (usage: UsageOf): Estate => {
  const estate = loadEstate("config");
  return { ...estate, cost: { ...estate.cost, usage } };
};
const written = (usage: UsageOf) => parse(usageEstimates(withUsage(usage), stacks, committedExtract)["infracost-usage.yml"] ?? "");

const refused: [usage: UsageOf, problem: string][] = [
  [
    { aws_nat_gatway: {} },
    "cost.usage.aws_nat_gatway: aws_nat_gatway is not a resource type with usage in this estate; did you mean aws_nat_gateway?",
  ],
  [
    { cloudflare_zone: {} },
    "cost.usage.cloudflare_zone: cloudflare_zone is not a resource type with usage in this estate; generate/usage-keys.ts lists",
  ],
  [
    { aws_nat_gateway: { monthly_data_procesed_gb: 1 } },
    "cost.usage.aws_nat_gateway.monthly_data_procesed_gb: Infracost has no such key; did you mean monthly_data_processed_gb?",
  ],
  [
    { aws_nat_gateway: { monthly_data_processed_gb: -1 } },
    "cost.usage.aws_nat_gateway.monthly_data_processed_gb: got -1; give a number, 0 or more",
  ],
  [{ aws_nat_gateway: { monthly_data_processed_gb: "5" } }, 'cost.usage.aws_nat_gateway.monthly_data_processed_gb: got "5"; give a number'],
  [
    { aws_nat_gateway: { monthly_data_processed_gb: Number.POSITIVE_INFINITY } },
    "cost.usage.aws_nat_gateway.monthly_data_processed_gb: got Infinity; give a number",
  ],
  [{ aws_s3_bucket: { storage_gb: 5 } }, "cost.usage.aws_s3_bucket.storage_gb: Infracost has no such key"],
  [{ aws_s3_bucket: { standard: 5 } }, "cost.usage.aws_s3_bucket.standard: got 5; give a map of usage keys"],
  [
    { aws_s3_bucket: { standard: { storage_bg: 5 } } },
    "cost.usage.aws_s3_bucket.standard.storage_bg: Infracost has no such key; did you mean storage_gb?",
  ],
  [
    { google_storage_bucket: { monthly_egress_data_transfer_gb: { us: 5 } } },
    "cost.usage.google_storage_bucket.monthly_egress_data_transfer_gb.us: Infracost has no such key",
  ],
  [
    { azurerm_monitor_action_group: { monthly_sms_messages: 5 } },
    "cost.usage.azurerm_monitor_action_group.monthly_sms_messages: got 5; give a map of numbers",
  ],
  [
    { azurerm_monitor_action_group: { monthly_sms_messages: { country_code_1: "x" } } },
    'monthly_sms_messages.country_code_1: got "x"; give a number',
  ],
  [
    { aws_db_instance: { reserved_instance_term: "1_yaer" } },
    'cost.usage.aws_db_instance.reserved_instance_term: got "1_yaer"; did you mean 1_year?',
  ],
  [
    { "aws_nat_gateway.Network_Nat_GatewayZ": {} },
    "cost.usage.aws_nat_gateway.Network_Nat_GatewayZ: no stack has a resource of this address; did you mean aws_nat_gateway.Network_Nat_GatewayA?",
  ],
];

describe("infracost-usage.yml", () => {
  it("has the defaults, by type, in alphabetical order", () => {
    const { version, resource_type_default_usage, resource_usage } = written({});
    expect(version).toBe(0.1);
    expect(resource_type_default_usage).toEqual(usageDefaults);
    expect(Object.keys(resource_type_default_usage)).toEqual(Object.keys(usageDefaults).sort());
    expect(resource_usage).toBeUndefined();
  });

  it("has a default, or a reason for none, for every type of the estate that has usage", () => {
    const known = Object.keys(usageKeys).filter((type) => used.has(type));
    expect(known.length).toBeGreaterThan(35);
    for (const type of known) expect([type in usageDefaults, type in noUsageDefault], type).toContain(true);
    expect(Object.keys(usageDefaults).filter((type) => type in noUsageDefault)).toEqual([]);
    expect(Object.keys(noUsageDefault).filter((type) => !(type in usageKeys))).toEqual([]);
  });

  it("has only keys that Infracost knows", () => expect(usageProblems(usageDefaults, undefined)).toEqual([]));

  it("takes a type's usage from the configuration, key by key over the defaults", () => {
    const { resource_type_default_usage: usage } = written({
      aws_s3_bucket: { standard: { storage_gb: 7 } },
      aws_lb: { rule_evaluations: 1 },
    });
    expect(usage.aws_s3_bucket).toEqual({
      standard: { storage_gb: 7, monthly_tier_1_requests: 100_000, monthly_tier_2_requests: 100_000 },
    });
    expect(usage.aws_lb).toEqual({ ...usageDefaults.aws_lb, rule_evaluations: 1 });
    expect(usage.aws_nat_gateway).toEqual(usageDefaults.aws_nat_gateway);
  });

  it("takes an address's usage, whole: its own over its type's", () => {
    const { resource_usage } = written({
      aws_s3_bucket: { standard: { storage_gb: 7 } },
      [nat]: { monthly_data_processed_gb: 9 },
      [committedS3()]: { standard: { monthly_tier_1_requests: 3 } },
    });
    expect(resource_usage).toEqual({
      [nat]: { monthly_data_processed_gb: 9 },
      [committedS3()]: { standard: { storage_gb: 7, monthly_tier_1_requests: 3, monthly_tier_2_requests: 100_000 } },
    });
  });

  it("is not written with unknown usage, and says so of all of it at once", () => {
    expect(() => written({ aws_nat_gatway: {}, aws_lb: { x: 1 } })).toThrow(
      /^config\/estate\.yaml: 2 problems\n {2}cost\.usage\.aws_nat_gatway: .+\n {2}cost\.usage\.aws_lb\.x: .+$/,
    );
  });

  it("does not ask for an address while some stack has no JSON to look into", () => {
    const read = (id: string) => (id === "dev-aws-account" ? undefined : committedExtract(id));
    const text = usageEstimates(withUsage({ "aws_nat_gateway.Later": { monthly_data_processed_gb: 1 } }), stacks, read);
    expect(text["infracost-usage.yml"]).toContain("aws_nat_gateway.Later");
  });

  it.each(refused)("refuses %j", (usage, problem) => {
    expect(() => written(usage)).toThrow(problem);
  });

  it("takes words and numbers by any name where Infracost does", () => {
    const { resource_type_default_usage: usage } = written({
      aws_db_instance: { reserved_instance_term: "3_year" },
      azurerm_monitor_action_group: { monthly_sms_messages: { country_code_49: 5 } },
    });
    expect(usage.aws_db_instance.reserved_instance_term).toBe("3_year");
    expect(usage.azurerm_monitor_action_group.monthly_sms_messages).toEqual({ country_code_49: 5 });
  });
});

/** Some bucket that is there. */
function committedS3(): string {
  const [name] = Object.keys(committed("dev-aws-use1-data").resource.aws_s3_bucket ?? {});
  return `aws_s3_bucket.${name}`;
}
