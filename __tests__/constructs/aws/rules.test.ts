import { describe, expect, it } from "vitest";
import { resources, type StackJson } from "../../estate.ts";
import { at } from "../variants.ts";
import { type Attributes, all, awsIds, stack, statements } from "./stacks.ts";

const stateful = [
  "aws_db_instance",
  "aws_elasticache_replication_group",
  "aws_s3_bucket",
  "aws_kms_key",
  "aws_eks_cluster",
  "aws_backup_vault",
];
const regionless = /^aws_(iam_|route53_|budgets_|ce_|cloudtrail$|s3_account)/;

/** Every policy document of the stack, with what AWS accepts at most of its kind. */
function policies(json: StackJson): [address: string, document: string, limit: number][] {
  const kinds: [type: string, attribute: string, limit: number][] = [
    ["aws_iam_policy", "policy", 6144],
    ["aws_iam_role_policy", "policy", 10240],
    ["aws_iam_role", "assume_role_policy", 2048],
    ["aws_s3_bucket_policy", "policy", 20480],
    ["aws_kms_key", "policy", 32768],
    ["aws_sns_topic_policy", "policy", 30720],
  ];
  return kinds.flatMap(([type, attribute, limit]) =>
    Object.entries(all(json, type)).map(([id, found]) => [`${type}.${id}`, found[attribute], limit] as [string, string, number]),
  );
}

describe.each(awsIds())("%s", (id) => {
  const json = stack(id);
  const find = (type: string): [string, Attributes][] => Object.entries(all(json, type));
  const isProtected = /^(prod|mgmt)-/.test(id);

  it("AWS-13: keys rotate, wait a month before they go, and name no principal without a condition", () => {
    for (const [name, key] of find("aws_kms_key")) {
      expect(key, name).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: 30 });
      for (const { Principal, Condition } of statements(key.policy)) {
        if (JSON.stringify(Principal).includes('"*"')) expect(Condition?.StringEquals, name).toHaveProperty("kms:CallerAccount");
      }
    }
  });

  it("AWS-16: every rule is described, none is open to the world", () => {
    for (const [name, rule] of [...find("aws_vpc_security_group_ingress_rule"), ...find("aws_vpc_security_group_egress_rule")]) {
      expect(rule.description, name).toMatch(/\w/);
    }
    for (const [name, rule] of find("aws_vpc_security_group_ingress_rule")) {
      expect([rule.cidr_ipv4, rule.cidr_ipv6], name).not.toEqual(expect.arrayContaining([expect.stringMatching(/\/0$/)]));
    }
  });

  it("AWS-17: log groups are encrypted and kept", () => {
    const least = id.startsWith("prod") ? 365 : 30;
    for (const [name, group] of find("aws_cloudwatch_log_group")) {
      expect(group.kms_key_id, name).toMatch(/^\$\{aws_kms_key\./);
      expect(group.retention_in_days, name).toBeGreaterThanOrEqual(least);
    }
  });

  it("AWS-22: no policy allows everything on everything, and each fits", () => {
    for (const [address, document, limit] of policies(json)) {
      expect(document.length, address).toBeLessThanOrEqual(limit);
      if (!address.startsWith("aws_iam")) continue;
      for (const { Effect, Action, Resource } of statements(document)) {
        if (Effect === "Allow" && Action.includes("*")) expect(Resource, address).not.toContain("*");
        if (Effect === "Allow" && Action.includes("iam:PassRole")) expect(Resource, address).not.toContain("*");
      }
    }
  });

  it("X-02: what holds data cannot be destroyed where the environment is protected, and can elsewhere", () => {
    for (const [name, resource] of stateful.flatMap(find)) expect(at(resource, "lifecycle.prevent_destroy"), name).toBe(isProtected);
  });

  it("roles of stacks are below the boundary", () => {
    for (const [name, role] of find("aws_iam_role")) {
      if (!/^Account_Trust_/.test(name)) expect(role.permissions_boundary, name).toMatch(/boundary$|Boundary\.arn\}$/);
    }
  });

  it("has one provider, bound to the environment's account, and no resource chooses another", () => {
    expect(json.provider.aws).toHaveLength(1);
    expect(json.provider.aws?.[0]).toMatchObject({ region: "us-east-1", allowed_account_ids: [expect.stringMatching(/^\d{12}$/)] });
    expect(resources(json).filter(([, , resource]) => "provider" in resource)).toEqual([]);
  });

  it("says a region only where it is another one, and never of what has none", () => {
    const elsewhere = resources(json).filter(([, , resource]) => "region" in resource);
    for (const [type, name, { region }] of elsewhere) {
      expect(region, `${type}.${name}`).toBe("us-west-2");
      expect(type).not.toMatch(regionless);
    }
    if (!id.startsWith("prod")) expect(elsewhere).toEqual([]);
  });
});
