import { describe, expect, it, vi } from "vitest";
import { ADDRESS } from "../../../rehearsal/cloud/session.ts";
import type { ObjectValue } from "../../../rehearsal/values.ts";
import { openCloud, stackOf } from "./small-estate.ts";

vi.mock("../../../rehearsal/cloud/choose/choose.ts", () => ({
  chosen: (_: unknown, context: unknown) => JSON.stringify(context),
  identityOf: () => [],
}));

const stack = stackOf("dev", {
  provider: {
    aws: [
      { region: "us-east-1", profile: "${var.profile}" },
      { alias: "west", region: "us-west-2" },
    ],
  },
  resource: { aws_vpc: { Here: {}, There: { provider: "aws.west" } } },
});

/** What a value is chosen by. */
function context(key: string, address?: string) {
  const values: ObjectValue = address === undefined ? {} : { [ADDRESS]: address };
  const choice = { object: { key, type: "aws_vpc" }, path: ["arn"], type: "string", values } as const;
  return JSON.parse(String(openCloud().session(stack).choose(choice)));
}

describe("a value is chosen by", () => {
  it("the stack and what the provider block has written out", () => {
    expect(context("dev/aws_vpc.Here")).toEqual({ stack: "dev", settings: { region: "us-east-1" } });
  });

  it.each(["dev/aws_vpc.There", 'dev/aws_vpc.There["a.b"]', "dev/aws_vpc.There#2"])("the block that %s uses", (key) => {
    expect(context(key).settings).toEqual({ alias: "west", region: "us-west-2" });
  });

  it("the block that a resource uses where it was moved to", () => {
    expect(context("dev/aws_vpc.Here", "dev/aws_vpc.There").settings.region).toBe("us-west-2");
  });

  it.each(["data/aws_vpc/0123", "existing/aws_vpc/vpc-1.2", "dev/aws_vpc.Unknown"])("the first block for %s, which names none", (key) => {
    expect(context(key).settings.region).toBe("us-east-1");
  });
});
