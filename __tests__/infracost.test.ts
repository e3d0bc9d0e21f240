import { describe, expect, it } from "vitest";
import { priceInputs } from "../generate/price-inputs.ts";
import { type Attributes, committed, committedIds, resources, type StackJson } from "./estate.ts";

const at = (attributes: Attributes, path: string): unknown =>
  path.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], attributes);

/** [address, attributes] of every resource of the type in the default estate. */
const ofType = (type: string, stacks: [string, StackJson][]): [string, Attributes][] =>
  stacks.flatMap(([id, stack]) =>
    resources(stack).flatMap(([found, name, value]) => (found === type ? [[`${id} ${name}`, value] as [string, Attributes]] : [])),
  );

describe("what Infracost prices", () => {
  const stacks = committedIds().map((id) => [id, committed(id)] as [string, StackJson]);

  it.each(Object.keys(priceInputs))("%s has literal price inputs, inside arrays of blocks", (type) => {
    const found = ofType(type, stacks);
    expect(found.length).toBeGreaterThan(0);
    for (const [address, attributes] of found) {
      for (const path of priceInputs[type] ?? []) {
        const value = at(attributes, path.replace("?", ""));
        if (value === undefined && path.endsWith("?")) continue;
        expect(["string", "number", "boolean"], `${address}: ${path} is ${JSON.stringify(value)}`).toContain(typeof value);
        expect(String(value), `${address}: ${path}`).not.toContain("${");
      }
    }
  });

  it("has the region in the AWS provider and the project's region in Google's as literals", () => {
    for (const [id, { provider }] of stacks) {
      for (const name of ["aws", "google"])
        for (const configuration of provider[name] ?? []) expect(configuration.region, id).toMatch(/^[a-z]+-[a-z]+-?\d$/);
    }
  });
});
