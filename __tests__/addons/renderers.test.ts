import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { TerraformStack, Testing } from "cdktf";
import { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Addon } from "../../constructs/addons/addon.ts";
import { Addons, type AddonsProps } from "../../constructs/addons/addons.ts";
import type { Delivery } from "../../constructs/addons/choose.ts";
import { ClusterConnection } from "../../constructs/cluster/connection.ts";
import { sampleContext, sampleIdentity } from "./sample-context.ts";

const chart = { repository: "oci://registry.example.com/charts", name: "store", version: "1.2.3", source: "https://example.com" };
const catalog: readonly Addon[] = [
  { name: "external-secrets", purpose: "For tests", namespace: "external-secrets", chart, delivery: "terraform" },
  { name: "argo-cd", purpose: "For tests", namespace: "argocd", chart, delivery: "terraform", after: ["external-secrets"] },
  {
    name: "store",
    purpose: "For tests",
    namespace: "store",
    chart,
    after: ["external-secrets"],
    identity: ({ buckets }) => ({
      name: "store",
      serviceAccount: "store",
      grants: [{ may: "objectstore:read", bucket: buckets.app as never }],
    }),
    secrets: () => [{ name: "store-key", keys: { key: "store-key" } }],
    values: ({ cluster }, { serviceAccountAnnotations }) => ({ cluster: cluster.name, annotations: serviceAccountAnnotations }),
    resources: () => [{ apiVersion: "example.com/v1", kind: "Shelf", metadata: { name: "shelf" } }],
  },
  {
    name: "reader",
    purpose: "For tests",
    namespace: "kube-system",
    after: ["store"],
    resources: () => [{ apiVersion: "example.com/v1", kind: "Reader", metadata: { name: "reader" } }],
  },
];

class FakeIdentity extends Construct {
  readonly serviceAccountAnnotations = sampleIdentity.serviceAccountAnnotations;
  readonly podLabels = sampleIdentity.podLabels;
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new IamRole(this, "Role", { assumeRolePolicy: "{}" });
  }
}

type Resources = Record<
  string,
  Record<string, { readonly depends_on?: string[]; readonly values: string[]; readonly [key: string]: unknown }>
>;

function rendered(delivery: Delivery, overrides: Partial<AddonsProps> = {}): Resources {
  const stack = new TerraformStack(Testing.app(), "stack");
  const context = sampleContext("aws");
  new ClusterConnection(stack, "Cluster", { cluster: context.cluster, cloud: "aws", dynamicCredentials: true });
  new Addons(stack, "Addons", {
    context,
    catalog,
    choices: catalog.map(({ name, delivery: own }) => ({ name, delivery: own ?? delivery })),
    identity: (scope, id) => new FakeIdentity(scope, id),
    rootName: "platform",
    revision: "main",
    existingNamespaces: [],
    ...overrides,
  });
  return JSON.parse(Testing.synth(stack)).resource;
}

/** The release of this name, whatever its address. */
function release(resources: Resources, name: string) {
  const found = Object.entries(resources.helm_release ?? {}).find(([, body]) => body.name === name);
  if (found === undefined) throw new Error(`no release ${name}`);
  const [address, body] = found;
  return { address: `helm_release.${address}`, body, values: parse(body.values[0] ?? "") };
}

describe("an add-on that terraform delivers", () => {
  const resources = rendered("terraform");

  it("is a pinned release in a namespace that is there already", () => {
    const { body } = release(resources, "store");
    expect(body).toMatchObject({
      repository: chart.repository,
      chart: "store",
      version: "1.2.3",
      namespace: "store",
      create_namespace: false,
    });
    expect(body).toMatchObject({ wait: true, max_history: 5, timeout: 600 });
    expect(JSON.stringify(resources.kubernetes_namespace_v1)).toContain('"name":"store"');
    expect(JSON.stringify(resources.kubernetes_namespace_v1)).not.toContain('"kube-system"');
  });

  it("has its values with its identity in them", () => {
    expect(release(resources, "store").values).toEqual({
      cluster: "<cluster.name>",
      annotations: sampleIdentity.serviceAccountAnnotations,
    });
  });

  it("comes after its namespace, identity, secrets, and what it cannot do without; its objects after it", () => {
    const { body } = release(resources, "store");
    const secrets = release(resources, "store-secrets");
    expect(body.depends_on).toEqual(
      expect.arrayContaining([
        secrets.address,
        release(resources, "external-secrets").address,
        expect.stringMatching(/^aws_iam_role\./),
        expect.stringMatching(/^kubernetes_namespace_v1\./),
      ]),
    );
    expect(release(resources, "store-resources").body.depends_on).toContain(release(resources, "store").address);
    expect(release(resources, "reader").body.depends_on).toContain(release(resources, "store-resources").address);
  });

  it("has its objects in the local chart, inside the stack's folder", () => {
    const { body, values } = release(resources, "store-resources");
    expect(body.chart).toMatch(/^assets\/RawChart\/[0-9A-F]{32}/);
    expect(values).toEqual({ resources: [{ apiVersion: "example.com/v1", kind: "Shelf", metadata: { name: "shelf" } }] });
  });

  it("gets its secrets by reference", () => {
    const [secret] = release(resources, "store-secrets").values.resources;
    expect(secret).toMatchObject({ kind: "ExternalSecret", metadata: { namespace: "store", name: "store-key" } });
    expect(secret.spec.data).toEqual([{ secretKey: "key", remoteRef: { key: "<secrets.prefix>platform-store-key" } }]);
  });

  it("is taken back when it fails only where all else stands on it", () => {
    expect(release(resources, "external-secrets").body.atomic).toBe(true);
    expect(release(resources, "store").body.atomic).toBe(false);
  });
});

describe("an add-on that argo cd delivers", () => {
  const resources = rendered("argocd");
  const root = release(resources, "platform-root");
  const applications = root.values.applications.platform.sources[0].helm.valuesObject.resources;
  const [store, reader] = applications;

  it("is an application of the same chart, version and values, and no release", () => {
    expect(applications.map(({ metadata }: { metadata: { name: string } }) => metadata.name)).toEqual(["store", "reader"]);
    expect(() => release(resources, "store")).toThrow();
    expect(store.spec.sources[0]).toEqual({
      repoURL: "registry.example.com/charts",
      chart: "store",
      targetRevision: "1.2.3",
      helm: { releaseName: "store", valuesObject: { cluster: "<cluster.name>", annotations: sampleIdentity.serviceAccountAnnotations } },
    });
  });

  it("has its secrets and objects from the same local chart, in git", () => {
    const [, raw] = store.spec.sources;
    expect(raw).toMatchObject({ repoURL: "https://github.com/acme/platform", path: "charts/raw", targetRevision: "main" });
    expect(raw.helm.valuesObject.resources.map(({ kind }: { kind: string }) => kind)).toEqual(["ExternalSecret", "Shelf"]);
  });

  it("waits for a later wave than what it comes after", () => {
    const wave = (manifest: { metadata: { annotations: Record<string, string> } }) =>
      Number(manifest.metadata.annotations["argocd.argoproj.io/sync-wave"]);
    expect(wave(reader)).toBeGreaterThan(wave(store));
  });

  it("begins when identities, namespaces and Argo CD itself are there", () => {
    expect(root.body.depends_on).toEqual(
      expect.arrayContaining([
        release(resources, "argo-cd").address,
        expect.stringMatching(/^aws_iam_role\./),
        expect.stringMatching(/^kubernetes_namespace_v1\./),
      ]),
    );
  });

  it("may come from nowhere but the repositories that are named", () => {
    expect(root.values.projects.platform.sourceRepos).toEqual([
      "https://github.com/acme/platform",
      "https://github.com/acme/platform-gitops",
      "registry.example.com/charts",
    ]);
    expect(root.values.applications.gitops.sources[0]).toMatchObject({ path: "clusters/acme-prod-aws-use1" });
  });
});

describe("namespaces", () => {
  const resources = rendered("terraform", { existingNamespaces: ["store"] });

  it("of another stack are not made again", () => {
    expect(JSON.stringify(resources.kubernetes_namespace_v1)).not.toContain('"name":"store"');
  });

  it("say what pods may ask for, how many there may be, and who may talk to them", () => {
    for (const type of ["kubernetes_namespace_v1", "kubernetes_network_policy_v1"])
      expect(Object.keys(resources[type] ?? {})).toHaveLength(2);
    expect(Object.keys(resources.kubernetes_resource_quota_v1 ?? {})).toHaveLength(4);
    expect(JSON.stringify(resources.kubernetes_namespace_v1)).toContain("pod-security.kubernetes.io/enforce");
  });
});
