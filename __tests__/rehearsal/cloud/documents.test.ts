import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ObjectValue } from "../../../rehearsal/values.ts";
import { openCloud, stackOf } from "./small-estate.ts";

const session = () => openCloud().session(stackOf("dev"));

function rendered(config: ObjectValue) {
  const { json, minified_json } = session().answer("aws_iam_policy_document", config);
  const document = JSON.parse(String(json));
  expect(JSON.parse(String(minified_json))).toEqual(document);
  return document;
}

describe("an IAM policy document", () => {
  it("is JSON in IAM's own words", () => {
    const statement = {
      sid: "Read",
      effect: null,
      actions: ["s3:GetObject", "s3:ListBucket"],
      not_actions: null,
      resources: ["*"],
      principals: [{ type: "AWS", identifiers: ["arn:aws:iam::1:root"] }],
      condition: [
        { test: "StringEquals", variable: "aws:a", values: ["1"] },
        { test: "StringEquals", variable: "aws:b", values: ["2", "3"] },
      ],
    };
    expect(rendered({ statement: [statement] })).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Read",
          Effect: "Allow",
          Action: ["s3:GetObject", "s3:ListBucket"],
          Resource: "*",
          Principal: { AWS: "arn:aws:iam::1:root" },
          Condition: { StringEquals: { "aws:a": "1", "aws:b": ["2", "3"] } },
        },
      ],
    });
  });

  it("is for everyone where a principal is a star", () => {
    const { Statement } = rendered({ statement: [{ effect: "Deny", actions: ["*"], principals: [{ type: "*", identifiers: ["*"] }] }] });
    expect(Statement).toEqual([{ Effect: "Deny", Action: "*", Principal: "*" }]);
  });

  it("takes in other documents: sources first, then its own, overriding ones in place of those of the same Sid", () => {
    const document = (Sid: string, Effect: string) => JSON.stringify({ Statement: { Sid, Effect, Action: "a:b", Resource: "*" } });
    const { Statement } = rendered({
      source_policy_documents: [document("A", "Allow")],
      statement: [{ sid: "B", actions: ["c:d"], resources: ["*"] }],
      override_policy_documents: [document("A", "Deny"), document("C", "Allow")],
    });
    expect(Statement.map(({ Sid, Effect }: Record<string, string>) => `${Sid} ${Effect}`)).toEqual(["A Deny", "B Allow", "C Allow"]);
  });
});

describe("an IAM policy of Google's", () => {
  it("is JSON with bindings, conditions and audit settings", () => {
    const condition = { title: "t", expression: "e", description: null };
    const { policy_data } = session().answer("google_iam_policy", {
      binding: [
        { role: "roles/viewer", members: ["user:a"], condition: [] },
        { role: "roles/editor", members: ["user:b"], condition: [condition] },
      ],
      audit_config: [{ service: "allServices", audit_log_configs: [{ log_type: "DATA_READ", exempted_members: [] }] }],
    });
    expect(JSON.parse(String(policy_data))).toEqual({
      bindings: [
        { role: "roles/viewer", members: ["user:a"] },
        { role: "roles/editor", members: ["user:b"], condition },
      ],
      auditConfigs: [{ service: "allServices", auditLogConfigs: [{ logType: "DATA_READ", exemptedMembers: [] }] }],
    });
  });
});

describe("an ephemeral password", () => {
  const open = (config: ObjectValue) => String(session().open("random_password", config).result);

  it("is as asked, always the same, and another for another question", () => {
    const count = fc.integer({ min: 0, max: 5 });
    const wish = fc.record({
      length: fc.integer({ min: 20, max: 80 }),
      min_lower: count,
      min_upper: count,
      min_numeric: count,
      min_special: count,
    });
    fc.assert(
      fc.property(wish, (config) => {
        const result = open({ ...config, override_special: "-_." });
        const of = (pattern: RegExp) => result.match(pattern)?.length ?? 0;
        expect(result).toHaveLength(config.length);
        expect(result).toMatch(/^[a-zA-Z0-9._-]+$/);
        expect(of(/[a-z]/g)).toBeGreaterThanOrEqual(config.min_lower);
        expect(of(/[A-Z]/g)).toBeGreaterThanOrEqual(config.min_upper);
        expect(of(/\d/g)).toBeGreaterThanOrEqual(config.min_numeric);
        expect(of(/[._-]/g)).toBeGreaterThanOrEqual(config.min_special);
        expect(open({ ...config, override_special: "-_." })).toBe(result);
      }),
      { numRuns: 30 },
    );
    expect(open({ length: 20 })).not.toBe(open({ length: 21 }).slice(0, 20));
  });

  it("has none of what is not allowed, nor is it stored", () => {
    const cloud = openCloud();
    const { result, bcrypt_hash } = cloud
      .session(stackOf("dev"))
      .open("random_password", { length: 60, special: false, upper: false, result: null });
    expect(result).toMatch(/^[a-z0-9]{60}$/);
    expect(bcrypt_hash).toMatch(/^\$2a\$10\$[./A-Za-z0-9]{53}$/);
    expect(cloud.live()).toEqual([]);
  });

  it("of what lives is what lives", () => {
    const of = session();
    of.create({ key: "dev/aws_x.A", type: "aws_x" }, { id: "x", name: "a", value: "v" });
    expect(of.open("aws_x", { name: "a" }).value).toBe("v");
  });
});
