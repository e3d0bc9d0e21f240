import { overlapCidr } from "cidr-tools";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { placesOf } from "../../config/places.ts";
import { ConfigurationError } from "../../config/problems.ts";
import { regions } from "../../constructs/clouds/regions.ts";
import { type CloudName, cloudNames } from "../../constructs/place.ts";
import { committed, edited, inMemory, load } from "./fixture.ts";

const zonal = (cloud: CloudName) => Object.keys(regions[cloud]).filter((region) => (regions[cloud][region]?.zones.length ?? 0) >= 3);
const someRegions = (cloud: CloudName) => fc.subarray(zonal(cloud), { minLength: 1, maxLength: 6 });
const regionSets = fc.record({ aws: someRegions("aws"), gcp: someRegions("gcp"), azure: someRegions("azure") });

/** Nothing is promised, and there is no central place, whose gateway has room for some of Azure's only. */
const alone = {
  ...{ "estate:management": undefined, "prod:recovery": undefined, "dev:interconnect": false },
  ...{ "staging:mesh": "none", "prod:mesh": "none", "staging:dataSync": false, "prod:dataSync": false },
};

describe("any set of regions", () => {
  it("gets blocks that never overlap, and names that fit", () => {
    fc.assert(
      fc.property(regionSets, regionSets, (staging, prod) => {
        const edits = Object.entries({ staging, prod }).flatMap(([environment, sets]) =>
          cloudNames.map((cloud) => [
            `${environment}:clouds.${cloud}.regions`,
            Object.fromEntries(sets[cloud].map((region) => [region, {}])),
          ]),
        );
        const places = placesOf(load(edited({ ...Object.fromEntries(edits), ...alone })));
        expect(places).toHaveLength(1 + cloudNames.reduce((count, cloud) => count + staging[cloud].length + prod[cloud].length, 0));
        const blocks = places.map(({ settings }) => settings.network.cidr);
        const overlaps = blocks.flatMap((block, index) => blocks.slice(index + 1).filter((other) => overlapCidr(block, other)));
        expect(overlaps).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});

const yamlFiles = Object.keys(committed).filter((path) => path.endsWith(".yaml"));

/** Loads, or is refused in words fit for people. */
function loadsOrIsRefused(files: ReturnType<typeof inMemory>): void {
  try {
    load(files);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as ConfigurationError).problems.length).toBeGreaterThan(0);
    expect((error as ConfigurationError).message).not.toMatch(/\[object|\n\s+at .*:\d+:\d+/);
    for (const { file, line, got, rule, remedy } of (error as ConfigurationError).problems) {
      expect([file, got, rule, remedy].every((part) => part.length > 0) && line >= 0).toBe(true);
    }
  }
}

/** Every path in a parsed file. */
function pathsIn(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  const inner = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return [at, ...inner.flatMap(([key, child]) => pathsIn(child, [...at, key]))];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], junk: unknown): unknown {
  if (key === undefined) return junk;
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === key ? replaced(item, rest, junk) : item));
  const map = value as Record<string, unknown>;
  return { ...map, [key]: replaced(map[key], rest, junk) };
}

const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(
    null,
    "",
    "aws",
    "10.0.0.0/8",
    "999.1.1.1/99",
    "0.0.0.0/0",
    Number.POSITIVE_INFINITY,
    -1,
    1e300,
    [],
    {},
    [[]],
    { "": 1 },
    "__proto__",
  ),
  fc.dictionary(
    fc.constantFrom("__proto__", "constructor", "toString", "us-east-1", "aws", "length", "settings"),
    fc.constantFrom(null, 1, {}, "x"),
  ),
);

describe("any mistake", () => {
  it.each(yamlFiles)("in a value of %s is refused in words", (path) => {
    const original = parse(committed[path] ?? "");
    const paths = pathsIn(original);
    fc.assert(
      fc.property(fc.constantFrom(...paths), junk, (at, value) =>
        loadsOrIsRefused(inMemory({ [path]: stringify(replaced(original, at, value)) })),
      ),
      { numRuns: 150 },
    );
  });

  it.each(yamlFiles)("in the text of %s is refused in words", (path) => {
    const text = committed[path] ?? "";
    const cut = fc.tuple(
      fc.nat(text.length),
      fc.nat(20),
      fc.oneof(fc.string(), fc.constantFrom("{", "[", ":", "\t", "'", "- ", "&a ", "*a", "!!binary ", "<<: ", "? ", "---\n", "\n  ")),
    );
    fc.assert(
      fc.property(cut, ([from, length, inserted]) =>
        loadsOrIsRefused(inMemory({ [path]: `${text.slice(0, from)}${inserted}${text.slice(from + length)}` })),
      ),
      { numRuns: 150 },
    );
  });

  it("in the bytes is refused in words", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) =>
        loadsOrIsRefused(inMemory({ "estate.yaml": bytes, "environments/dev.yaml": bytes })),
      ),
      { numRuns: 100 },
    );
  });
});
