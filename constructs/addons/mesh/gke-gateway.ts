import type { AddonContext, Manifest, Values } from "../addon.ts";
import { gatewayNamespace } from "./gateway-certificate.ts";

/** A Service that a balancer of GKE passes requests on to: the gateway's, and its port for TLS. */
export interface GkeBackend {
  readonly name: string;
  readonly port: number;
}

/** The balancer's own name, and its route's. */
const name = "edge";

const policies = "networking.gke.io/v1";

const metadata = { name, namespace: gatewayNamespace };

/**
 * Google's balancer adds two addresses to those that the edge has named: that of the edge, and its own.
 * https://cloud.google.com/load-balancing/docs/https#x-forwarded-for_header
 */
export const behindGkeGateway: Values = {
  "proxy.istio.io/config": JSON.stringify({ gatewayTopology: { numTrustedProxies: 3 } }),
};

/** What a Service says for the balancer to encrypt to it: https://cloud.google.com/kubernetes-engine/docs/how-to/secure-gateway */
export const overTls: Values = { appProtocol: "HTTPS" };

/** The place's web load balancer, which GKE makes: its address and its certificates are the network's, and found by their name. */
const balancer = ({ ingress }: AddonContext): Manifest => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "Gateway",
  metadata: { ...metadata, annotations: { "networking.gke.io/certmap": ingress.bindingId } },
  spec: {
    gatewayClassName: "gke-l7-global-external-managed",
    addresses: [{ type: "NamedAddress", value: ingress.bindingId }],
    listeners: [
      {
        name: "https",
        protocol: "HTTPS",
        port: 443,
        // Other namespaces' routes would be past the gateway, and past its policies.
        allowedRoutes: { namespaces: { from: "Same" }, kinds: [{ kind: "HTTPRoute" }] },
      },
    ],
  },
});

const route = (backend: GkeBackend): Manifest => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "HTTPRoute",
  metadata,
  spec: { parentRefs: [{ name, sectionName: "https" }], rules: [{ backendRefs: [backend] }] },
});

const tlsPolicy = ({ ingress }: AddonContext): Manifest => ({
  apiVersion: policies,
  kind: "GCPGatewayPolicy",
  metadata,
  spec: { default: { sslPolicy: ingress.bindingId }, targetRef: { group: "gateway.networking.k8s.io", kind: "Gateway", name } },
});

const service = (backend: GkeBackend) => ({ group: "", kind: "Service", name: backend.name });

/** The web firewall, and a record of every request with what was decided. */
const firewall = ({ ingress }: AddonContext, backend: GkeBackend): Manifest => ({
  apiVersion: policies,
  kind: "GCPBackendPolicy",
  metadata,
  spec: {
    default: {
      securityPolicy: ingress.bindingId,
      // Of a million.
      logging: { enabled: true, sampleRate: 1_000_000 },
      // Longer than the edge waits, which knows what to say: https://developers.cloudflare.com/fundamentals/reference/connection-limits/
      timeoutSec: 150,
      connectionDraining: { drainingTimeoutSec: 60 },
    },
    targetRef: service(backend),
  },
});

/** Istio's gateway answers here: https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio */
const health = (backend: GkeBackend): Manifest => ({
  apiVersion: policies,
  kind: "HealthCheckPolicy",
  metadata,
  spec: {
    default: {
      checkIntervalSec: 10,
      timeoutSec: 5,
      healthyThreshold: 2,
      unhealthyThreshold: 2,
      logConfig: { enabled: true },
      config: { type: "HTTP", httpHealthCheck: { portSpecification: "USE_FIXED_PORT", port: 15021, requestPath: "/healthz/ready" } },
    },
    targetRef: service(backend),
  },
});

/** A web load balancer of Google's before a Service of the gateways' namespace: https://googlecloudplatform.github.io/gke-gateway-api */
export const gkeGateway = (context: AddonContext, backend: GkeBackend): Manifest[] => [
  balancer(context),
  route(backend),
  tlsPolicy(context),
  firewall(context, backend),
  health(backend),
];
