import { describe, expect, it } from "vitest";
import type { AddonContext, Manifest } from "../../../constructs/addons/addon.ts";
import { karmada } from "../../../constructs/addons/mesh/karmada.ts";
import { federationObjects } from "../../../constructs/addons/mesh/karmada-objects.ts";
import { sampleContext, sampleIdentity, samplePlace } from "../sample-context.ts";

const mgmt = samplePlace("aws", "mgmt");
const context: AddonContext = sampleContext("aws", { place: mgmt.place, places: [mgmt] });
const objects = [...(karmada.resources?.(context, sampleIdentity) ?? [])];
const ofKind = (kind: string): Manifest[] => objects.filter((object) => object.kind === kind);
const inside = federationObjects(context.estate) as Manifest[];
const insideOf = (kind: string) => inside.filter((object) => object.kind === kind);
const members = context.estate.filter(({ place }) => place.environment !== "mgmt").map(({ name }) => name);

describe("Karmada", () => {
  it("runs in the management place, when an environment has several clusters", () => {
    expect(karmada.home).toBe("services");
    expect(karmada.appliesTo?.(context)).toBe(true);
    expect(karmada.appliesTo?.(sampleContext("aws"))).toBe(false);
    expect(karmada.appliesTo?.({ ...context, estate: [samplePlace("aws"), samplePlace("gcp", "staging"), mgmt] })).toBe(false);
  });

  it("takes no image that has no version, and none of Bitnami's", () => {
    const text = JSON.stringify([karmada.values?.(context, sampleIdentity), objects]);
    expect(text).not.toMatch(/bitnami|"latest"|:latest/);
  });

  it("keeps its data on a volume, three times with high availability", () => {
    const etcd = (highAvailability: boolean) => karmada.values?.({ ...context, highAvailability }, sampleIdentity).etcd;
    expect(etcd(true)).toMatchObject({ internal: { replicaCount: 3, storageType: "pvc" } });
    expect(etcd(false)).toMatchObject({ internal: { replicaCount: 1, storageType: "pvc" } });
  });

  it("gets its objects applied in the cluster, from what is written down", () => {
    const [map] = ofKind("ConfigMap") as unknown as [{ data: Record<string, string> }];
    expect(JSON.parse(map.data["objects.json"] ?? "")).toMatchObject({
      kind: "List",
      items: { length: inside.length },
    });
    expect(JSON.stringify(ofKind("CronJob"))).toContain('"secretName":"karmada-kubeconfig"');
  });

  it("hands every member's token over by Vault", () => {
    const remote = ofKind("PushSecret").map(({ spec }) => JSON.stringify(spec));
    expect(remote).toHaveLength(members.length);
    for (const member of members) expect(remote.filter((text) => text.includes(`"remoteKey":"karmada/${member}"`))).toHaveLength(1);
  });
});

describe("what is in Karmada's API", () => {
  it("has an account for every member and none for the management place", () => {
    expect(insideOf("ServiceAccount").map(({ metadata }) => metadata.name)).toEqual(members.map((name) => `agent-${name}`));
  });

  it("lets a member's agent change its own cluster and its own work only", () => {
    for (const { rules } of insideOf("ClusterRole"))
      for (const { verbs, resourceNames } of rules as { verbs: string[]; resourceNames?: string[] }[])
        if (verbs.some((verb) => ["update", "patch", "delete"].includes(verb))) expect(resourceNames).toHaveLength(1);
    const namespaces = insideOf("Role").map(({ metadata }) => metadata.namespace);
    expect([...new Set(namespaces)].sort()).toEqual(["karmada-cluster", ...members.map((name) => `karmada-es-${name}`)].sort());
    expect(JSON.stringify(inside)).not.toContain('"*"');
  });

  it("divides an environment's applications over its own clusters, in two regions at least", () => {
    const policies = insideOf("ClusterPropagationPolicy");
    expect(policies.map(({ metadata }) => metadata.name)).toEqual(["spread-prod", "spread-staging"]);
    expect(policies[0]?.spec).toMatchObject({
      placement: {
        clusterAffinity: { clusterNames: ["acme-prod-aws-use1", "acme-prod-gcp-use4", "acme-prod-azure-eus2"] },
        spreadConstraints: [
          { spreadByField: "region", minGroups: 2 },
          { spreadByField: "cluster", minGroups: 2 },
        ],
      },
    });
  });

  it("places only what bears the label, and no Secret", () => {
    for (const { spec } of insideOf("ClusterPropagationPolicy"))
      for (const selector of (spec as { resourceSelectors: { kind: string; labelSelector?: object }[] }).resourceSelectors) {
        expect(selector.labelSelector).toBeDefined();
        expect(selector.kind).not.toBe("Secret");
      }
  });

  it("tells copies where they are", () => {
    const facts = insideOf("ClusterOverridePolicy").find(({ metadata }) => metadata.name === "facts-acme-prod-gcp-use4");
    expect(JSON.stringify(facts)).toContain('"platform/cloud":"gcp"');
    expect(insideOf("ClusterOverridePolicy")).toHaveLength(members.length);
  });
});
