import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { AddonContext } from "../../../constructs/addons/addon.ts";
import { inWaves } from "../../../constructs/addons/order.ts";
import { cloudNames } from "../../../constructs/place.ts";
import { unknownKeys } from "../chart-keys.ts";
import { sampleContext, sampleIdentity } from "../sample-context.ts";
import { secretsIn } from "../secrets-in.ts";
import { observability } from "./catalog.ts";

const contexts: AddonContext[] = cloudNames.flatMap((cloud) => [
  sampleContext(cloud),
  sampleContext(cloud, { highAvailability: false, alertsToChat: false, criticality: "low" }),
  sampleContext(cloud, { observers: ["datadog", "newrelic"], mesh: "linkerd" }),
]);
const table = observability.map((addon) => [addon.name, addon] as const);
/** What the group stands on, and who is tested elsewhere. */
const before = ["cert-manager", "external-secrets"].map((name) => ({ name }));

describe.each(table)("%s", (_, addon) => {
  const applying = contexts.filter((context) => addon.appliesTo?.(context) ?? true);

  it("sets nothing that its chart does not know, and no secret", () => {
    const file = `__tests__/addons/charts/${addon.chart?.name}.json`;
    expect(existsSync(file)).toBe(true);
    const known = JSON.parse(readFileSync(file, "utf8"));
    expect(known).toMatchObject({ chart: addon.chart?.name, version: addon.chart?.version });
    for (const context of applying) {
      const values = addon.values?.(context, sampleIdentity) ?? {};
      expect(unknownKeys(values, known)).toEqual([]);
      expect(secretsIn([values, addon.resources?.(context, sampleIdentity)])).toEqual([]);
    }
  });

  it("runs once without high availability", () => {
    const context = sampleContext("aws", { highAvailability: false, observers: ["datadog", "newrelic"] });
    const counts = JSON.stringify(addon.values?.(context, sampleIdentity)).matchAll(
      /"(?:replicas|replicaCount|replication_factor)":(\d+)/g,
    );
    expect([...counts].map(([, count]) => Number(count)).filter((count) => count > 1)).toEqual([]);
  });

  it("gives its account and pods what its identity says, in the bucket it needs and no other", () => {
    const identity = addon.identity?.(contexts[0] as AddonContext);
    const text = JSON.stringify(addon.values?.(contexts[0] as AddonContext, sampleIdentity));
    expect(text.includes("<identity>")).toBe(identity !== undefined);
    expect(text.includes("example.com/use-identity")).toBe(identity !== undefined);
    if (identity === undefined) return;
    expect(text).toContain(`"name":"${identity.serviceAccount}"`);
    expect(identity.grants.map(({ may }) => may)).toEqual(["objectstore:read-write"]);
  });
});

describe("observability", () => {
  it("has an order: metrics first, then stores, then what fills them", () => {
    const waves = inWaves([...before, ...observability]).map((wave) => wave.map(({ name }) => name));
    const wave = (name: string) => waves.findIndex((names) => names.includes(name));
    for (const name of ["thanos", "loki", "tempo", "otel-operator"]) expect(wave(name), name).toBe(wave("kube-prometheus-stack") + 1);
    expect(wave("otel-gateway")).toBe(wave("loki") + 1);
    expect(wave("otel-agent")).toBe(wave("otel-gateway") + 1);
    expect(wave("grafana")).toBe(wave("thanos-global") + 1);
  });

  it("reads each purpose's bucket from one place only", () => {
    const marked = sampleContext("aws");
    const purposes = Object.fromEntries(
      observability.flatMap((addon) =>
        (addon.identity?.(marked).grants ?? []).map((grant) => [
          addon.name,
          Object.entries(marked.buckets).find(([, bucket]) => "bucket" in grant && grant.bucket === bucket)?.[0],
        ]),
      ),
    );
    expect(purposes).toEqual({ "kube-prometheus-stack": "metrics", thanos: "metrics", loki: "logs", tempo: "traces" });
  });

  it("keeps what runs everywhere out of the central services' namespace", () => {
    const central = observability.filter(({ home }) => home === "services");
    expect(central.map(({ name, namespace }) => [name, namespace])).toEqual([
      ["thanos-global", "central"],
      ["grafana", "central"],
    ]);
    expect(observability.filter(({ home, namespace }) => home !== "services" && namespace === "central")).toEqual([]);
  });

  it("runs a vendor's agent only where the vendor observes", () => {
    const here = (observers: AddonContext["observers"]) =>
      observability.filter(({ appliesTo }) => appliesTo?.(sampleContext("gcp", { observers }))).map(({ name }) => name);
    expect(here([])).toEqual([]);
    expect(here(["datadog"])).toEqual(["datadog"]);
    expect(here(["newrelic"])).toEqual(["newrelic"]);
    expect(here(["newrelic", "datadog"])).toEqual(["datadog", "newrelic"]);
  });
});
