import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gatewayAddress, privateAddress, publicAddress } from "../../../rehearsal/cloud/choose/addresses.ts";
import { Question } from "../../../rehearsal/cloud/choose/question.ts";
import { shortRegion } from "../../../rehearsal/cloud/choose/regions.ts";
import type { ObjectValue } from "../../../rehearsal/values.ts";

const ask = (values: ObjectValue, key = "s/x.A", name = "ip_address") =>
  new Question({ object: { key, type: "some_thing" }, path: [name], type: "string", values }, { stack: "s", settings: {} });
const number = (address: string) => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

/** A network of any size that holds an address of it. */
const networks = fc.tuple(fc.nat(2 ** 32 - 1), fc.integer({ min: 8, max: 28 })).map(([bits, length]) => {
  const size = 2 ** (32 - length);
  const start = bits - (bits % size);
  return { cidr: `${[24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256).join(".")}/${length}`, start, size };
});

describe("an address", () => {
  it("is in the network of its object, and neither the network's own, a reserved one nor the last", () => {
    fc.assert(
      fc.property(networks, fc.string(), ({ cidr, start, size }, key) => {
        const place = number(privateAddress(ask({ ip_cidr_range: cidr }, key))) - start;
        expect(place).toBeGreaterThanOrEqual(4);
        expect(place).toBeLessThan(size - 1);
        expect(number(gatewayAddress(ask({ cidr_block: cidr })) ?? "") - start).toBe(1);
      }),
    );
  });

  it("is of a private range, or of the one for tests, where no network is known", () => {
    fc.assert(
      fc.property(fc.string(), (key) => {
        expect(privateAddress(ask({}, key))).toMatch(/^10(\.\d{1,3}){3}$/);
        expect(privateAddress(ask({}, key), "172.16.0.0/28")).toMatch(/^172\.16\.0\.([4-9]|1[0-4])$/);
        expect(publicAddress(ask({}, key))).toMatch(/^198\.1[89](\.\d{1,3}){2}$/);
      }),
    );
    // A network may be said by any address of it.
    expect(gatewayAddress(ask({ cidr_block: "10.1.2.77/24" }))).toBe("10.1.2.1");
    expect(gatewayAddress(ask({}))).toBeUndefined();
    expect(privateAddress(ask({ cidr_block: "2001:db8::/32" }))).toMatch(/^10\./);
  });

  it("is another for another object or attribute, mostly", () => {
    const addresses = Array.from({ length: 100 }, (_, index) => publicAddress(ask({}, `s/x.A${index}`)));
    expect(new Set(addresses).size).toBeGreaterThan(95);
    expect(publicAddress(ask({}, "s/x.A", "first"))).not.toBe(publicAddress(ask({}, "s/x.A", "second")));
  });
});

describe("a region in short", () => {
  it.each([
    ["us-east-1", "use1"],
    ["eu-central-1", "euc1"],
    ["ap-southeast-2", "apse2"],
    ["ap-northeast-1", "apne1"],
  ])("%s is %s", (region, short) => expect(shortRegion(region)).toBe(short));
});
