import { describe, expect, it } from "vitest";
import type { Addon, Manifest } from "../../../constructs/addons/addon.ts";
import { argoRollouts } from "../../../constructs/addons/extensions/argo-rollouts.ts";
import { crossplane } from "../../../constructs/addons/extensions/crossplane.ts";
import { crossplaneApis } from "../../../constructs/addons/extensions/crossplane-apis.ts";
import { crossplaneProviders } from "../../../constructs/addons/extensions/crossplane-providers.ts";
import { podinfo } from "../../../constructs/addons/extensions/podinfo.ts";
import { pulumiOperator } from "../../../constructs/addons/extensions/pulumi-operator.ts";
import { strimzi } from "../../../constructs/addons/extensions/strimzi.ts";
import { inWaves } from "../../../constructs/addons/order.ts";
import { cloudNames } from "../../../constructs/place.ts";
import { sampleContext, sampleIdentity, samplePlace } from "../sample-context.ts";

const all: readonly Addon[] = [crossplane, crossplaneProviders, crossplaneApis, pulumiOperator, strimzi, argoRollouts, podinfo];
const ofKind = (addon: Addon, context = sampleContext("aws"), kind = "") =>
  (addon.resources?.(context, sampleIdentity) ?? []).filter((resource) => resource.kind === kind);
const specs = (resources: readonly Manifest[]) => resources.map(({ spec }) => spec as Record<string, unknown>);

describe("extensions", () => {
  it("run with the workloads, but for the programs, which run once for all", () => {
    expect(all.filter(({ home }) => home === "services")).toEqual([pulumiOperator]);
    expect(all.filter(({ optional }) => optional)).toEqual([strimzi, argoRollouts, podinfo]);
  });

  it("come in the order crossplane, its providers, its kinds, after the monitors they bring are known", () => {
    const waves = inWaves(
      all.filter(({ name }) => name.startsWith("crossplane")),
      [{ name: "kube-prometheus-stack" }],
    );
    expect(waves.map((wave) => wave.map(({ name }) => name))).toEqual([["crossplane"], ["crossplane-providers"], ["crossplane-apis"]]);
    for (const addon of all.filter(({ chart }) => chart)) expect(addon.after).toContain("kube-prometheus-stack");
  });

  it.each(all.filter(({ chart }) => chart))("$name runs once without high availability", ({ name, values }) => {
    const counts = (highAvailability: boolean) =>
      [...JSON.stringify(values?.(sampleContext("aws", { highAvailability }), sampleIdentity)).matchAll(/"replica(?:s|Count)":(\d)/g)].map(
        ([, count]) => count,
      );
    expect(new Set(counts(false))).toEqual(new Set(["1"]));
    expect(new Set(counts(true))).toEqual(new Set([name === "pulumi-operator" ? "1" : "2"]));
  });

  it.each(all.filter(({ chart }) => chart))("$name asks for CPU and memory and has an end to memory", ({ values }) => {
    const text = JSON.stringify(values?.(sampleContext("gcp"), sampleIdentity));
    expect(text).toMatch(/"requests":\{"cpu":"\d+m","memory":"\d+Mi"\},"limits":\{"memory":"\d+[MG]i"\}/);
  });

  it("keep Kafka's operator to its own namespace", () => {
    expect(strimzi.values?.(sampleContext("aws"), sampleIdentity)).toMatchObject({ watchAnyNamespace: false, watchNamespaces: [] });
    expect(strimzi.namespace).toBe("kafka");
  });
});

describe.each(cloudNames)("crossplane's providers on %s", (cloud) => {
  const context = sampleContext(cloud);

  it("are pinned, of this cloud only, and all one service account", () => {
    const packages = specs([...ofKind(crossplaneProviders, context, "Provider"), ...ofKind(crossplaneProviders, context, "Function")]);
    for (const { package: image } of packages)
      expect(image).toMatch(/^xpkg\.crossplane\.io\/crossplane-contrib\/[a-z0-9-]+:v\d+\.\d+\.\d+$/);
    const others = cloudNames.filter((name) => name !== cloud);
    expect(packages.filter(({ package: image }) => others.some((other) => String(image).includes(`provider-${other}`)))).toEqual([]);
    const [runtime] = specs(ofKind(crossplaneProviders, context, "DeploymentRuntimeConfig"));
    expect(runtime).toMatchObject({
      serviceAccountTemplate: { metadata: { name: "crossplane-provider", annotations: sampleIdentity.serviceAccountAnnotations } },
      deploymentTemplate: { spec: { template: { metadata: { labels: sampleIdentity.podLabels } } } },
    });
    expect(crossplaneProviders.identity?.(context).serviceAccount).toBe("crossplane-provider");
  });

  it("activate the kinds that the recipes use, each of an installed provider", () => {
    const [policy] = specs(ofKind(crossplaneProviders, context, "ManagedResourceActivationPolicy"));
    const activated = policy?.activate as string[];
    const images = specs(ofKind(crossplaneProviders, context, "Provider")).map((spec) => String(spec.package));
    for (const name of activated) {
      const [, service, of] = /^[a-z]+\.([a-z0-9]+)\.([a-z]+)\.m\.upbound\.io$/.exec(name) ?? [];
      expect(
        images.some((image) => image.includes(`/provider-${of}-${service}:`)),
        name,
      ).toBe(true);
    }
    expect(activated.length).toBeGreaterThan(5);
  });

  it("may do what it does to names with the prefix only", () => {
    const grants = crossplaneProviders.identity?.(context).grants as unknown as { may: string; prefix?: string }[];
    expect(grants.filter(({ may }) => may.endsWith(":manage")).map(({ prefix }) => prefix)).toEqual(Array(3).fill("acme-prod-xp-"));
    expect(grants.map(({ may }) => may).sort()).toEqual(["cache:manage", "database:manage", "kms:use", "objectstore:manage"]);
  });

  it("speak with the cloud without a key", () => {
    const identity = { ...sampleIdentity, serviceAccountAnnotations: { "azure.workload.identity/client-id": "<client>" } };
    const config = crossplaneApis.resources?.(context, identity).find(({ kind }) => kind === "ClusterProviderConfig");
    const sources = { aws: "PodIdentity", gcp: "InjectedIdentity", azure: "OIDCTokenFile" };
    expect(config).toMatchObject({
      apiVersion: `${cloud}.m.upbound.io/v1beta1`,
      metadata: { name: "default" },
      spec: { credentials: { source: sources[cloud] } },
    });
    if (cloud === "azure") expect(config?.spec).toMatchObject({ clientID: "<client>" });
    expect(JSON.stringify(config)).not.toContain("secretRef");
  });
});

describe.each(cloudNames)("programs on %s", (cloud) => {
  const context = sampleContext(cloud);
  const backends = { aws: /^s3:\/\/<bucket_app.bucket>/, gcp: /^gs:\/\/<bucket_app.bucket>/, azure: /^azblob:\/\/<bucket_app.bucket>/ };
  const stacks = ofKind(pulumiOperator, context, "Stack");

  it("keep their state in the place's bucket, and secrets in it under the place's key", () => {
    for (const { backend, secretsProvider } of specs(stacks)) {
      expect(backend).toMatch(backends[cloud]);
      expect(secretsProvider).toMatch(/^(awskms|gcpkms|azurekeyvault):\/\//);
    }
  });

  it("are there for the environments with more than one place, and not for the management place", () => {
    expect(stacks.map(({ metadata }) => metadata.name)).toEqual(["cutover-prod", "cutover-staging"]);
    const lonely = ofKind(pulumiOperator, sampleContext(cloud, { estate: [samplePlace("aws"), samplePlace("aws", "mgmt")] }), "Stack");
    expect(lonely).toEqual([]);
  });

  it("have no secret in their definition, and never take away what they made", () => {
    for (const spec of specs(stacks)) {
      expect(spec).toMatchObject({ destroyOnFinalize: false, continueResyncOnCommitMatch: false });
      expect((spec.envRefs as Record<string, { type: string }>).TFE_TOKEN?.type).toBe("Secret");
    }
  });

  it("may touch their own state and its key, and nothing that Terraform owns", () => {
    expect(pulumiOperator.identity?.(context).grants.map(({ may }) => may)).toEqual(["objectstore:read-write", "kms:use"]);
  });
});
