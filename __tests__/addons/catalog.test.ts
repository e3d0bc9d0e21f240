import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Addon, AddonContext } from "../../constructs/addons/addon.ts";
import { catalog } from "../../constructs/addons/catalog.ts";
import { inWaves } from "../../constructs/addons/order.ts";
import { cloudNames } from "../../constructs/place.ts";
import { type ChartKeys, unknownKeys } from "./chart-keys.ts";
import { sampleContext, sampleIdentity, samplePlace } from "./sample-context.ts";
import { secretsIn } from "./secrets-in.ts";

/** Every way configuration can turn an add-on on, on a cloud. */
const variants = (cloud: (typeof cloudNames)[number]): AddonContext[] => [
  sampleContext(cloud),
  sampleContext(cloud, { highAvailability: false, deletionProtection: false, criticality: "low", policies: "audit", alertsToChat: false }),
  sampleContext(cloud, { mesh: "linkerd", observers: ["datadog", "newrelic"], chaos: true }),
  sampleContext(cloud, { mesh: "linkerd", interconnect: false }),
  sampleContext(cloud, { ingressMode: "tunnel" }),
  sampleContext(cloud, { ingressMode: "l7-native" }),
  sampleContext(cloud, { mesh: "none", cilium: "off", compute: cloud === "aws" ? "managed" : "pools", vaultAddress: undefined }),
  sampleContext(cloud, { place: samplePlace(cloud, "mgmt").place }),
  sampleContext(cloud, { place: samplePlace(cloud, "mgmt").place, central: cloud === "aws" ? samplePlace("aws", "mgmt") : undefined }),
  sampleContext(cloud, { officeHours: { start: "0 7 * * mon-fri", end: "0 20 * * mon-fri", timeZone: "UTC" }, foreignBackups: undefined }),
];
const applying = (addon: Addon) => cloudNames.flatMap((cloud) => variants(cloud).filter((context) => addon.appliesTo?.(context) ?? true));
const valuesOf = (addon: Addon) => applying(addon).map((context) => addon.values?.(context, sampleIdentity) ?? {});
const resourcesOf = (addon: Addon) => applying(addon).flatMap((context) => addon.resources?.(context, sampleIdentity) ?? []);
const table = catalog.map((addon) => [addon.name, addon] as const);

/** What one cloud needs and the others bring themselves. */
const ofOneCloud: Readonly<Record<string, string>> = {
  "aws-load-balancer-controller": "aws",
  "azure-alb-controller": "azure",
  "azure-front": "azure",
  cilium: "aws",
  "ip-masq": "gcp",
  karmada: "aws",
  karpenter: "aws",
  // The central place is on AWS.
  atlantis: "aws",
  keycloak: "aws",
  "keycloak-database": "aws",
  "keycloak-realm": "aws",
  "kubecost-primary": "aws",
  vault: "aws",
  "vault-monitoring": "aws",
  "vault-rotation": "aws",
  "vault-sign-in": "aws",
  "vault-snapshots": "aws",
  "metrics-server": "aws",
  "node-pools": "aws",
  "vertical-pod-autoscaler": "aws",
};

describe.each(table)("add-on %s", (name, addon) => {
  it("is named for a release, once, with its purpose in a line", () => {
    expect(name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(`${name}-resources`.length).toBeLessThanOrEqual(53);
    expect(catalog.filter((other) => other.name === name)).toHaveLength(1);
    expect(addon.purpose).toMatch(/^[A-Z][^\n]{15,120}[^.\n]$/);
  });

  it("is pinned, from a repository over TLS, with a source", () => {
    if (addon.chart === undefined) expect(addon.resources).toBeDefined();
    else {
      expect(addon.chart.version).toMatch(/^v?\d+\.\d+\.\d+(-[a-z0-9.]+)?$/);
      expect(addon.chart.repository).toMatch(/^(https|oci):\/\/[a-z0-9.-]+(\/[\w.-]+)*\/?$/);
      expect(addon.chart.source).toMatch(/^https:\/\//);
    }
  });

  it("applies to every cloud, unless the others bring it themselves", () => {
    const clouds = cloudNames.filter((cloud) => variants(cloud).some((context) => addon.appliesTo?.(context) ?? true));
    expect(clouds).toEqual(ofOneCloud[name] === undefined ? [...cloudNames] : [ofOneCloud[name]]);
  });

  it("has values that the chart of this version knows", () => {
    if (addon.chart === undefined) return expect(addon.values).toBeUndefined();
    const file = join("__tests__/addons/charts", `${addon.chart.name}.json`);
    expect(existsSync(file) || valuesOf(addon).every((values) => Object.keys(values).length === 0), `${file} is missing`).toBe(true);
    if (!existsSync(file)) return;
    const known: ChartKeys = JSON.parse(readFileSync(file, "utf8"));
    expect(known).toMatchObject({ chart: addon.chart.name, version: addon.chart.version });
    expect(known.source).toMatch(/^https:\/\//);
    for (const values of valuesOf(addon)) expect(unknownKeys(values, known)).toEqual([]);
  });

  it("has no secret in its values or resources", () => {
    for (const found of [...valuesOf(addon), ...resourcesOf(addon)]) expect(secretsIn(found)).toEqual([]);
  });

  it("gets its secrets from the store, once there is one", () => {
    const secrets = applying(addon).flatMap((context) => addon.secrets?.(context) ?? []);
    for (const { keys } of secrets) for (const remote of Object.values(keys)) expect(remote).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    if (secrets.length > 0) expect(reached(addon)).toContain("external-secrets");
  });

  it("has an identity with a short name, and only with something to do", () => {
    for (const context of applying(addon)) {
      const identity = addon.identity?.(context);
      if (identity === undefined) continue;
      expect(identity.name).toMatch(/^[a-z][a-z0-9-]{1,9}$/);
      expect(identity.grants.length).toBeGreaterThan(0);
    }
  });

  it("names its objects, and puts them where it is unless they are the cluster's", () => {
    for (const { apiVersion, kind, metadata } of resourcesOf(addon)) {
      expect(apiVersion, `${kind} ${metadata.name}`).toMatch(/^([a-z0-9.-]+\/)?v\d+((alpha|beta)\d+)?$/);
      expect(metadata.name).toMatch(/^[a-z0-9<]/);
    }
  });

  it("gives the same for the same", () => {
    // Tokens are counted up.
    const text = (value: unknown) => JSON.stringify(value).replace(/TfToken\[TOKEN\.\d+\]/g, "token");
    expect(text(valuesOf(addon))).toBe(text(valuesOf(addon)));
    expect(text(resourcesOf(addon))).toBe(text(resourcesOf(addon)));
  });

  it("takes no identity but that of an add-on before it", () => {
    if (addon.identityOf !== undefined) expect(reached(addon)).toContain(addon.identityOf);
  });
});

/** Everything that comes before it. */
function reached(addon: Addon): string[] {
  const before = (addon.after ?? []).flatMap((name) => catalog.filter((other) => other.name === name));
  return [...before.map(({ name }) => name), ...before.flatMap(reached)];
}

describe("the catalog", () => {
  it("has an order", () => {
    expect(inWaves(catalog).flat()).toHaveLength(catalog.length);
  });

  it("describes the keys of no chart that it does not have", () => {
    const charts = catalog.flatMap(({ chart }) => (chart ? [`${chart.name}.json`] : []));
    expect(readdirSync("__tests__/addons/charts").filter((file) => !charts.includes(file))).toEqual([]);
  });

  it("delivers by terraform what argo cd needs, and nothing of that after what argo cd delivers", () => {
    const argo = catalog.filter(({ name }) => name === "argo-cd").flatMap(reached);
    const early = catalog.filter(({ delivery, name }) => delivery === "terraform" || argo.includes(name));
    expect(early.filter(({ delivery }) => delivery !== "terraform").map(({ name }) => name)).toEqual([]);
    const names = new Set(early.map(({ name }) => name));
    expect(
      early.flatMap(({ name, after = [] }) => after.filter((other) => !names.has(other)).map((other) => `${name} after ${other}`)),
    ).toEqual([]);
  });

  it("keeps central services out of namespaces that the platform makes", () => {
    const central = catalog.filter(({ home }) => home === "services").map(({ namespace }) => namespace);
    const others = catalog.filter(({ home }) => home !== "services").map(({ namespace }) => namespace);
    expect(central.filter((namespace) => others.includes(namespace))).toEqual([]);
  });
});
