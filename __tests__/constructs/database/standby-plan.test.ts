import { containsCidr, overlapCidr } from "cidr-tools";
import { describe, expect, it } from "vitest";
import { regions } from "../../../constructs/clouds/regions.ts";
import { defaultEstateCidr, placeAsn, placeCidr, standbyAsn, standbyBlocks, standbyCidr } from "../../../constructs/network/cidr-plan.ts";
import { type CloudName, cloudNames, type EnvironmentName, environmentNames } from "../../../constructs/place.ts";

const places = environmentNames.flatMap((environment) =>
  cloudNames.flatMap((cloud) =>
    Object.keys(regions[cloud]).map((region): [EnvironmentName, CloudName, string] => [environment, cloud, region]),
  ),
);
const standbys = places.map((place) => standbyCidr(...place));

describe("standby's part of the address plan", () => {
  it("is inside the estate and outside of every place's block", () => {
    // Both are whole numbers of the second byte, so that one comparison stands for all addresses.
    const taken = new Set(places.map((place) => placeCidr(...place).split(".")[1]));
    expect(taken.size).toBe(places.length);
    for (const block of standbys) {
      expect(containsCidr(defaultEstateCidr, block)).toBe(true);
      expect(taken.has(block.split(".")[1] as string)).toBe(false);
    }
  });

  it("is every place's own", () => {
    expect(new Set(standbys).size).toBe(places.length);
    for (const block of standbys) {
      // A /20 begins at a multiple of 16, so two that differ do not overlap.
      expect(Number(block.split(".")[2]) % 16).toBe(0);
      expect(block.endsWith(".0/20")).toBe(true);
    }
  });

  it("is where it always was", () => {
    expect(standbyCidr("prod", "aws", "us-east-1")).toBe("10.240.0.0/20");
    expect(standbyCidr("prod", "gcp", "us-east4")).toBe("10.240.16.0/20");
    expect(standbyCidr("mgmt", "aws", "us-west-2")).toBe("10.49.0.0/20");
  });

  it("is cut into subnets inside it that do not overlap", () => {
    for (const block of standbys) {
      const subnets = standbyBlocks(block);
      expect(subnets).toHaveLength(3);
      for (const subnet of subnets) expect(containsCidr(block, subnet)).toBe(true);
      expect(subnets.some((one) => subnets.some((other) => one !== other && overlapCidr(one, other)))).toBe(false);
    }
  });

  it("gives gateways in front of standbys a BGP number that nobody else has, from the private range", () => {
    const ofPlaces = new Set(places.map((place) => placeAsn(...place)));
    const ofStandbys = environmentNames.flatMap((environment) => Object.keys(regions.aws).map((region) => standbyAsn(environment, region)));
    expect(new Set(ofStandbys).size).toBe(ofStandbys.length);
    for (const asn of ofStandbys) {
      expect(ofPlaces.has(asn)).toBe(false);
      expect(asn >= 64512 && asn <= 65514).toBe(true);
    }
  });
});
