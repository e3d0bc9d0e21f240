import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { planRules } from "../../constructs/delivery/run-policies.ts";
import { committed, committedIds, defaultStacks, resources } from "../estate.ts";
import { exposureCases } from "./exposure-cases.ts";
import { Policy } from "./rego/evaluator.ts";
import { plain, type Value } from "./rego/values.ts";
import { type PolicyCase, planOf, statefulCases, taggingCases } from "./terraform-cases.ts";

const folder = "policies/terraform";
const fileOf = (rule: string): string => join(folder, `${rule}.rego`);
const policyOf = (rule: string): Policy => new Policy(readFileSync(fileOf(rule), "utf8"));
const rules: Record<string, readonly PolicyCase[]> = { exposure: exposureCases, stateful: statefulCases, tagging: taggingCases };
const judge = (policy: Policy, input: Value): string[] => (plain(policy.query("deny", input) ?? []) as string[]).sort();

function expectMessages(messages: readonly string[], refused: readonly RegExp[]): void {
  expect(messages.length, messages.join("\n")).toBe(refused.length);
  for (const pattern of refused)
    expect(
      messages.filter((message) => pattern.test(message)),
      messages.join("\n"),
    ).not.toEqual([]);
}

describe.each(Object.keys(rules))("rule %s", (rule) => {
  const policy = policyOf(rule);

  it.each(rules[rule] ?? [])("$name", ({ input, refused }) => expectMessages(judge(policy, input), refused));

  it("is asked for by the name of its package", () => expect(policy.package).toBe(`terraform.${rule}`));
});

it("has a file for each rule that runs are judged by, and a test", () => {
  const files = readdirSync(folder).map((name) => basename(name, ".rego"));
  expect(files.sort()).toEqual(Object.keys(planRules).sort());
  expect(Object.keys(rules).sort()).toEqual(Object.keys(planRules).sort());
});

describe("the estate as it is", () => {
  /** Every resource as if it were made now; what another one gives is not known yet. */
  const everything = committedIds().flatMap((id) =>
    resources(committed(id)).map(([type, name, body]) => ({
      id,
      type,
      name,
      ...{ actions: ["create"], after: JSON.parse(JSON.stringify(body)) as { [key: string]: Value } },
    })),
  );

  it.each(["exposure", "tagging"])("is refused nothing by %s", (rule) => {
    const policy = policyOf(rule);
    const messages = everything.flatMap((change) =>
      judge(policy, planOf(change)).map((message) => `${change.id} ${change.name}: ${message}`),
    );
    expect(messages).toEqual([]);
    expect(everything.length).toBeGreaterThan(500);
  });

  it("knows as stateful everything that refuses to be destroyed in a protected environment", () => {
    const guarded = new Set(defaultStacks().flatMap(({ id, environment }) => (/^(prod|mgmt|global)$/.test(environment) ? [id] : [])));
    const kept = everything.filter(
      ({ id, after }) => guarded.has(id) && JSON.stringify(after.lifecycle ?? null).includes('"prevent_destroy":true'),
    );
    const types = [...new Set(kept.map(({ type }) => type))].sort();
    expect(types.length).toBeGreaterThan(20);
    const policy = policyOf("stateful");
    const unknown = types.filter((type) => judge(policy, planOf({ type, actions: ["delete"] })).length === 0);
    expect(unknown).toEqual([]);
  });
});

const hasOpa = spawnSync("opa", ["version"]).status === 0;

describe.skipIf(!hasOpa)(
  `rules over plans with OPA itself${hasOpa ? "" : " (skipped: no opa on PATH; install it to run the same cases through it)"}`,
  () => {
    const cases = Object.entries(rules).flatMap(([rule, list]) => list.map((item) => ({ ...item, rule })));

    it.each(cases)("$rule: $name", ({ rule, input, refused }) => {
      const args = ["eval", "--format", "json", "--data", fileOf(rule), "--stdin-input", `data.terraform.${rule}.deny`];
      const text = execFileSync("opa", args, { input: JSON.stringify(input), encoding: "utf8" });
      expectMessages(JSON.parse(text).result[0].expressions[0].value, refused);
    });
  },
);
