import { edgeEntrance } from "../../ingress/web-fronts.ts";
import type { Addon, AddonContext, Manifest } from "../addon.ts";
import { gatewayCertificateName, gatewayNamespace } from "../mesh/gateway-certificate.ts";
import { healthHost } from "../mesh/internal-services.ts";
import { istioGateway } from "../mesh/istio-gateway.ts";
import { hasAzureFront } from "./azure-alb-controller.ts";

const metadata = { name: "edge", namespace: gatewayNamespace };

/** Name of the only listener. */
const HTTPS = "https";

/** Secret with the authority of whom the balancer lets in. */
const authority = { name: "edge-authority", key: "ca.crt" };

const secret = (name: string) => ({ group: "", kind: "Secret", name, namespace: gatewayNamespace });

/** What policies are about: the balancer's listener, or the gateway's Service. */
const listener = { group: "gateway.networking.k8s.io", kind: "Gateway", ...metadata, sectionNames: [HTTPS] };
const service = { group: "", kind: "Service", name: istioGateway.name, namespace: gatewayNamespace };

const policy = (kind: string, spec: object): Manifest => ({ apiVersion: "alb.networking.azure.io/v1", kind, metadata, spec });

/** The balancer that the network has made, which answers with the gateways' own certificate. */
const gateway = ({ ingress }: AddonContext): Manifest => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "Gateway",
  metadata: { ...metadata, annotations: { "alb.networking.azure.io/alb-id": ingress.bindingId } },
  spec: {
    gatewayClassName: "azure-alb-external",
    addresses: [{ type: "alb.networking.azure.io/alb-frontend", value: edgeEntrance }],
    listeners: [
      {
        name: HTTPS,
        port: 443,
        protocol: "HTTPS",
        allowedRoutes: { namespaces: { from: "Same" } },
        tls: { mode: "Terminate", certificateRefs: [{ group: "", kind: "Secret", name: gatewayCertificateName }] },
      },
    ],
  },
});

/** Everything goes to the gateway, which knows the names. It and the edge end what takes too long; here a download would end after a minute. */
const route: Manifest = {
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "HTTPRoute",
  metadata,
  spec: {
    parentRefs: [{ name: metadata.name, sectionName: HTTPS }],
    rules: [{ timeouts: { request: "0s" }, backendRefs: [{ name: service.name, port: 443 }] }],
  },
};

/** Who has no certificate of the edge's does not get in: https://learn.microsoft.com/azure/application-gateway/for-containers/how-to-frontend-mtls-gateway-api */
const clients = policy("FrontendTLSPolicy", {
  targetRef: listener,
  default: {
    verify: { caCertificateRef: secret(authority.name) },
    // TLS 1.2 and newer, with forward secrecy: https://learn.microsoft.com/azure/application-gateway/for-containers/tls-policy
    policyType: { type: "predefined", name: "2023-06-S" },
  },
});

/**
 * Encrypts to the gateway's pods. Who they are it does not ask: it would have to be told of the authority of their certificate, a public
 * one that changes by itself; it knows their addresses from the cluster.
 */
const encryption = ({ place, domain }: AddonContext): Manifest =>
  policy("BackendTLSPolicy", { targetRef: service, default: { sni: healthHost(place, domain), ports: [{ port: 443 }] } });

/** Istio's gateway answers here: https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio */
const health = policy("HealthCheckPolicy", {
  targetRef: service,
  default: {
    interval: "10s",
    timeout: "5s",
    healthyThreshold: 2,
    unhealthyThreshold: 2,
    port: 15021,
    useTLS: false,
    http: { path: "/healthz/ready", match: { statusCodes: [{ start: 200, end: 200 }] } },
  },
});

const firewall = ({ ingress }: AddonContext): Manifest =>
  policy("WebApplicationFirewallPolicy", { targetRef: listener, webApplicationFirewall: { id: ingress.bindingScope } });

/** Whom the place's web load balancer lets in, by which rules, and to whom it leads. */
export const azureFront: Addon = {
  name: "azure-front",
  purpose: "Tells the place's web load balancer whom to let in, and to pass requests on to the gateway",
  namespace: gatewayNamespace,
  appliesTo: hasAzureFront,
  after: ["azure-alb-controller", "external-secrets", "istio-ingress"],
  delivery: "terraform",
  secrets: () => [{ name: authority.name, keys: { [authority.key]: "cloudflare-origin-pull-ca" } }],
  resources: (context) => [clients, firewall(context), encryption(context), health, gateway(context), route],
};
