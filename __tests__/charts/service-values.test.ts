import { describe, expect, it } from "vitest";
import { z } from "zod";
import { cloudNames } from "../../constructs/place.ts";
import { appsStack, givenTo, sampleApps } from "../constructs/sample-apps.ts";
import { defaults, type Json, merged, schema } from "./render.ts";

const validator = z.fromJSONSchema(schema as never);
const image = { repository: "ghcr.io/acme/shop", tag: "1.2.3" };
const officeHours = { start: "0 7 * * mon-fri", end: "0 20 * * mon-fri", timeZone: "Europe/Amsterdam" };
const platform = givenTo(appsStack("aws", { officeHours }), "shop");

/** Paths of what is wrong with the defaults, with the team's values over them. */
const wrong = (values: Json, given: Json = platform): string[] => {
  const result = validator.safeParse(merged(merged(defaults, { image, ...values }), { platform: given }));
  return result.success ? [] : result.error.issues.map(({ path }) => path.join("."));
};

describe("the chart's values", () => {
  it.each(cloudNames)("are right as the platform gives them on %s", (cloud) => {
    const stack = appsStack(cloud);
    for (const { name } of sampleApps) expect(wrong({}, givenTo(stack, name))).toEqual([]);
    expect(wrong({})).toEqual([]);
  });

  it("are refused without what the platform gives", () => {
    for (const key of Object.keys(platform).filter((name) => name !== "officeHours")) {
      const { [key]: _, ...rest } = platform;
      expect(wrong({}, rest)).toEqual([`platform.${key}`]);
    }
  });

  it.each<[string, Json]>([
    ["image.tag", { image: { ...image, tag: "latest" } }],
    ["image.digest", { image: { ...image, digest: "sha256:1" } }],
    ["image.repository", { image: { ...image, repository: "shop" } }],
    ["resources.memory", { resources: { memory: "lots" } }],
    ["user", { user: 0 }],
    ["http.protocol", { http: { protocol: "smtp" } }],
    ["replicas.max", { replicas: { min: 2 } }],
    ["env.PORT", { env: { PORT: 80 } }],
    ["scratch.0.path", { scratch: [{ path: "tmp", size: "1Gi" }] }],
    ["", { securityContext: { privileged: true } }],
    ["health", { health: { lives: "/healthz" } }],
    ["platform", { platform: { hostNetwork: true } }],
  ])("are refused where %s is not what it may be", (path, values) => {
    expect(wrong(values)).toEqual([path]);
  });

  it("stand below what the platform says: a team cannot name its own callers, hosts or spot nodes", () => {
    const own = { platform: { callers: ["everybody"], hosts: ["bank.example.com"], criticality: "low", replicas: { min: 50, max: 50 } } };
    expect(merged(merged(defaults, own), { platform }).platform).toEqual(platform);
  });

  it("are each described once: the schema knows what values.yaml names, and no map of it is open", () => {
    const properties = schema.properties as Readonly<Record<string, Json>>;
    expect(Object.keys(properties).sort()).toEqual([...Object.keys(defaults), "replicas"].sort());
    const open = (node: unknown, path: string): string[] => {
      if (typeof node !== "object" || node === null) return [];
      const inner = Object.entries(node).flatMap(([key, value]) => open(value, `${path}.${key}`));
      return "properties" in node && (node as Json).additionalProperties !== false && !path.endsWith(".properties")
        ? [path, ...inner]
        : inner;
    };
    expect(open(schema, "")).toEqual([]);
  });
});
