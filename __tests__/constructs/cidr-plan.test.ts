import { containsCidr, overlapCidr, parseCidr } from "cidr-tools";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { regions } from "../../constructs/clouds/regions.ts";
import { awsBlocks, azureBlocks, defaultEstateCidr, gcpBlocks, placeCidr, reservedRanges } from "../../constructs/network/cidr-plan.ts";
import { type CloudName, cloudNames, type EnvironmentName, environmentNames } from "../../constructs/place.ts";

const place = fc
  .tuple(fc.constantFrom(...environmentNames), fc.constantFrom(...cloudNames))
  .chain(([environment, cloud]) => fc.tuple(fc.constant(environment), fc.constant(cloud), fc.constantFrom(...Object.keys(regions[cloud]))));

function blocks(environment: EnvironmentName, cloud: CloudName, region: string): string[] {
  const cidr = placeCidr(environment, cloud, region);
  if (cloud === "aws") return Object.values(awsBlocks(cidr)).flat();
  if (cloud === "azure") return Object.values(azureBlocks(cidr)).flat();
  const { nodes, proxyOnly, endpoints, files } = gcpBlocks(cidr, environment, region);
  return [nodes, proxyOnly, endpoints, files];
}

describe("address plan", () => {
  it("puts every place in the estate, away from the reserved ranges", () => {
    fc.assert(
      fc.property(place, (spot) => {
        const cidr = placeCidr(...spot);
        expect(containsCidr(defaultEstateCidr, cidr)).toBe(true);
        for (const reserved of Object.values(reservedRanges)) expect(overlapCidr(cidr, reserved)).toBe(false);
      }),
    );
  });

  it("gives two different places two blocks that do not overlap", () => {
    fc.assert(
      fc.property(place, place, (one, other) => {
        fc.pre(one.join() !== other.join());
        expect(overlapCidr(placeCidr(...one), placeCidr(...other))).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it("cuts each block into aligned subnets inside it that do not overlap", () => {
    fc.assert(
      fc.property(place, (spot) => {
        const all = blocks(...spot);
        for (const block of all) {
          expect(containsCidr(placeCidr(...spot), block)).toBe(true);
          expect(parseCidr(block).cidr, "aligned").toBe(block);
        }
        for (const [index, block] of all.entries()) for (const other of all.slice(index + 1)) expect(overlapCidr(block, other)).toBe(false);
      }),
    );
  });

  it("keeps GKE's pod ranges of one environment's first regions and of the environments apart", () => {
    const pods = environmentNames.flatMap((environment) =>
      Object.entries(regions.gcp)
        .filter(([, { index }]) => index < 4)
        .map(([region]) => gcpBlocks(placeCidr(environment, "gcp", region), environment, region).pods),
    );
    expect(new Set(pods).size).toBe(16);
    for (const block of pods) expect(containsCidr("100.64.0.0/10", block)).toBe(true);
  });

  it("is the plan the documents state", () => {
    expect(placeCidr("prod", "aws", "us-east-1")).toBe("10.192.0.0/16");
    expect(placeCidr("prod", "gcp", "us-east4")).toBe("10.208.0.0/16");
    expect(placeCidr("prod", "azure", "eastus2")).toBe("10.224.0.0/16");
    expect(placeCidr("mgmt", "aws", "us-east-1")).toBe("10.0.0.0/16");
  });
});

describe("regions", () => {
  it.each(cloudNames)("%s: short names and address blocks are unique, and fit", (cloud) => {
    const rows = Object.values(regions[cloud]);
    expect(new Set(rows.map((row) => row.short)).size).toBe(rows.length);
    expect(new Set(rows.map((row) => row.index)).size).toBe(rows.length);
    for (const { short, index } of rows) {
      expect(short).toMatch(/^[a-z0-9]{3,4}$/);
      expect(index).toBeLessThan(16);
    }
  });
});
