import { describe, expect, it } from "vitest";
import { regions } from "../../constructs/clouds/regions.ts";
import { azureAddresses, collisions, type TunnelEnd, tunnelsBetween } from "../../constructs/network/tunnel-plan.ts";
import { type CloudName, cloudNames, type EnvironmentName } from "../../constructs/place.ts";

const of = (environment: EnvironmentName, cloud: CloudName): TunnelEnd[] =>
  Object.keys(regions[cloud]).map((region) => ({ environment, cloud, region }));
const everyPlace = (environment: EnvironmentName): TunnelEnd[] => cloudNames.flatMap((cloud) => of(environment, cloud));
const central: TunnelEnd = { environment: "mgmt", cloud: "aws", region: "us-east-1" };
const cidrs = (a: TunnelEnd, b: TunnelEnd) => tunnelsBetween(a, b).map(({ cidr }) => cidr);
const number = (address: string) => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

describe("addresses inside tunnels", () => {
  it("differ at every gateway, whatever places there are and the central one", () => {
    for (const place of everyPlace("prod")) {
      const peers = [...everyPlace("prod").filter((peer) => peer !== place), central];
      const all = peers.flatMap((peer) => cidrs(place, peer));
      expect(new Set(all).size, JSON.stringify(place)).toBe(all.length);
    }
  });

  it("differ at the central place's gateway among Google's places of all environments", () => {
    const all = (["dev", "staging", "prod"] as const).flatMap((name) => of(name, "gcp")).flatMap((peer) => cidrs(central, peer));
    expect(new Set(all).size).toBe(all.length);
  });

  it("differ there among Azure's places unless they collide, which is said", () => {
    const azure = (["dev", "staging", "prod"] as const).flatMap((name) => of(name, "azure"));
    for (const [index, a] of azure.entries())
      for (const b of azure.slice(index + 1)) {
        const shared = cidrs(central, a).some((cidr) => cidrs(central, b).includes(cidr));
        expect(collisions([a, b]).length > 0, `${JSON.stringify(a)} ${JSON.stringify(b)}`).toBe(shared);
      }
    const usual = ["eastus2", "centralus"].flatMap((region) =>
      (["dev", "staging", "prod"] as const).map((environment): TunnelEnd => ({ environment, cloud: "azure", region })),
    );
    expect(collisions(usual)).toEqual([]);
  });

  it("are four with AWS, two between Google and Azure, and none where a cloud links its own gateways", () => {
    const [aws, gcp, azure] = cloudNames.map((cloud) => of("prod", cloud)[0] as TunnelEnd) as [TunnelEnd, TunnelEnd, TunnelEnd];
    const counts = [
      [aws, gcp],
      [azure, aws],
      [gcp, azure],
      [gcp, of("prod", "gcp")[1]],
      [aws, of("prod", "aws")[1]],
      [azure, of("prod", "azure")[1]],
    ].map(([a, b]) => tunnelsBetween(a as TunnelEnd, b as TunnelEnd).length);
    expect(counts).toEqual([4, 4, 2, 2, 0, 0]);
  });

  it("are the same from both ends, each with its own of a /30", () => {
    for (const a of everyPlace("staging"))
      for (const b of [...everyPlace("staging"), central]) {
        if (a === b || a.cloud === b.cloud) continue;
        expect(tunnelsBetween(a, b)).toEqual(tunnelsBetween(b, a));
        for (const { cidr, first, second } of tunnelsBetween(a, b)) {
          const start = number(cidr.replace("/30", ""));
          expect(start % 4).toBe(0);
          expect([number(first), number(second)]).toEqual([start + 1, start + 2]);
        }
      }
  });

  it("keep off what AWS keeps for itself, and are Azure's where Azure is an end", () => {
    for (const a of everyPlace("dev"))
      for (const b of [...everyPlace("dev"), central])
        for (const cidr of a === b ? [] : cidrs(a, b)) {
          const start = number(cidr.replace("/30", ""));
          expect(start).toBeGreaterThan(number("169.254.5.3"));
          expect(start === number("169.254.169.252")).toBe(false);
          expect(Math.floor(start / 65536)).toBe(169 * 256 + 254);
          if (a.cloud === "azure" || b.cloud === "azure") {
            expect(start).toBeGreaterThanOrEqual(number("169.254.21.0"));
            expect(start + 3).toBeLessThanOrEqual(number("169.254.22.255"));
          }
        }
  });

  it("are known to a gateway of Azure by instance; a new peer adds some and changes none", () => {
    const place: TunnelEnd = { environment: "prod", cloud: "azure", region: "eastus2" };
    const aws: TunnelEnd = { environment: "prod", cloud: "aws", region: "us-east-1" };
    const gcp: TunnelEnd = { environment: "prod", cloud: "gcp", region: "us-east4" };
    const before = azureAddresses(place, [aws]);
    const after = azureAddresses(place, [aws, gcp, { ...place, region: "centralus" }, central]);
    expect(before).toEqual({ first: ["169.254.21.2", "169.254.21.6"], second: ["169.254.21.10", "169.254.21.14"] });
    expect(after.first.slice(0, 2)).toEqual(before.first);
    expect([after.first.length, after.second.length]).toEqual([5, 5]);
  });
});
