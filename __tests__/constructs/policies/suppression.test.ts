import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { App, TerraformStack } from "cdktf";
import { describe, expect, it } from "vitest";
import type { Verdict } from "../../../constructs/policies/judge.ts";
import type { Policy } from "../../../constructs/policies/policy.ts";
import { suppress } from "../../../constructs/policies/suppression.ts";
import { type Attributes, anything, inShort, rule, stackOf, today, verdictOn } from "./judged.ts";

const seen = (json: object, ...rules: Policy[]): string[] =>
  verdictOn(rules, json).violations.map(({ policy, address }) => `${policy} ${address}`);

const reason = "the bucket holds the public website only";
const written = (suppressed: unknown, open = true): object => stackOf({ "aws_s3_bucket.It": { open, "//": { suppressed } } });
const verdictIn = (suppressed: unknown, open?: boolean): Verdict => verdictOn([rule({})], written(suppressed, open));

describe("a suppression", () => {
  it("lets one resource break one rule until its day, and the verdict lasts as long", () => {
    const { violations, suppressed, goodUntil } = verdictIn({ "X-90": { reason, expires: "2027-01-31" } });
    expect(violations).toEqual([]);
    expect(suppressed).toEqual([
      { policy: "X-90", stack: "prod-aws-use1-data", path: "aws_s3_bucket.It", address: "aws_s3_bucket.It", reason, expires: "2027-01-31" },
    ]);
    expect(goodUntil).toBe("2027-01-31");
  });

  it("holds on its last day, and for all that the rule finds", () => {
    const twice = rule({ judge: () => [1, 2].map((got) => ({ got, wanted: "none" })) });
    const verdict = verdictOn([twice], written({ "X-90": { reason, expires: today } }));
    expect([verdict.violations, verdict.suppressed.length]).toEqual([[], 1]);
  });

  it("leaves other rules and other resources alone", () => {
    const json = stackOf({
      "aws_s3_bucket.It": { open: true, "//": { suppressed: { "X-90": { reason, expires: "2027-01-31" } } } },
      "aws_s3_bucket.Else": { open: true },
    });
    expect(seen(json, rule({}), rule({ id: "X-91" }))).toEqual([
      "X-90 aws_s3_bucket.Else",
      "X-91 aws_s3_bucket.Else",
      "X-91 aws_s3_bucket.It",
    ]);
  });

  it("is not needed by the verdict on others: the earliest day counts", () => {
    const on = (expires: string): Attributes => ({ open: true, "//": { suppressed: { "X-90": { reason, expires } } } });
    expect(verdictOn([rule({})], stackOf({ "aws_s3_bucket.A": on("2027-05-01"), "aws_s3_bucket.B": on("2027-02-01") })).goodUntil).toBe(
      "2027-02-01",
    );
    expect(verdictOn([rule({})], stackOf({ "aws_s3_bucket.A": {} })).goodUntil).toBeUndefined();
  });

  const dated = (expires: unknown) => ({ "X-90": { reason, expires } });
  it.each<[string, unknown, RegExp]>([
    [
      "of a rule that there is not",
      { "X-99": { reason, expires: "2027-01-31" } },
      /suppressed\.X-99: got "X-99", wanted the id of one rule/,
    ],
    ["of all rules", { "X-*": { reason, expires: "2027-01-31" } }, /got "X-\*", wanted the id of one rule/],
    ["without a reason", { "X-90": { expires: "2027-01-31" } }, /X-90\.reason: got nothing, wanted why/],
    ["with hardly a reason", { "X-90": { reason: "because", expires: "2027-01-31" } }, /X-90\.reason: got "because"/],
    ["with blanks for a reason", { "X-90": { reason: " ".repeat(30), expires: "2027-01-31" } }, /X-90\.reason/],
    ["without an end", { "X-90": { reason } }, /X-90\.expires: got nothing, wanted a date/],
    ["with words for a date", dated("next year"), /got "next year", wanted a date/],
    ["with a day that there is not", dated("2027-02-29"), /wanted a date, YYYY-MM-DD/],
    ["with a month that there is not", dated("2027-13-01"), /wanted a date, YYYY-MM-DD/],
    ["that is over", dated("2026-11-22"), /wanted a date that is not over \(today is 2026-11-23\)/],
    ["that lasts too long", dated("2027-11-24"), /within a year: 2027-11-23 at the latest/],
    ["that is no object", { "X-90": true }, /X-90\.reason: got nothing/],
  ])("%s suppresses nothing and is a violation itself", (_name, suppressed, message) => {
    const { violations, suppressed: used } = verdictIn(suppressed);
    expect(used).toEqual([]);
    expect(violations.map(inShort)).toContain("aws_s3_bucket.It open: got true, wanted false");
    expect(
      violations
        .filter(({ policy }) => policy === "SUP-01")
        .map(inShort)
        .join("\n"),
    ).toMatch(message);
  });

  it("that is a list is a violation", () =>
    expect(verdictIn(["X-90"]).violations.map(inShort)).toEqual(
      expect.arrayContaining([expect.stringMatching(/suppressed: got \["X-90"\], wanted an object/)]),
    ));

  it("that suppresses nothing is a violation", () => {
    expect(verdictIn(dated("2027-01-31"), false).violations.map(inShort)).toEqual([
      expect.stringMatching(/suppressed\.X-90: .*wanted to be gone/),
    ]);
  });

  it("cannot be suppressed", () => {
    const { violations } = verdictIn({ "SUP-01": { reason, expires: "2027-01-31" } }, false);
    expect(violations.map(inShort)).toEqual([expect.stringMatching(/got "SUP-01", wanted the id of one rule/)]);
  });

  it("is written into the JSON by suppress, several on one resource, and read back", () => {
    const stack = new TerraformStack(new App(), "prod-aws-use1-data");
    const bucket = new S3Bucket(stack, "Site", { bucket: "site" });
    suppress(bucket, { policy: "X-90", reason, expires: "2027-01-31" });
    suppress(bucket, { policy: "X-91", reason, expires: "2027-03-31" });
    const json = stack.toTerraform() as { resource: { aws_s3_bucket: { Site: Record<string, { metadata: { path: string } }> } } };
    expect(json.resource.aws_s3_bucket.Site["//"]).toMatchObject({
      suppressed: { "X-90": { reason, expires: "2027-01-31" } },
      metadata: { path: "prod-aws-use1-data/Site" },
    });
    const { suppressed, violations } = verdictOn([anything("X-90", ["aws_s3_bucket"]), anything("X-91", ["aws_s3_bucket"])], json);
    expect([suppressed.map(({ policy }) => policy), violations]).toEqual([["X-90", "X-91"], []]);
  });
});
