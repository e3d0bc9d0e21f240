import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { policies } from "../../constructs/policies/index.ts";
import { runPolicies } from "../../generate/policies/command.ts";
import { idleRules, overview, uniqueRules } from "../../generate/policies/overview.ts";
import { rule } from "../constructs/policies/judged.ts";

interface Run {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

function run(args: readonly string[], outdir?: string, today = "2026-11-23"): Run {
  const [out, error]: [string[], string[]] = [[], []];
  const code = runPolicies(args, { today, outdir, out: (text) => out.push(text), error: (text) => error.push(text) });
  return { code, out: out.join("\n"), error: error.join("\n") };
}

const stack = "dev-aws-account";
const reason = "tags are given by the account's owner";
let broken = "";

/** The stack with a topic that has no tags, and one that may have none. */
beforeAll(() => {
  broken = mkdtempSync(join(tmpdir(), "policies-"));
  cpSync(`cdktf.out/stacks/${stack}`, join(broken, "stacks", stack), { recursive: true });
  const file = join(broken, "stacks", stack, "cdk.tf.json");
  const json = JSON.parse(readFileSync(file, "utf8"));
  json.resource.aws_sqs_queue = { Bare: {}, Left: { "//": { suppressed: { "T-01": { reason, expires: "2027-01-31" } } } } };
  writeFileSync(file, JSON.stringify(json));
});
afterAll(() => rmSync(broken, { recursive: true, force: true }));

describe("the policies command", () => {
  it("lists every rule with what it judged, and succeeds as nothing is broken", () => {
    const { code, out, error } = run([]);
    expect([code, error]).toEqual([0, ""]);
    for (const { id, title } of policies) expect(out).toMatch(new RegExp(`^${id} .*${title.slice(0, 20)}`, "m"));
    expect(out).toMatch(/\d+ rules, 84 stacks, \d{4,} judged, 0 violations, \d+ suppressed$/);
  });

  it("judges the stacks that are asked for", () => {
    expect(run(["dev-*", "global-edge"]).out).toMatch(/, 12 stacks, /);
    expect(run(["nothing-*"])).toMatchObject({ code: 1, error: expect.stringMatching(/^nothing-\*: matches no stack; nearest: /) });
  });

  it("reports what is broken and what is suppressed, and fails", () => {
    const { code, out } = run([stack], broken);
    expect(code).toBe(1);
    expect(out).toMatch(
      /^T-01 \(high\): .*; got 1 violation\n {2}do: .*\n {2}dev-aws-account\/aws_sqs_queue\.Bare: tags: got \[\], wanted also/m,
    );
    expect(out).toContain(`T-01 is suppressed until 2027-01-31: aws_sqs_queue.Left (aws_sqs_queue.Left): ${reason}`);
  });

  it("fails when a suppression is over", () => {
    const { code, out } = run([stack, "--id", "SUP-01"], broken, "2027-02-01");
    expect(code).toBe(1);
    expect(out).toMatch(/^SUP-01 \(high\)[\s\S]*T-01\.expires: got 2027-01-31, wanted a date that is not over \(today is 2027-02-01\)/m);
  });

  it("says when rules judged nothing", () => {
    expect(run(["global-edge"]).out).toMatch(/^T-04 judged nothing: What costs by the hour/m);
    expect(idleRules(overview([rule({})], []))).toMatchObject([{ id: "X-90", judged: 0 }]);
  });

  it("shows one rule with its remedy and where it is explained, and its violations only", () => {
    const { code, out } = run([stack, "--id", "C-05"], broken);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^C-05 \(medium\): Every bucket has a rule for what is old\n {2}do: say after.*\n {2}see: CKV2_AWS_61\n {2}judges: aws_s3_bucket,/,
    );
    expect(out).not.toContain("T-01");
    expect(run(["--id", "T-9"])).toMatchObject({
      code: 1,
      error: expect.stringMatching(/^--id: got T-9, wanted the id of a rule; nearest: .*T-01/),
    });
  });

  it("prints it all as JSON", () => {
    const { code, out } = run([stack, "--json"], broken);
    const { rules, violations, suppressed } = JSON.parse(out);
    expect(code).toBe(1);
    expect(rules.length).toBe(uniqueRules(policies).length + 1);
    expect(violations).toMatchObject([{ policy: "T-01", stack, address: "aws_sqs_queue.Bare", argument: "tags" }]);
    expect(suppressed).toMatchObject([{ policy: "T-01", address: "aws_sqs_queue.Left", reason, expires: "2027-01-31" }]);
  });

  it("refuses what it does not know, and output that is not there", () => {
    expect(run(["--fast"])).toMatchObject({ code: 2, error: expect.stringContaining("unknown option '--fast'") });
    expect(run(["--help"])).toMatchObject({ code: 0, out: expect.stringContaining("--id <rule>") });
    expect(run(["dev-aws-use1-data"], broken)).toMatchObject({
      code: 1,
      error: expect.stringMatching(/cdk\.tf\.json: got no file, wanted the stack's output; run npm run synth$/),
    });
  });

  it("takes rules that share id and title for one", () => {
    const [one, ...more] = uniqueRules([rule({}), rule({ appliesTo: ["google_storage_bucket"] })]);
    expect([one?.appliesTo, more]).toEqual([["aws_s3_bucket", "google_storage_bucket"], []]);
  });
});
