import { Fn, Token } from "cdktf";
import { nameOf } from "../../naming.ts";
import type { CloudName } from "../../place.ts";
import { type Addon, type AddonContext, type AddonFacts, isCentral, type Manifest, meshNetwork, type Values } from "../addon.ts";
import { gatewayCertificateName, gatewayNamespace } from "./gateway-certificate.ts";
import { gatewayPods } from "./gateway-pods.ts";
import { internalHost, internalServices } from "./internal-services.ts";
import { federationPort, hostsFederation } from "./karmada-facts.ts";
import { linkerdPorts } from "./linkerd-ports.ts";
import { istioChart, managementPlaces, spansPlaces, usesIstio, usesLinkerd } from "./mesh-facts.ts";

const name = "istio-eastwestgateway";

/** Istio's chart calls the pods of a release so. */
export const internalGatewayPods = { istio: "eastwestgateway" };

/** Where other clusters of an Istio mesh send what is for workloads here. */
const MESH_PORT = 15443;

/** Where Vault's own TLS is passed on, in the central place: the port of `https://`. */
export const vaultGatewayPort = 443;

const served = (facts: AddonFacts) => (managementPlaces(facts).length > 0 ? Object.values(internalServices) : []);

/**
 * Ports by who may come to them. Istiod's own (15012, 15017) are not among them: every cluster has a control plane. Nor is the port
 * of health (15021), which load balancers ask of the pods. A load balancer of GKE has five ports, or all.
 */
export function internalPorts(facts: AddonFacts): { readonly estate: Record<string, number>; readonly management: Record<string, number> } {
  return {
    estate: {
      ...(usesIstio(facts) && spansPlaces(facts) && { tls: MESH_PORT }),
      ...(usesLinkerd(facts) && spansPlaces(facts) && linkerdPorts),
      ...(hostsFederation(facts) && { "tls-karmada": federationPort }),
      ...(isCentral(facts) && { "tls-vault": vaultGatewayPort }),
    },
    management: Object.fromEntries(served(facts).map(({ name: of, protocol, port }) => [`${protocol}-${of}`, port])),
  };
}

/** The load balancer with the place's reserved private address, for the estate only; pods see callers' addresses. */
const balancers: Record<CloudName, (context: AddonContext) => Values> = {
  // https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/
  aws: ({ place, ingress, network, compute }) => ({
    loadBalancerClass: compute === "managed" ? "eks.amazonaws.com/nlb" : "service.k8s.aws/nlb",
    annotations: {
      "service.beta.kubernetes.io/aws-load-balancer-name": nameOf("aws:Lb", place.shortName, "internal"),
      "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal",
      "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type": "ip",
      // The address is of the first subnet; a load balancer takes one from each it is in.
      "service.beta.kubernetes.io/aws-load-balancer-subnets": Token.asString(Fn.element(network.nodeSubnetIds, 0)),
      "service.beta.kubernetes.io/aws-load-balancer-private-ipv4-addresses": ingress.internalAddress,
      "service.beta.kubernetes.io/aws-load-balancer-attributes": "load_balancing.cross_zone.enabled=true",
      "service.beta.kubernetes.io/aws-load-balancer-target-group-attributes": "preserve_client_ip.enabled=true",
      "service.beta.kubernetes.io/aws-load-balancer-healthcheck-protocol": "http",
      "service.beta.kubernetes.io/aws-load-balancer-healthcheck-port": "15021",
      "service.beta.kubernetes.io/aws-load-balancer-healthcheck-path": "/healthz/ready",
    },
  }),
  // https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer-parameters
  gcp: ({ ingress }) => ({
    loadBalancerIP: ingress.internalAddress,
    annotations: {
      "networking.gke.io/load-balancer-type": "Internal",
      // Other clouds come in through a VPN gateway of any region.
      "networking.gke.io/internal-load-balancer-allow-global-access": "true",
    },
  }),
  // https://learn.microsoft.com/azure/aks/internal-lb
  azure: ({ ingress, network }) => ({
    annotations: {
      "service.beta.kubernetes.io/azure-load-balancer-internal": "true",
      "service.beta.kubernetes.io/azure-load-balancer-ipv4": ingress.internalAddress,
      // The last part of a subnet's id is its name.
      "service.beta.kubernetes.io/azure-load-balancer-internal-subnet": Token.asString(
        Fn.element(Fn.split("/", Token.asString(Fn.element(network.nodeSubnetIds, 0))), 10),
      ),
    },
  }),
};

function values(context: AddonContext): Values {
  const { estate, management } = internalPorts(context);
  const network = meshNetwork(context.place);
  const ports = Object.entries({ ...estate, ...management });
  return {
    service: {
      type: "LoadBalancer",
      ports: ports.map(([of, port]) => ({ name: of, port, targetPort: port, protocol: "TCP" })),
      externalTrafficPolicy: "Local",
      loadBalancerSourceRanges: [context.estateCidr],
      ...balancers[context.place.cloud](context),
    },
    // By this label control planes of other clusters find the way in. The chart's own value for it would fix the ports as well.
    ...(usesIstio(context) && {
      labels: { "topology.istio.io/network": network },
      env: { ISTIO_META_REQUESTED_NETWORK_VIEW: network },
    }),
    ...gatewayPods(context, internalGatewayPods, { requests: { cpu: "100m", memory: "128Mi" }, limits: { memory: "1Gi" } }),
  };
}

const object = (group: string, kind: string, of: string, spec: object): Manifest => ({
  apiVersion: `${group}.istio.io/v1`,
  kind,
  metadata: { name: of, namespace: gatewayNamespace },
  spec,
});

/** Passes on by the name that the caller's own mTLS asks for; the workload at its end decides who it is. */
const crossNetwork = object("networking", "Gateway", "cross-network", {
  selector: internalGatewayPods,
  servers: [{ port: { number: MESH_PORT, name: "tls", protocol: "TLS" }, tls: { mode: "AUTO_PASSTHROUGH" }, hosts: ["*.local"] }],
});

/** A server and a route for each service that the management place reads. */
function services(context: AddonContext): Manifest[] {
  return served(context).flatMap((service) => {
    const hosts = [internalHost(service, context.place, context.domain)];
    const destination = { host: `${service.service}.${service.namespace}.svc.cluster.local`, port: { number: service.servicePort } };
    return [
      object("networking", "Gateway", `internal-${service.name}`, {
        selector: internalGatewayPods,
        servers: [
          {
            port: { number: service.port, name: `https-${service.name}`, protocol: "HTTPS" },
            hosts,
            tls: { mode: "SIMPLE", credentialName: gatewayCertificateName, minProtocolVersion: "TLSV1_2" },
          },
        ],
      }),
      object("networking", "VirtualService", `internal-${service.name}`, {
        hosts,
        gateways: [`${gatewayNamespace}/internal-${service.name}`],
        http: [{ route: [{ destination }] }],
      }),
    ];
  });
}

/**
 * The central place's own pods ask at the same address as everybody. The load balancer cannot serve one that is on the same node as the
 * gateway's pod it chose (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-troubleshooting.html#loopback-timeout),
 * so within the cluster the address leads to the gateway without it.
 */
const fromWithin = ({ ingress }: AddonContext): Manifest => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "internal-from-within", namespace: gatewayNamespace },
  spec: {
    selector: internalGatewayPods,
    ports: [{ name: "tls-vault", port: vaultGatewayPort, targetPort: vaultGatewayPort, protocol: "TCP" }],
    externalIPs: [ingress.internalAddress],
  },
});

/** Metrics, logs and traces are for the management place, by its addresses; the rest of the estate gets to what authenticates itself. */
function admission(context: AddonContext): Manifest {
  const { estate, management } = internalPorts(context);
  const rule = (ipBlocks: string[], ports: Record<string, number>) =>
    Object.keys(ports).length > 0 && ipBlocks.length > 0
      ? [{ from: [{ source: { ipBlocks } }], to: [{ operation: { ports: Object.values(ports).map(String) } }] }]
      : [];
  const central = managementPlaces(context).map(({ cidr }) => cidr);
  return object("security", "AuthorizationPolicy", "internal", {
    selector: { matchLabels: internalGatewayPods },
    action: "ALLOW",
    rules: [...rule([context.estateCidr], estate), ...rule(central, management)],
  });
}

/** The way in from other places: their workloads, and the management place's services. */
export const istioInternal: Addon = {
  name,
  purpose: "Lets other places in at the private address: their workloads and the central services",
  namespace: gatewayNamespace,
  chart: istioChart("gateway"),
  after: ["istio-ingress"],
  delivery: "terraform",
  // Without other places, and without a management place that looks, nobody would come.
  appliesTo: (facts) => Object.values(internalPorts(facts)).some((ports) => Object.keys(ports).length > 0),
  values,
  resources: (context) => [
    ...(usesIstio(context) && spansPlaces(context) ? [crossNetwork] : []),
    ...services(context),
    admission(context),
    ...(isCentral(context) ? [fromWithin(context)] : []),
  ],
};
