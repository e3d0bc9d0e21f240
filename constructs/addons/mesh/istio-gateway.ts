import type { CloudName } from "../../place.ts";
import type { Addon, AddonContext, Manifest, SecretNeed, Values } from "../addon.ts";
import { edgeAuthorityName, gatewayCertificate, gatewayCertificateName, gatewayHosts, gatewayNamespace } from "./gateway-certificate.ts";
import { gatewayPods } from "./gateway-pods.ts";
import { behindGkeGateway, gkeGateway, overTls } from "./gke-gateway.ts";
import { healthHost, placeHost } from "./internal-services.ts";
import { istioChart } from "./mesh-facts.ts";

/** The gateway that virtual services name: `istio-ingress/public`. */
export const publicGateway = `${gatewayNamespace}/public`;

const name = "istio-ingress";

/** Istio's chart calls the pods of a release so. */
const pods = { istio: "ingress" };

const https = { name: "https", port: 443, targetPort: 443, protocol: "TCP" };

/** A load balancer that the cloud makes from the Service; only the edge's addresses reach it, and pods see them as they are. */
const loadBalancer = (edgeCidrs: string[], annotations: Values): Values => ({
  type: "LoadBalancer",
  ports: [https],
  externalTrafficPolicy: "Local",
  loadBalancerSourceRanges: edgeCidrs,
  annotations,
});

/** How the gateway gets the address that the place's network reserved. It outlives the cluster, so none of these makes one. */
const services: Record<CloudName, (context: AddonContext) => Values> = {
  // The load balancer is Terraform's; its target group is bound to the pods below.
  aws: () => ({ type: "ClusterIP", ports: [https] }),
  // https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer-parameters
  gcp: (context) =>
    isWeb(context)
      ? { type: "ClusterIP", ports: [{ ...https, ...overTls }] }
      : loadBalancer(context.edgeCidrs, {
          "cloud.google.com/l4-rbs": "enabled",
          "networking.gke.io/load-balancer-ip-addresses": context.ingress.bindingId,
        }),
  // https://learn.microsoft.com/azure/aks/load-balancer-standard#customizations-via-kubernetes-annotations
  azure: (context) =>
    isWeb(context)
      ? { type: "ClusterIP", ports: [https] }
      : loadBalancer(context.edgeCidrs, {
          "service.beta.kubernetes.io/azure-pip-name": context.ingress.bindingId,
          "service.beta.kubernetes.io/azure-load-balancer-resource-group": context.ingress.bindingScope,
        }),
};

/** Puts the gateway's pods into the target group of the place's load balancer; under Auto Mode that is EKS's own kind. */
const targetGroupBinding = ({ ingress, compute }: AddonContext): Manifest => ({
  apiVersion: compute === "managed" ? "eks.amazonaws.com/v1" : "elbv2.k8s.aws/v1beta1",
  kind: "TargetGroupBinding",
  metadata: { name, namespace: gatewayNamespace },
  spec: { serviceRef: { name, port: https.port }, targetGroupARN: ingress.bindingId, targetType: "ip" },
});

const bindings: Record<CloudName, (context: AddonContext) => Manifest[]> = {
  aws: (context) => [targetGroupBinding(context)],
  gcp: (context) => (isWeb(context) ? gkeGateway(context, { name, port: https.port }) : []),
  azure: () => [],
};

/** What the gateway has to know of a web load balancer before it, which names itself among those that a request has passed. */
const behindBalancers: Record<CloudName, Values> = {
  aws: {},
  gcp: behindGkeGateway,
  // https://learn.microsoft.com/azure/application-gateway/for-containers/application-gateway-for-containers-components#modifications-to-the-request
  azure: { "proxy.istio.io/config": JSON.stringify({ gatewayTopology: { numTrustedProxies: 2 } }) },
};

/** Where the gateway meets the edge itself, the edge has to show its certificate; where a balancer ends TLS, it is the balancer's to check. */
const meetsEdge = ({ ingressMode }: Pick<AddonContext, "ingressMode">): boolean => ingressMode === "l4";

/** Whether a balancer of the cloud's own ends the edge's TLS. */
const isWeb = ({ ingressMode }: Pick<AddonContext, "ingressMode">): boolean => ingressMode === "l7-native";

/** Names to choose a certificate by: a balancer that ends TLS says none (https://github.com/istio/istio/issues/35420). Routes have theirs. */
const hostsOf = (context: AddonContext): string[] => (isWeb(context) ? ["*"] : [...gatewayHosts(context), context.domain]);

/** A tunnel's connectors come from within the cluster, and have no certificate of the edge's to show. */
const isTunnel = ({ ingressMode }: Pick<AddonContext, "ingressMode">): boolean => ingressMode === "tunnel";

/** Who has no certificate of the edge's does not get in: https://developers.cloudflare.com/ssl/origin-configuration/authenticated-origin-pull/ */
const gateway = (context: AddonContext): Manifest => ({
  apiVersion: "networking.istio.io/v1",
  kind: "Gateway",
  metadata: { name: "public", namespace: gatewayNamespace },
  spec: {
    selector: pods,
    servers: [
      {
        port: { number: https.port, name: "https", protocol: "HTTPS" },
        hosts: hostsOf(context),
        tls: { mode: meetsEdge(context) ? "MUTUAL" : "SIMPLE", credentialName: gatewayCertificateName, minProtocolVersion: "TLSV1_2" },
      },
    ],
  },
});

/** The mesh denies what nobody allows; who may come in here, TLS decides. */
const admission: Manifest = {
  apiVersion: "security.istio.io/v1",
  kind: "AuthorizationPolicy",
  metadata: { name: "public", namespace: gatewayNamespace },
  spec: { selector: { matchLabels: pods }, action: "ALLOW", rules: [{ to: [{ operation: { ports: [String(https.port)] } }] }] },
};

/** The platform's own site in every place; others bring their route with them. */
const argoCd = ({ place, domain }: AddonContext): Manifest => ({
  apiVersion: "networking.istio.io/v1",
  kind: "VirtualService",
  metadata: { name: "argocd", namespace: gatewayNamespace },
  spec: {
    hosts: [`argocd.${placeHost(place, domain)}`],
    gateways: [publicGateway],
    http: [{ route: [{ destination: { host: "argocd-server.argocd.svc.cluster.local", port: { number: 80 } } }] }],
  },
});

/** Says that the place serves, to whoever asks from outside: the gateway itself answers. */
const health = ({ place, domain }: AddonContext): Manifest => ({
  apiVersion: "networking.istio.io/v1",
  kind: "VirtualService",
  metadata: { name: "health", namespace: gatewayNamespace },
  spec: {
    hosts: [healthHost(place, domain)],
    gateways: [publicGateway],
    http: [{ match: [{ uri: { exact: "/healthz" } }], directResponse: { status: 200 } }],
  },
});

/**
 * The way in from the edge, the same for every mesh and for none. By a tunnel, whoever is in the cluster gets to it as well, past the edge.
 */
export const istioGateway: Addon = {
  name,
  purpose: "Lets requests of the edge in, at the place's fixed address",
  namespace: gatewayNamespace,
  chart: istioChart("gateway"),
  after: ["istiod", "cert-manager", "external-secrets", "aws-load-balancer-controller", "linkerd-control-plane", "istio-policies"],
  delivery: "terraform",
  secrets: (facts): SecretNeed[] => (meetsEdge(facts) ? [{ name: edgeAuthorityName, keys: { cacert: "cloudflare-origin-pull-ca" } }] : []),
  values: (context) => ({
    service: isTunnel(context) ? { type: "ClusterIP", ports: [https] } : services[context.place.cloud](context),
    ...gatewayPods(
      context,
      pods,
      { requests: { cpu: "200m", memory: "256Mi" }, limits: { memory: "1Gi" } },
      isWeb(context) ? behindBalancers[context.place.cloud] : {},
    ),
  }),
  resources: (context) => [
    gatewayCertificate(context),
    gateway(context),
    admission,
    ...(isTunnel(context) ? [] : bindings[context.place.cloud](context)),
    argoCd(context),
    health(context),
  ],
};
