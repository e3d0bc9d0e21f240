import { describe, expect, it } from "vitest";
import type { Addon, AddonContext, Manifest } from "../../../constructs/addons/addon.ts";
import { istioBase, istioCni, istiod } from "../../../constructs/addons/mesh/istio.ts";
import { istioCsr } from "../../../constructs/addons/mesh/istio-csr.ts";
import { failover, istioPolicies } from "../../../constructs/addons/mesh/istio-policies.ts";
import { linkerdCni, linkerdControlPlane, linkerdCrds, linkerdMulticluster, trustBundle } from "../../../constructs/addons/mesh/linkerd.ts";
import { istioAuthority, linkerdAuthority } from "../../../constructs/addons/mesh/mesh-authority.ts";
import { cloudNames } from "../../../constructs/place.ts";
import { sampleContext, sampleIdentity, samplePlace } from "../sample-context.ts";

const objects = (addon: Addon, context: AddonContext): Manifest[] => [...(addon.resources?.(context, sampleIdentity) ?? [])];
const named = (addon: Addon, context: AddonContext, kind: string, name?: string): Manifest | undefined =>
  objects(addon, context).find((object) => object.kind === kind && (name === undefined || object.metadata.name === name));
const values = (addon: Addon, context: AddonContext) => addon.values?.(context, sampleIdentity);
const applies = (addon: Addon, mesh: AddonContext["mesh"]) => addon.appliesTo?.(sampleContext("aws", { mesh })) ?? true;
const alone = { places: [samplePlace("aws")] };

describe("the choice of a mesh", () => {
  const ofIstio = [istioAuthority, istioCsr, istioCni, istioPolicies];
  const ofLinkerd = [linkerdAuthority, linkerdCrds, linkerdCni, trustBundle, linkerdControlPlane, linkerdMulticluster];

  it("brings one mesh at most, and Istio's control plane for the gateways always", () => {
    expect(ofIstio.map((addon) => applies(addon, "istio"))).not.toContain(false);
    expect(ofLinkerd.map((addon) => applies(addon, "linkerd"))).not.toContain(false);
    expect([...ofLinkerd.map((addon) => applies(addon, "istio")), ...ofIstio.map((addon) => applies(addon, "linkerd"))]).not.toContain(
      true,
    );
    expect([...ofLinkerd, ...ofIstio].map((addon) => applies(addon, "none"))).not.toContain(true);
    expect((["istio", "linkerd", "none"] as const).map((mesh) => applies(istioBase, mesh) && applies(istiod, mesh))).not.toContain(false);
  });

  it.each(["linkerd", "none"] as const)("of %s leaves Istio's control plane its own authority, and pods' network alone", (mesh) => {
    const { pilot, global } = values(istiod, sampleContext("aws", { mesh })) as { pilot: Record<string, unknown>; global: object };
    expect(pilot).toMatchObject({ cni: { enabled: false } });
    expect(pilot.env).toBeUndefined();
    expect(global).not.toHaveProperty("caAddress");
  });

  it("links no cluster that is alone", () => {
    expect(linkerdMulticluster.appliesTo?.(sampleContext("aws", { mesh: "linkerd", ...alone }))).toBe(false);
    expect(values(linkerdMulticluster, sampleContext("aws", { mesh: "linkerd" }))).toMatchObject({
      gateway: { serviceType: "ClusterIP" },
      controllers: [{ link: { ref: { name: "acme-prod-gcp-use4" } } }, { link: { ref: { name: "acme-prod-azure-eus2" } } }],
    });
  });
});

describe("Istio's control plane", () => {
  it.each(cloudNames)("on %s knows its cluster, its network, and the mesh it shares with the environment", (cloud) => {
    const context = sampleContext(cloud);
    expect(values(istiod, context)).toMatchObject({
      pilot: { env: { ENABLE_CA_SERVER: "false" }, cni: { enabled: true } },
      global: {
        meshID: "acme-prod",
        multiCluster: { clusterName: context.place.name },
        network: `${cloud}-${context.place.regionFacts.short}`,
        caAddress: "cert-manager-istio-csr.cert-manager.svc:443",
      },
      meshConfig: { defaultConfig: { gatewayTopology: { numTrustedProxies: 1 } } },
    });
    expect(values(istioCsr, context)).toMatchObject({ app: { server: { clusterID: context.place.name } } });
  });

  it("puts the node's plugin where GKE keeps them, and only there", () => {
    const platform = (cloud: (typeof cloudNames)[number]) => JSON.stringify(values(istioCni, sampleContext(cloud))?.global);
    expect(cloudNames.map(platform)).toEqual(["{}", '{"platform":"gke"}', "{}"]);
  });

  it("waits for whoever signs", () => {
    expect(istiod.after).toContain("istio-csr");
    expect(istioCsr.after).toContain("istio-authority");
  });
});

describe.each([
  ["istio", istioAuthority, "sign/istio", "istio-system"],
  ["linkerd", linkerdAuthority, "root/sign-intermediate", "linkerd"],
] as const)("the authority of %s", (mesh, addon, path, namespace) => {
  it.each(cloudNames)("on %s is Vault's, asked with a token of the cluster and with no key", (cloud) => {
    const context = sampleContext(cloud, { mesh });
    const { name } = context.place;
    expect(named(addon, context, "Issuer", "mesh-ca")).toMatchObject({
      metadata: { namespace },
      spec: {
        vault: {
          server: "https://vault.example.com",
          path: `pki_mesh_${name.replaceAll("-", "_")}/${path}`,
          auth: { kubernetes: { mountPath: `/v1/auth/jwt/${name}`, role: "mesh-ca", serviceAccountRef: { audiences: ["vault"] } } },
        },
      },
    });
    expect(named(addon, context, "Role")?.rules).toEqual([
      { apiGroups: [""], resources: ["serviceaccounts/token"], resourceNames: ["mesh-ca"], verbs: ["create"] },
    ]);
  });

  it.each([
    ["alone", { mesh, ...alone }],
    ["without the others in reach", { mesh, interconnect: false }],
    ["without Vault", { mesh, vaultAddress: undefined }],
  ] as const)("is the cluster's own when it is %s", (_, changes) => {
    const context = sampleContext("aws", changes);
    expect(named(addon, context, "Issuer", "mesh-ca")?.spec).toEqual({ ca: { secretName: "mesh-ca-root" } });
    expect(named(addon, context, "Certificate")?.spec).toMatchObject({ isCA: true });
  });
});

describe("the mesh's policies", () => {
  const context = sampleContext("gcp");

  it("encrypt everything, and allow nothing by themselves", () => {
    expect(named(istioPolicies, context, "PeerAuthentication")).toMatchObject({
      metadata: { namespace: "istio-system" },
      spec: { mtls: { mode: "STRICT" } },
    });
    expect(named(istioPolicies, context, "AuthorizationPolicy")).toMatchObject({ metadata: { namespace: "istio-system" }, spec: {} });
    expect(named(istioPolicies, context, "AuthorizationPolicy")?.spec).toEqual({});
  });

  it("send what a region cannot answer to the next place", () => {
    expect(failover(context.places)).toEqual([
      { from: "us-east-1", to: "us-east4" },
      { from: "us-east4", to: "eastus2" },
      { from: "eastus2", to: "us-east-1" },
    ]);
    expect(failover([samplePlace("aws")])).toEqual([]);
    expect(named(istioPolicies, context, "DestinationRule")?.spec).toMatchObject({
      trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 }, loadBalancer: { localityLbSetting: { enabled: true } } },
    });
    expect(JSON.stringify(named(istioPolicies, sampleContext("aws", alone), "DestinationRule"))).not.toContain("localityLbSetting");
  });

  it("let workloads out to the cloud and the stores only, where criticality is high", () => {
    expect(named(istioPolicies, context, "Sidecar")?.spec).toMatchObject({ outboundTrafficPolicy: { mode: "REGISTRY_ONLY" } });
    const stores = named(istioPolicies, context, "ServiceEntry", "data-stores")?.spec as { addresses: string[] };
    expect(stores.addresses).toEqual(context.places.map(({ cidr }) => cidr));
    for (const criticality of ["low", "medium"] as const) {
      const kinds = objects(istioPolicies, sampleContext("gcp", { criticality })).map(({ kind }) => kind);
      expect(kinds).not.toContain("Sidecar");
      expect(kinds).not.toContain("ServiceEntry");
    }
  });

  it("leave pods the way to their identity, where it is an address on the node", () => {
    const identity = (cloud: (typeof cloudNames)[number]) =>
      (named(istioPolicies, sampleContext(cloud), "ServiceEntry", "identity")?.spec as { addresses: string[] } | undefined)?.addresses;
    expect(cloudNames.map(identity)).toEqual([["169.254.170.23/32"], ["169.254.169.254/32"], undefined]);
  });
});
