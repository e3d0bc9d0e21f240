import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tagRules, tagsFor } from "../../constructs/tags.ts";

describe("tagsFor", () => {
  it("spells an e-mail so that a GCP label stays readable, and keeps it elsewhere", () => {
    const tags = { owner: "Platform@example.com", repository: "acme/platform-infra" };
    expect(tagsFor("gcp", tags)).toEqual({ owner: "platform_at_example_com", repository: "acme_platform-infra" });
    expect(tagsFor("aws", tags)).toEqual(tags);
    expect(tagsFor("azure", tags)).toEqual(tags);
  });

  it("gives only what each cloud accepts, whatever goes in", () => {
    const accepted = {
      aws: { key: /^(?!aws:)[\p{L}\p{N} +\-=._:/@]{1,128}$/u, value: /^[\p{L}\p{N} +\-=._:/@]{0,256}$/u },
      gcp: { key: /^[a-z][a-z0-9_-]{0,62}$/, value: /^[a-z0-9_-]{0,63}$/ },
      azure: { key: /^[^<>%&\\?/]{1,128}$/, value: /^.{0,256}$/s },
    };
    fc.assert(
      fc.property(
        fc.constantFrom("aws", "gcp", "azure"),
        fc.string({ minLength: 1 }),
        fc.string({ maxLength: 400 }),
        (cloud, key, value) => {
          const [[gotKey, gotValue] = ["", ""]] = Object.entries(tagsFor(cloud, { [key]: value }));
          expect(gotKey).toMatch(accepted[cloud].key);
          expect(gotValue).toMatch(accepted[cloud].value);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("refuses keys that become one, naming both", () => {
    expect(() => tagsFor("gcp", { "cost.center": "1", cost_center: "2" })).toThrow(
      "tags cost.center and cost_center: both become cost_center on gcp; rename one",
    );
    expect(() => tagsFor("azure", { Owner: "1", owner: "2" })).toThrow("tags Owner and owner: both become owner on azure; rename one");
  });

  it("refuses more tags than the cloud allows", () => {
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`key-${index}`, "x"]));
    expect(() => tagsFor("aws", many)).toThrow(`tags: 51 on aws, at most ${tagRules.aws.maxCount}; remove some of tags.extra`);
    expect(Object.keys(tagsFor("gcp", many))).toHaveLength(51);
  });
});
