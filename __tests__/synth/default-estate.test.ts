import { describe, expect, it } from "vitest";
import type { RetirementStep } from "../../config/schema.ts";
import type { StackSpec } from "../../stacks/stack-spec.ts";
import { defaultStacks } from "../estate.ts";
import { byCdktf, byEngine } from "./oracle.ts";

const stacks = defaultStacks();

describe("every stack of the default estate", () => {
  it.each(stacks.map((spec) => [spec.id, spec] as const))("%s is written in one pass, as cdktf writes it", (_, spec) => {
    const { outcome, isQuick } = byEngine(spec);
    expect(outcome).toEqual(byCdktf(spec));
    expect(isQuick).toBe(true);
  });
});

describe("a stack on its way out", () => {
  it.each<RetirementStep>(["released", "emptied"])("that is %s is what cdktf and the retirement make of it", (retirement) => {
    const leaving = defaultStacks().find(({ id }) => id === "prod-aws-use1-data") as StackSpec;
    Object.assign(leaving, { retirement });
    expect(byEngine(leaving).outcome).toEqual(byCdktf(leaving));
  });
});
