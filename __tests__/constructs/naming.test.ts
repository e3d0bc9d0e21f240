import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type NameKind, nameOf, nameRules } from "../../constructs/naming.ts";

const kinds = Object.keys(nameRules) as NameKind[];
const part = fc.stringMatching(/^[a-z][a-z0-9]{0,20}$/);

describe("nameOf", () => {
  it("gives a valid name or a refusal, whatever the parts", () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.array(part, { minLength: 1, maxLength: 8 }), (kind, parts) => {
        const { min, max, pattern } = nameRules[kind];
        let name: string;
        try {
          name = nameOf(kind, ...parts);
        } catch (error) {
          expect((error as Error).message).toMatch(new RegExp(`^${kind} ".*" has`));
          return;
        }
        expect(name.length).toBeGreaterThanOrEqual(min);
        expect(name.length).toBeLessThanOrEqual(max);
        expect(name).toMatch(pattern);
      }),
      { numRuns: 2000 },
    );
  });

  it("keeps names that fit as they are", () => {
    expect(nameOf("aws:Lb", "acme-prd-use1", "edge")).toBe("acme-prd-use1-edge");
    expect(nameOf("azure:StorageAccount", "acme-prd-eus2", "vel", "9f3a")).toBe("acmeprdeus2vel9f3a");
  });

  it("cuts over-long names where nobody types them, differently for different names", () => {
    const long = "a".repeat(80);
    const names = [nameOf("aws:IamRole", long, "one"), nameOf("aws:IamRole", long, "two")];
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^a+-[0-9a-f]{4}$/);
    expect(names[0]).toHaveLength(64);
  });

  it("refuses over-long names where people type them, with the length, the limit and the parts", () => {
    expect(() => nameOf("azure:StorageAccount", "acmecorporation", "production", "velero")).toThrow(
      'azure:StorageAccount "acmecorporationproductionvelero" has 31 characters, allowed 3 to 24 (lower-case letters and digits); shorten the parts it is made of: acmecorporation, production, velero',
    );
  });

  it("refuses foreign characters, naming the allowed ones", () => {
    expect(() => nameOf("aws:DbInstance", "Acme")).toThrow(/^aws:DbInstance "Acme" has characters that are not allowed; use lower-case/);
    expect(() => nameOf("gcp:WorkloadIdentityPool", "gcp-pool")).toThrow(/not starting with gcp-/);
  });
});
