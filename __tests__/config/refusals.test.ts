import { describe, expect, it } from "vitest";
import { rules } from "../../config/rules.ts";
import { edited, load, refusals } from "./fixture.ts";
import { betweenRefusals } from "./refusals-between.ts";
import { centralRefusals } from "./refusals-central.ts";
import { clusterRefusals } from "./refusals-clusters.ts";
import { deliveryRefusals } from "./refusals-delivery.ts";
import { estateRefusals } from "./refusals-estate.ts";
import { placeRefusals } from "./refusals-places.ts";
import { storeRefusals } from "./refusals-stores.ts";

const all = [
  ...betweenRefusals,
  ...centralRefusals,
  ...clusterRefusals,
  ...deliveryRefusals,
  ...estateRefusals,
  ...placeRefusals,
  ...storeRefusals,
];

for (const { rule, refuse, says, accept } of all) {
  const messages = [says].flat();
  describe(`${rule.name || "rule"} refuses: ${messages[0]}`, () => {
    it("in these words, and says nothing else", () => {
      expect(refusals(edited(refuse))).toEqual(messages);
    });

    it("but accepts what is just within", () => {
      expect(() => load(edited(accept))).not.toThrow();
    });
  });
}

it("covers every rule", () => {
  const covered = new Set(all.map(({ rule }) => rule));
  expect(rules.filter((rule) => !covered.has(rule)).map(({ name }) => name)).toEqual([]);
});
