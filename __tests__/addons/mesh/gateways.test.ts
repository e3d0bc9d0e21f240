import { describe, expect, it } from "vitest";
import type { Addon, AddonContext, Manifest, Values } from "../../../constructs/addons/addon.ts";
import { internalHost, internalServices } from "../../../constructs/addons/mesh/internal-services.ts";
import { istioGateway, publicGateway } from "../../../constructs/addons/mesh/istio-gateway.ts";
import { istioInternal } from "../../../constructs/addons/mesh/istio-internal.ts";
import { cloudNames } from "../../../constructs/place.ts";
import { sampleContext, sampleIdentity, samplePlace } from "../sample-context.ts";

interface Service {
  readonly type: string;
  readonly ports: { readonly name: string; readonly port: number; readonly targetPort: number }[];
  readonly annotations?: Record<string, string>;
  readonly loadBalancerSourceRanges?: string[];
  readonly externalTrafficPolicy?: string;
  readonly loadBalancerIP?: string;
  readonly loadBalancerClass?: string;
}

const valuesOf = (addon: Addon, context: AddonContext): Values => addon.values?.(context, sampleIdentity) ?? {};
const serviceOf = (addon: Addon, context: AddonContext) => valuesOf(addon, context).service as Service;
const objects = (addon: Addon, context: AddonContext, kind: string): Manifest[] =>
  (addon.resources?.(context, sampleIdentity) ?? []).filter((object) => object.kind === kind);
const spec = <T>(object: Manifest | undefined): T => object?.spec as T;
const portsOf = (context: AddonContext) => serviceOf(istioInternal, context).ports.map(({ port }) => port);

describe("the public gateway", () => {
  it.each(["gcp", "azure"] as const)("on %s is the cloud's load balancer, for the edge only, at the reserved address", (cloud) => {
    const service = serviceOf(istioGateway, sampleContext(cloud));
    expect(service).toMatchObject({
      type: "LoadBalancer",
      loadBalancerSourceRanges: ["173.245.48.0/20"],
      externalTrafficPolicy: "Local",
    });
    expect(Object.values(service.annotations ?? {})).toContain("<ingress.bindingId>");
  });

  it("on azure says in which resource group the address is", () => {
    const { annotations } = serviceOf(istioGateway, sampleContext("azure"));
    expect(annotations?.["service.beta.kubernetes.io/azure-load-balancer-resource-group"]).toBe("<ingress.bindingScope>");
  });

  it.each([
    ["pools", "elbv2.k8s.aws/v1beta1"],
    ["managed", "eks.amazonaws.com/v1"],
  ] as const)("on aws with %s makes no load balancer, and joins the place's", (compute, apiVersion) => {
    const context = sampleContext("aws", { compute });
    expect(serviceOf(istioGateway, context).type).toBe("ClusterIP");
    const [binding] = objects(istioGateway, context, "TargetGroupBinding");
    expect(binding?.apiVersion).toBe(apiVersion);
    expect(binding?.spec).toEqual({
      serviceRef: { name: "istio-ingress", port: 443 },
      targetGroupARN: "<ingress.bindingId>",
      targetType: "ip",
    });
  });

  it.each(cloudNames)("on %s lets in whom the edge's certificate vouches for, whatever the mesh", (cloud) => {
    for (const mesh of ["istio", "linkerd", "none"] as const) {
      const context = sampleContext(cloud, { mesh });
      expect(istioGateway.appliesTo).toBeUndefined();
      const [gateway] = objects(istioGateway, context, "Gateway");
      expect(`${gateway?.metadata.namespace}/${gateway?.metadata.name}`).toBe(publicGateway);
      expect(spec<{ servers: object[] }>(gateway).servers).toMatchObject([
        { port: { number: 443, protocol: "HTTPS" }, tls: { mode: "MUTUAL", credentialName: "gateway-certificate" } },
      ]);
      expect(istioGateway.secrets?.(context)).toEqual([
        { name: "gateway-certificate-cacert", keys: { cacert: "cloudflare-origin-pull-ca" } },
      ]);
    }
  });

  it("has a certificate for the names of its place, and of the domain in production only", () => {
    const names = (context: AddonContext) => spec<{ dnsNames: string[] }>(objects(istioGateway, context, "Certificate")[0]).dnsNames;
    expect(names(sampleContext("aws"))).toEqual(["*.prod-aws-use1.example.com", "*.prod.example.com", "*.example.com"]);
    expect(names(sampleContext("aws", { place: samplePlace("aws", "dev").place }))).not.toContain("*.example.com");
  });

  it("keeps two pods when nodes are emptied, and holds up no node where there is one", () => {
    expect(valuesOf(istioGateway, sampleContext("gcp"))).toMatchObject({
      autoscaling: { enabled: true, minReplicas: 3 },
      podDisruptionBudget: { minAvailable: 2 },
    });
    const small = valuesOf(istioGateway, sampleContext("gcp", { highAvailability: false }));
    expect(small).toMatchObject({ autoscaling: { enabled: false }, replicaCount: 1 });
    expect(small.podDisruptionBudget).toBeUndefined();
  });
});

describe("the internal gateway", () => {
  it.each(cloudNames)("on %s has the reserved private address, for the estate only", (cloud) => {
    const service = serviceOf(istioInternal, sampleContext(cloud));
    const { annotations = {}, ...rest } = service;
    expect(rest).toMatchObject({ type: "LoadBalancer", loadBalancerSourceRanges: ["10.0.0.0/8"], externalTrafficPolicy: "Local" });
    expect([rest.loadBalancerIP, ...Object.values(annotations)]).toContain("<ingress.internalAddress>");
    const isInternal: Record<string, string> = {
      "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal",
      "networking.gke.io/load-balancer-type": "Internal",
      "service.beta.kubernetes.io/azure-load-balancer-internal": "true",
    };
    expect(Object.entries(isInternal).filter(([key, value]) => annotations[key] === value)).toHaveLength(1);
  });

  it.each(cloudNames)("on %s has no more ports than a load balancer of GKE", (cloud) => {
    for (const mesh of ["istio", "linkerd", "none"] as const) expect(portsOf(sampleContext(cloud, { mesh })).length).toBeLessThanOrEqual(5);
  });

  it("listens to the other clusters of the mesh in the mesh's own way", () => {
    const observed = [10901, 3100, 3200];
    expect(portsOf(sampleContext("aws"))).toEqual([15443, ...observed]);
    expect(portsOf(sampleContext("aws", { mesh: "linkerd" }))).toEqual([14143, 14191, ...observed]);
    expect(portsOf(sampleContext("aws", { mesh: "none" }))).toEqual(observed);
    expect(portsOf(sampleContext("aws", { places: [samplePlace("aws")] }))).toEqual(observed);
  });

  it("is found by other control planes by the name of its network", () => {
    expect(valuesOf(istioInternal, sampleContext("gcp"))).toMatchObject({
      labels: { "topology.istio.io/network": "gcp-use4" },
      env: { ISTIO_META_REQUESTED_NETWORK_VIEW: "gcp-use4" },
    });
    expect(valuesOf(istioInternal, sampleContext("gcp", { mesh: "none" })).labels).toBeUndefined();
  });

  it("shows metrics, logs and traces to the management place and to nobody else", () => {
    const context = sampleContext("azure");
    const { rules } = spec<{ rules: unknown }>(objects(istioInternal, context, "AuthorizationPolicy")[0]);
    const { cidr } = samplePlace("aws", "mgmt");
    expect(rules).toEqual([
      { from: [{ source: { ipBlocks: ["10.0.0.0/8"] } }], to: [{ operation: { ports: ["15443"] } }] },
      { from: [{ source: { ipBlocks: [cidr] } }], to: [{ operation: { ports: ["10901", "3100", "3200"] } }] },
    ]);
  });

  it("answers each service's name with TLS", () => {
    const context = sampleContext("aws");
    const gateways = objects(istioInternal, context, "Gateway").map((object) => spec<{ servers: object[] }>(object).servers[0]);
    for (const service of Object.values(internalServices))
      expect(gateways).toContainEqual(
        expect.objectContaining({
          port: expect.objectContaining({ number: service.port, protocol: "HTTPS" }),
          hosts: [internalHost(service, context.place, "example.com")],
          tls: expect.objectContaining({ mode: "SIMPLE" }),
        }),
      );
    expect(internalHost(internalServices.metrics, context.place, "example.com")).toBe("metrics.prod-aws-use1.example.com");
  });

  it("is not there when nobody would come", () => {
    const alone = sampleContext("aws", { central: undefined, places: [samplePlace("aws")], estate: [samplePlace("aws")] });
    expect(istioInternal.appliesTo?.(alone)).toBe(false);
    expect(istioInternal.appliesTo?.(sampleContext("aws"))).toBe(true);
  });

  it("of the management place lets members' agents to Karmada", () => {
    const context = sampleContext("aws", { place: samplePlace("aws", "mgmt").place, places: [samplePlace("aws", "mgmt")] });
    expect(portsOf(context)).toContain(5443);
    expect(portsOf(sampleContext("aws"))).not.toContain(5443);
  });
});
