import { describe, expect, it } from "vitest";
import { agreement } from "../../../rehearsal/cloud/agreement.ts";
import { make, openCloud, stackOf } from "./small-estate.ts";

const stack = stackOf("dev");

const instance = (key: string) => ({ private: Buffer.from(JSON.stringify({ object: key })).toString("base64") });
const state = (...keys: readonly string[]) => ({ resources: [{ mode: "managed", instances: keys.map(instance) }] });

function cloudOf(...names: readonly string[]) {
  const cloud = openCloud();
  for (const name of names) make(cloud.session(stack), `dev/aws_vpc.${name}`, "aws_vpc", { id: `vpc-${name}` });
  return cloud;
}

describe("the agreement of the states and the cloud", () => {
  it("holds where each living object is in one state, deposed ones too", () => {
    const states = new Map([
      [
        "dev",
        { resources: [{ mode: "managed", instances: [instance("dev/aws_vpc.A"), { ...instance("dev/aws_vpc.B"), deposed: "ab12" }] }] },
      ],
      ["prod", undefined],
      ["new", {}],
    ]);
    expect(agreement(states, cloudOf("A", "B"))).toEqual({ lost: [], duplicated: [] });
  });

  it("names what is in a state and does not live", () => {
    const found = agreement(new Map([["dev", state("dev/aws_vpc.A", "dev/aws_vpc.B")]]), cloudOf("A"));
    expect(found).toEqual({ lost: ["dev/aws_vpc.B"], duplicated: [] });
  });

  it("names what lives in no state, and what is in two", () => {
    const states = new Map([
      ["dev", state("dev/aws_vpc.A")],
      ["prod", state("dev/aws_vpc.A")],
    ]);
    expect(agreement(states, cloudOf("A", "B"))).toEqual({ lost: [], duplicated: ["dev/aws_vpc.A", "dev/aws_vpc.B"] });
  });

  it("does not mind what a removed block forgets, all of its instances too, and minds what it destroys", () => {
    const removed = [
      { from: "aws_vpc.Left", lifecycle: { destroy: false } },
      { from: "aws_vpc.Gone", lifecycle: { destroy: true } },
    ];
    const cloud = openCloud({ stacks: [stackOf("dev", { removed } as object)] });
    for (const name of ["Left", 'Left["a"]', "Left2", "Gone"]) {
      make(cloud.session(stack), `dev/aws_vpc.${name}`, "aws_vpc", { id: `vpc-${name}` });
    }
    expect(agreement(new Map(), cloud)).toEqual({ lost: [], duplicated: ["dev/aws_vpc.Gone", "dev/aws_vpc.Left2"] });
  });

  it("does not mind what existed before, nor data sources, nor resources that are no provider's here", () => {
    const cloud = cloudOf();
    cloud.session(stack).import("github_repository", "platform");
    const states = new Map([
      [
        "dev",
        {
          resources: [
            { mode: "data", instances: [instance("x")] },
            { mode: "managed", instances: [{}] },
          ],
        },
      ],
    ]);
    expect(agreement(states, cloud)).toEqual({ lost: [], duplicated: [] });
  });
});
