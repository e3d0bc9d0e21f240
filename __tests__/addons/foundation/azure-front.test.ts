import { describe, expect, it } from "vitest";
import type { Addon, AddonContext, Manifest } from "../../../constructs/addons/addon.ts";
import { azureAlbController } from "../../../constructs/addons/foundation/azure-alb-controller.ts";
import { azureFront } from "../../../constructs/addons/foundation/azure-front.ts";
import { istioGateway } from "../../../constructs/addons/mesh/istio-gateway.ts";
import { externalDns } from "../../../constructs/addons/security/external-dns.ts";
import { cloudNames } from "../../../constructs/place.ts";
import { sampleContext, sampleIdentity } from "../sample-context.ts";

const web = sampleContext("azure", { ingressMode: "l7-native" });
const objects = (addon: Addon, context: AddonContext = web): Manifest[] => [...(addon.resources?.(context, sampleIdentity) ?? [])];
const only = (kind: string, addon = azureFront): Manifest => {
  const found = objects(addon).filter((object) => object.kind === kind);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} objects of kind ${kind}, expected one`);
  return found[0];
};
const service = { group: "", kind: "Service", name: "istio-ingress", namespace: "istio-ingress" };
const listener = { group: "gateway.networking.k8s.io", kind: "Gateway", name: "edge", namespace: "istio-ingress", sectionNames: ["https"] };

describe("what tells a web load balancer of azure's what to do", () => {
  it.each([azureAlbController, azureFront])("is there with such a balancer only: $name", ({ appliesTo }) => {
    expect(appliesTo?.(web)).toBe(true);
    for (const cloud of cloudNames)
      for (const ingressMode of ["l4", "tunnel"] as const) expect(appliesTo?.(sampleContext(cloud, { ingressMode }))).toBe(false);
    for (const cloud of ["aws", "gcp"] as const) expect(appliesTo?.(sampleContext(cloud, { ingressMode: "l7-native" }))).toBe(false);
  });

  it("may bind this balancer, with this firewall, and nothing else", () => {
    expect(azureAlbController.identity?.(web)).toEqual({
      name: "alb",
      serviceAccount: "alb-controller-sa",
      grants: [
        {
          may: "ingress:bind",
          ...{ balancerId: "<ingress.bindingId>", firewallId: "<ingress.bindingScope>", networkId: "<network.networkId>" },
        },
      ],
    });
  });

  it("logs in as its identity, and runs where it is looked for, before other nodes are there", () => {
    const identity = { serviceAccountAnnotations: { "azure.workload.identity/client-id": "<client>" }, podLabels: {} };
    expect(azureAlbController.values?.(web, identity)).toMatchObject({
      albController: {
        namespace: azureAlbController.namespace,
        podIdentity: { clientID: "<client>" },
        controller: { replicaCount: 2, tolerations: expect.arrayContaining([{ key: "CriticalAddonsOnly", operator: "Exists" }]) },
      },
    });
  });

  it("brings the kinds of routes, unless the mesh does", () => {
    const brings = (mesh: AddonContext["mesh"]) => azureAlbController.values?.({ ...web, mesh }, sampleIdentity).albController;
    expect(brings("istio")).toMatchObject({ installGatewayApiCRDs: true });
    expect(brings("linkerd")).toMatchObject({ installGatewayApiCRDs: false });
    expect(azureAlbController.after).toContain("linkerd-crds");
  });
});

describe("the balancer, as the cluster describes it", () => {
  it("is the one that the network has made, by its entrance for the edge", () => {
    expect(only("Gateway")).toMatchObject({
      apiVersion: "gateway.networking.k8s.io/v1",
      metadata: { namespace: "istio-ingress", annotations: { "alb.networking.azure.io/alb-id": "<ingress.bindingId>" } },
      spec: { gatewayClassName: "azure-alb-external", addresses: [{ type: "alb.networking.azure.io/alb-frontend", value: "edge" }] },
    });
  });

  it("answers with TLS only, by the certificate that the gateways have", () => {
    const { secretName } = only("Certificate", istioGateway).spec as { secretName: string };
    const { listeners } = only("Gateway").spec as { listeners: object[] };
    expect(listeners).toEqual([
      {
        ...{ name: "https", port: 443, protocol: "HTTPS" },
        allowedRoutes: { namespaces: { from: "Same" } },
        tls: { mode: "Terminate", certificateRefs: [{ group: "", kind: "Secret", name: secretName }] },
      },
    ]);
  });

  it("asks for the edge's client certificate, and for TLS 1.2 with forward secrecy", () => {
    expect(azureFront.secrets?.(web)).toEqual([{ name: "edge-authority", keys: { "ca.crt": "cloudflare-origin-pull-ca" } }]);
    expect(only("FrontendTLSPolicy").spec).toEqual({
      targetRef: listener,
      default: {
        verify: { caCertificateRef: { group: "", kind: "Secret", name: "edge-authority", namespace: "istio-ingress" } },
        policyType: { type: "predefined", name: "2023-06-S" },
      },
    });
  });

  it("has the network's firewall before all it answers", () => {
    expect(only("WebApplicationFirewallPolicy").spec).toEqual({
      targetRef: listener,
      webApplicationFirewall: { id: "<ingress.bindingScope>" },
    });
  });

  it("passes everything on to the gateway, encrypted, for as long as it takes", () => {
    expect(only("HTTPRoute").spec).toEqual({
      parentRefs: [{ name: "edge", sectionName: "https" }],
      rules: [{ timeouts: { request: "0s" }, backendRefs: [{ name: "istio-ingress", port: 443 }] }],
    });
    expect(only("BackendTLSPolicy").spec).toEqual({
      targetRef: service,
      default: { sni: "health.prod-azure-eus2.example.com", ports: [{ port: 443 }] },
    });
  });

  it("asks the gateway's pods for their health where Istio answers", () => {
    expect(only("HealthCheckPolicy").spec).toMatchObject({
      targetRef: service,
      default: { port: 15021, useTLS: false, http: { path: "/healthz/ready", match: { statusCodes: [{ start: 200, end: 200 }] } } },
    });
  });
});

describe("the gateway behind it", () => {
  it("has no balancer of its own, and leaves certificates of the edge to the one before it", () => {
    expect(istioGateway.values?.(web, sampleIdentity).service).toMatchObject({ type: "ClusterIP" });
    expect(istioGateway.secrets?.(web)).toEqual([]);
    expect(only("Gateway", istioGateway).spec).toMatchObject({ servers: [{ hosts: ["*"], tls: { mode: "SIMPLE" } }] });
  });

  it("believes the edge who asks, past what the balancer adds", () => {
    const annotations = (context: AddonContext) => istioGateway.values?.(context, sampleIdentity).podAnnotations;
    const config = { "proxy.istio.io/config": '{"gatewayTopology":{"numTrustedProxies":2}}' };
    expect(annotations(web)).toEqual(config);
    const before = annotations(sampleContext("azure", { mesh: "linkerd" })) as object;
    expect(annotations({ ...web, mesh: "linkerd" })).toEqual({ ...before, ...config });
    for (const ingressMode of ["l4", "tunnel"] as const) expect(annotations(sampleContext("azure", { ingressMode }))).toBeUndefined();
    expect(annotations(sampleContext("aws", { ingressMode: "l7-native" }))).toBeUndefined();
  });

  it("is found by a name that leads to the balancer's", () => {
    const type = (context: AddonContext) =>
      objects(externalDns, context)
        .filter(({ metadata }) => metadata.name === "place")
        .flatMap(({ spec }) => (spec as { endpoints: { recordType: string }[] }).endpoints.map(({ recordType }) => recordType));
    expect(type(web)).toEqual(["CNAME"]);
    expect(cloudNames.map((cloud) => type(sampleContext(cloud))[0])).toEqual(["CNAME", "A", "A"]);
  });
});
