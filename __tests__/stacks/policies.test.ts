import { describe, expect, it } from "vitest";
import { retirementSteps } from "../../config/schema.ts";
import { factsOf, judgeStack, policyProblems, problemsIn } from "../../stacks/policies.ts";
import { refusesDeletion, retired } from "../../stacks/retired-config.ts";
import type { StackSpec } from "../../stacks/stack-spec.ts";
import { committed, defaultStacks } from "../estate.ts";

const today = "2026-11-23";
const specs = defaultStacks();
const specOf = (id: string, among = specs): StackSpec => {
  const found = among.find((spec) => spec.id === id);
  if (found === undefined) throw new Error(`no stack ${id}`);
  return found;
};

describe("what rules know of a stack", () => {
  it("is its environment, and whether its data must survive", () => {
    const facts = (id: string) => factsOf(specOf(id));
    expect(facts("dev-aws-use1-data")).toEqual({ id: "dev-aws-use1-data", environment: "dev", isProtected: false, isLinked: true });
    const guarded = specs.filter((spec) => factsOf(spec).isProtected).map(({ environment }) => environment);
    expect([...new Set(guarded)].sort()).toEqual(["global", "mgmt", "prod"]);
  });

  it("is the configured budget, in the stack of an account and no other", () => {
    expect(factsOf(specOf("prod-gcp-account")).budgets).toEqual({ gcp: 15000 });
    const others = specs.filter(({ layer }) => layer !== "account");
    expect(others.filter((spec) => factsOf(spec).budgets !== undefined)).toEqual([]);
    expect(specs.filter((spec) => factsOf(spec).budgets !== undefined).length).toBeGreaterThan(5);
  });

  it("is that links are asked for, where they are", () => {
    const ends = ["dev-aws-use1-network", "dev-aws-use1-data"].map((id) => specOf(id));
    const unasked = ends.map((spec) => ({ ...spec, input: { ...spec.input, vpnGateway: false, linked: false } }));
    expect(ends.map((spec) => factsOf(spec).isLinked)).toEqual([true, true]);
    expect(unasked.map((spec) => factsOf(spec).isLinked)).toEqual([false, false]);
    expect(factsOf(specOf("dev-aws-use1-cluster")).isLinked).toBe(false);
    expect(factsOf(specOf("dev-interconnect")).isLinked).toBe(true);
  });

  it("is that a stack on its way out may be destroyed, and has no budget once it is empty", () => {
    const account = specOf("prod-aws-account");
    expect(factsOf({ ...account, retirement: "released" })).toMatchObject({ isProtected: false, budgets: { aws: 15000 } });
    expect(factsOf({ ...account, retirement: "emptied" }).budgets).toBeUndefined();
  });
});

describe("what synth refuses with", () => {
  it("is nothing for the default estate", () => {
    expect(
      policyProblems(
        specs.map((spec) => ({ spec, json: committed(spec.id) })),
        today,
      ),
    ).toEqual([]);
  });

  it("is a text for each rule that is broken, over all stacks", () => {
    const ids = ["dev-aws-account", "staging-aws-account"];
    const stacks = ids.map((id) => ({ spec: specOf(id), json: { ...committed(id), resource: { aws_sns_topic: { V: {} } } } }));
    const problems = policyProblems(stacks, today);
    expect(problems.map((text) => text.slice(0, 4))).toEqual(["T-01", "C-06"]);
    expect(problems[1]).toMatch(
      /got 2 violations[\s\S]*dev-aws-account\/terraform: aws_budgets_budget: got nothing, wanted a budget of 2500 USD[\s\S]*staging-aws-account/,
    );
    expect(problemsIn(stacks.map(({ spec, json }) => judgeStack(spec, json, today)))).toEqual(problems);
  });

  it.each(retirementSteps)("is nothing for stacks that are %s", (retirement) => {
    const stacks = specs.map((spec) => ({ spec: { ...spec, retirement }, json: retired[retirement]({ ...committed(spec.id) }) }));
    expect(policyProblems(stacks, today)).toEqual([]);
  });

  it("is not held to what would keep it, once a stack is on its way out; to the rest it is", () => {
    const spec = { ...specOf("prod-aws-account"), retirement: "released" as const };
    expect(["lifecycle.prevent_destroy", "settings.deletion_protection_enabled", "azurerm_management_lock"].map(refusesDeletion)).toEqual([
      true,
      true,
      true,
    ]);
    expect(["tags", "versioning.enabled", "aws_s3_bucket"].map(refusesDeletion)).toEqual([false, false, false]);
    const problems = problemsIn([judgeStack(spec, { resource: { aws_sns_topic: { V: {} } } }, today)]);
    expect(problems.map((text) => text.slice(0, 4))).toEqual(["T-01", "C-06", "X-01"]);
  });
});
