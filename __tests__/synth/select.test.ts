import { describe, expect, it } from "vitest";
import { select } from "../../synth/select.ts";

const items = ["dev-aws-use1-network", "prod-aws-use1-network", "prod-aws-use1-data", "prod-gcp-use4-network"].map((id) => ({ id }));
const ids = (patterns: string[]): string[] => select(items, patterns).map((item) => item.id);

describe("select", () => {
  it("takes everything without a pattern, and keeps the given order with several", () => {
    expect(ids([])).toHaveLength(4);
    expect(ids(["prod-gcp-*", "prod-aws-use1-network"])).toEqual(["prod-aws-use1-network", "prod-gcp-use4-network"]);
    expect(ids(["*-{network,data}"])).toHaveLength(4);
  });

  it("refuses an empty pattern, as an unset variable gives", () => {
    expect(() => ids([""])).toThrow(/^"": matches no stack; nearest: /);
  });

  it("offers what begins or ends like the pattern, whatever its length", () => {
    expect(() => ids(["prod-awz-*"])).toThrow("prod-awz-*: matches no stack; nearest: prod-aws-use1-data, prod-aws-use1-network, ");
    expect(() => ids(["*-dta"])).toThrow("*-dta: matches no stack; nearest: prod-aws-use1-data, ");
  });

  it("refuses every pattern that matches nothing and offers the nearest ids", () => {
    expect(() => ids(["prod-aws-use1-netwrk", "prod-*", "staging-*"])).toThrow(
      /^prod-aws-use1-netwrk: matches no stack; nearest: prod-aws-use1-network, .*\nstaging-\*: matches no stack; nearest: /,
    );
  });
});
