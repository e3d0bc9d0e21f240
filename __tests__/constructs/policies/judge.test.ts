import { describe, expect, it } from "vitest";
import { policies } from "../../../constructs/policies/index.ts";
import type { Policy } from "../../../constructs/policies/policy.ts";
import { policyReport } from "../../../constructs/policies/report.ts";
import { anything, rule, stackOf, verdictOn } from "./judged.ts";

const seen = (json: object, ...rules: Policy[]): string[] =>
  verdictOn(rules, json).violations.map(({ policy, address }) => `${policy} ${address}`);

describe("what a rule applies to", () => {
  const json = {
    ...stackOf({ "aws_s3_bucket.A": {}, "aws_s3_bucket_policy.B": {}, "aws_vpc.C": {} }),
    data: { aws_region: { Here: {} } },
    ephemeral: { random_password: { P: {} } },
    provider: { aws: [{}, {}] },
    variable: { V: {} },
    output: { O: {} },
    terraform: {},
  };

  it.each([
    [["aws_s3_bucket"], ["aws_s3_bucket.A"]],
    [["aws_s3_*"], ["aws_s3_bucket.A", "aws_s3_bucket_policy.B"]],
    [
      ["aws_s3_*", "aws_s3_bucket"],
      ["aws_s3_bucket.A", "aws_s3_bucket_policy.B"],
    ],
    [["data.aws_region"], ["data.aws_region.Here"]],
    [["data.*"], ["data.aws_region.Here"]],
    [["ephemeral.random_password"], ["ephemeral.random_password.P"]],
    [["provider.aws"], ["provider.aws[0]", "provider.aws[1]"]],
    [["variable"], ["variable.V"]],
    [["output"], ["output.O"]],
    [["terraform"], ["terraform"]],
    [["google_*"], []],
  ])("%j: %j", (appliesTo, addresses) =>
    expect(seen(json, anything("X-90", appliesTo))).toEqual(addresses.map((address) => `X-90 ${address}`)),
  );

  it("is a rule or more for one resource, worst first and then by address", () => {
    const rules = [
      anything("X-92", ["aws_vpc"]),
      anything("X-91", ["aws_*"]),
      { ...anything("X-93", ["aws_vpc"]), severity: "critical" as const },
    ];
    expect(seen(json, ...rules)).toEqual([
      "X-93 aws_vpc.C",
      "X-91 aws_s3_bucket.A",
      "X-91 aws_s3_bucket_policy.B",
      "X-91 aws_vpc.C",
      "X-92 aws_vpc.C",
    ]);
  });

  it("is counted", () => {
    const { judged } = verdictOn([rule({}), anything("X-91", ["google_*"])], stackOf({ "aws_s3_bucket.A": {}, "aws_s3_bucket.B": {} }));
    expect(judged).toEqual({ "X-90: Nothing is open": 2 });
  });
});

describe("a violation", () => {
  it("says where it is by the path of the construct", () => {
    const json = stackOf({
      "aws_s3_bucket.It": { open: true, "//": { metadata: { path: "prod/Logs/Bucket" } } },
      "aws_s3_bucket.Bare": { open: true },
    });
    const [bare, it] = verdictOn([rule({})], json).violations;
    expect(it).toEqual({
      policy: "X-90",
      title: "Nothing is open",
      severity: "high",
      stack: "prod-aws-use1-data",
      path: "prod/Logs/Bucket",
      address: "aws_s3_bucket.It",
      argument: "open",
      got: true,
      wanted: "false",
    });
    expect(bare?.path).toBe("aws_s3_bucket.Bare");
  });

  it("is plain data, whichever process it is from", () => {
    const verdict = verdictOn([rule({})], stackOf({ "aws_s3_bucket.It": { open: true } }));
    expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict);
  });
});

describe("the report", () => {
  const report = (json: object, rules: Policy[]): string => policyReport([verdictOn(rules, json)], rules).join("\n");

  it("says what to do, then where, what, got what, wanted what", () => {
    const json = stackOf({
      "aws_s3_bucket.It": { open: true, "//": { metadata: { path: "prod/Logs" } } },
      "aws_s3_bucket.Bare": { open: true },
    });
    expect(report(json, [rule({ reference: "CKV_X_1" })])).toBe(
      [
        "X-90 (high): Nothing is open; got 2 violations",
        "  do: close it (CKV_X_1)",
        "  prod-aws-use1-data/aws_s3_bucket.Bare: open: got true, wanted false",
        "  prod/Logs (aws_s3_bucket.It): open: got true, wanted false",
      ].join("\n"),
    );
  });

  it("is a text for each rule, worst first", () => {
    const rules = [anything("X-91", ["aws_vpc"]), { ...anything("X-92", ["aws_vpc"]), title: "Other", severity: "critical" as const }];
    expect(policyReport([verdictOn(rules, stackOf({ "aws_vpc.V": {} }))], rules).map((text) => text.slice(0, 4))).toEqual(["X-92", "X-91"]);
  });

  it("lists ten of many", () => {
    const many = Object.fromEntries(Array.from({ length: 13 }, (_, index) => [`aws_s3_bucket.B${index}`, { open: true }]));
    const text = report(stackOf(many), [rule({})]);
    expect(text.split("\n").length).toBe(13);
    expect(text).toMatch(/got 13 violations[\s\S]*and 3 more$/);
  });

  it("cuts long values, and repeats no secrets", () => {
    const found = (argument: string, got: string) =>
      report(stackOf({ "aws_vpc.V": {} }), [rule({ appliesTo: ["aws_vpc"], judge: () => [{ argument, got, wanted: "less" }] })]);
    expect(found("name", "x".repeat(500))).toContain(`got ${"x".repeat(100)}..., wanted`);
    expect(found("master_password", "hunter2")).toContain("got a literal of 7 characters");
    expect(found("master_password", "hunter2")).not.toContain("hunter2");
    expect(found("password", "${var.PASSWORD}")).toContain("got ${var.PASSWORD}");
    expect(found("name", "")).toContain('got "", wanted');
  });
});

describe("the list of rules", () => {
  it("gives every rule an id, a sentence, a remedy and something to judge", () => {
    for (const { id, title, remedy, appliesTo } of policies) {
      expect(id).toMatch(/^(AWS|GCP|AZ|CF|GH|TF|VT|K8|X|T|C)-\d\d$/);
      expect(title, id).toMatch(/^\S.{15,}[^.\s]$/);
      expect(remedy.length, id).toBeGreaterThan(5);
      expect(appliesTo.length, id).toBeGreaterThan(0);
      for (const type of appliesTo) expect(type, id).toMatch(/^[a-z0-9_.]+\*?$|^\*$/);
    }
  });

  it("says of one id that is given twice what each of them is about", () => {
    const names = policies.map(({ id, title, appliesTo }) => `${id}: ${title} ${appliesTo.join()}`);
    expect(names.length).toBe(new Set(names).size);
  });
});
