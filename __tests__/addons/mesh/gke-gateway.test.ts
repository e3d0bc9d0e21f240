import { describe, expect, it } from "vitest";
import type { AddonContext, Manifest, Values } from "../../../constructs/addons/addon.ts";
import { istioGateway } from "../../../constructs/addons/mesh/istio-gateway.ts";
import { sampleContext, sampleIdentity } from "../sample-context.ts";

const web = sampleContext("gcp", { ingressMode: "l7-native" });
const objects = (context: AddonContext): Manifest[] => [...(istioGateway.resources?.(context, sampleIdentity) ?? [])];
const valuesOf = (context: AddonContext): Values => istioGateway.values?.(context, sampleIdentity) ?? {};
const google = /^(gateway\.networking\.k8s\.io|networking\.gke\.io)\//;
const ofGoogle = (context: AddonContext) => objects(context).filter(({ apiVersion }) => google.test(apiVersion));
const only = (kind: string): Manifest => {
  const found = ofGoogle(web).filter((object) => object.kind === kind);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} objects of kind ${kind}, expected one`);
  return found[0];
};
const service = { group: "", kind: "Service", name: "istio-ingress" };

describe("Google's web load balancer before the public gateway", () => {
  it("is made of five objects in the gateway's namespace, which have one name", () => {
    expect(
      ofGoogle(web)
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(["GCPBackendPolicy", "GCPGatewayPolicy", "Gateway", "HTTPRoute", "HealthCheckPolicy"]);
    for (const { metadata } of ofGoogle(web)) expect(metadata).toMatchObject({ name: "edge", namespace: "istio-ingress" });
  });

  it("has the address and the certificates of the place's network, for TLS and no other port", () => {
    const { metadata, spec } = only("Gateway");
    expect(metadata.annotations).toEqual({ "networking.gke.io/certmap": "<ingress.bindingId>" });
    expect(spec).toEqual({
      gatewayClassName: "gke-l7-global-external-managed",
      addresses: [{ type: "NamedAddress", value: "<ingress.bindingId>" }],
      listeners: [
        {
          ...{ name: "https", protocol: "HTTPS", port: 443 },
          allowedRoutes: { namespaces: { from: "Same" }, kinds: [{ kind: "HTTPRoute" }] },
        },
      ],
    });
    expect(only("GCPGatewayPolicy").spec).toEqual({
      default: { sslPolicy: "<ingress.bindingId>" },
      targetRef: { group: "gateway.networking.k8s.io", kind: "Gateway", name: metadata.name },
    });
  });

  it("passes everything on to the gateway's Service, with TLS", () => {
    expect(only("HTTPRoute").spec).toEqual({
      parentRefs: [{ name: only("Gateway").metadata.name, sectionName: "https" }],
      rules: [{ backendRefs: [{ name: "istio-ingress", port: 443 }] }],
    });
    expect(valuesOf(web).service).toEqual({
      type: "ClusterIP",
      ports: [{ name: "https", port: 443, targetPort: 443, protocol: "TCP", appProtocol: "HTTPS" }],
    });
  });

  it("has the place's firewall before that Service, and records every request", () => {
    expect(only("GCPBackendPolicy").spec).toMatchObject({
      default: { securityPolicy: "<ingress.bindingId>", logging: { enabled: true, sampleRate: 1_000_000 } },
      targetRef: service,
    });
  });

  it("asks the pods for their health where Istio's gateway answers", () => {
    expect(only("HealthCheckPolicy").spec).toMatchObject({
      default: {
        config: { type: "HTTP", httpHealthCheck: { portSpecification: "USE_FIXED_PORT", port: 15021, requestPath: "/healthz/ready" } },
      },
      targetRef: service,
    });
  });
});

describe("the public gateway behind it", () => {
  const annotations = (context: AddonContext) => (valuesOf(context).podAnnotations ?? {}) as Record<string, string>;

  it("passes over the two addresses that the balancer adds to the edge's word of who asks, whatever the mesh", () => {
    for (const mesh of ["istio", "linkerd", "none"] as const) {
      const { "proxy.istio.io/config": config, ...others } = annotations({ ...web, mesh });
      expect(JSON.parse(config ?? "{}")).toEqual({ gatewayTopology: { numTrustedProxies: 3 } });
      expect(others).toEqual(annotations(sampleContext("gcp", { mesh })));
      expect("linkerd.io/inject" in others).toBe(mesh === "linkerd");
    }
  });

  it("answers to every name, and asks for no certificate that the balancer does not have", () => {
    const [gateway] = objects(web).filter(({ apiVersion, kind }) => kind === "Gateway" && apiVersion.startsWith("networking.istio.io/"));
    expect(gateway?.spec).toMatchObject({ servers: [{ hosts: ["*"], tls: { mode: "SIMPLE" } }] });
    expect(istioGateway.secrets?.(web)).toEqual([]);
  });

  it.each([
    ["gcp", "l4"],
    ["gcp", "tunnel"],
    ["aws", "l7-native"],
  ] as const)("is without it on %s by %s", (cloud, ingressMode) => {
    const context = sampleContext(cloud, { ingressMode });
    expect(ofGoogle(context)).toEqual([]);
    expect(JSON.stringify(valuesOf(context))).not.toMatch(/appProtocol|proxy\.istio\.io/);
  });
});
