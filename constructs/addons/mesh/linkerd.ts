import type { CloudName } from "../../place.ts";
import { type Addon, type AddonContext, type AddonFacts, type Chart, type Manifest, replicas, type Values } from "../addon.ts";
import { linkerdPorts } from "./linkerd-ports.ts";
import { meshAuthorityName } from "./mesh-authority.ts";
import { spansPlaces, systemTolerations, usesLinkerd } from "./mesh-facts.ts";

/** Stable builds are vendors' only since 2024: https://linkerd.io/releases/ */
const LINKERD = "2026.9.1";

const chart = (name: string): Chart => ({
  repository: "https://helm.linkerd.io/edge",
  name,
  version: LINKERD,
  source: "https://github.com/linkerd/linkerd2/releases/tag/edge-26.9.1",
});

/** What Linkerd's charts take for an add-on's pods. */
const sized = (cpu: string, request: string, limit: string) => ({ cpu: { request: cpu }, memory: { request, limit } });

const shared = { delivery: "terraform", appliesTo: usesLinkerd } as const;

/** GKE brings the Gateway API's kinds, which routes are of. */
const bringsGatewayApi: Record<CloudName, boolean> = { aws: false, gcp: true, azure: false };

/** The kinds that policies and routes of the mesh are of. */
export const linkerdCrds: Addon = {
  ...shared,
  name: "linkerd-crds",
  purpose: "Defines the kinds by which a mesh of Linkerd is configured",
  namespace: "linkerd",
  chart: chart("linkerd-crds"),
  values: ({ place }) => ({ installGatewayAPI: !bringsGatewayApi[place.cloud] }),
};

/** GKE keeps CNI plugins elsewhere: https://linkerd.io/2-edge/features/cni/ */
const cniFolders: Partial<Record<CloudName, string>> = { gcp: "/home/kubernetes/bin" };

/** Redirects pods' traffic into their proxies from the node: pods of applications may not change their network themselves. */
export const linkerdCni: Addon = {
  ...shared,
  name: "linkerd-cni",
  purpose: "Leads traffic of pods in the mesh through their proxies",
  namespace: "linkerd-cni",
  chart: chart("linkerd2-cni"),
  after: ["cilium"],
  values: ({ place }) => ({
    destCNIBinDir: cniFolders[place.cloud],
    repairController: { enabled: true, resources: sized("10m", "32Mi", "128Mi") },
    resources: sized("10m", "32Mi", "128Mi"),
  }),
};

/** Gives the root to every proxy, out of the Secret that the authority's certificate comes in. */
export const trustBundle: Addon = {
  ...shared,
  name: "trust-manager",
  purpose: "Tells workloads in a mesh of Linkerd which authority to trust",
  namespace: "linkerd",
  chart: {
    repository: "https://charts.jetstack.io",
    name: "trust-manager",
    version: "v0.24.0",
    source: "https://artifacthub.io/packages/helm/cert-manager/trust-manager/0.24.0",
  },
  after: ["linkerd-authority"],
  values: (context) => ({
    replicaCount: replicas(context),
    app: { trust: { namespace: "linkerd" } },
    // Only the mesh's own root: not the authorities of the web.
    defaultPackage: { enabled: false },
    resources: { requests: { cpu: "25m", memory: "64Mi" }, limits: { memory: "128Mi" } },
    tolerations: systemTolerations,
  }),
  resources: () => [identityIssuer, trustRoots],
};

/** Linkerd's own authority, which signs for workloads: https://linkerd.io/2-edge/tasks/automatically-rotating-control-plane-tls-credentials/ */
const identityIssuer: Manifest = {
  apiVersion: "cert-manager.io/v1",
  kind: "Certificate",
  metadata: { name: "linkerd-identity-issuer", namespace: "linkerd" },
  spec: {
    secretName: "linkerd-identity-issuer",
    commonName: "identity.linkerd.cluster.local",
    dnsNames: ["identity.linkerd.cluster.local"],
    isCA: true,
    duration: "48h",
    renewBefore: "25h",
    privateKey: { algorithm: "ECDSA", rotationPolicy: "Always" },
    usages: ["cert sign", "crl sign", "server auth", "client auth"],
    issuerRef: { name: meshAuthorityName, kind: "Issuer", group: "cert-manager.io" },
  },
};

const trustRoots: Manifest = {
  apiVersion: "trust.cert-manager.io/v1alpha1",
  kind: "Bundle",
  metadata: { name: "linkerd-identity-trust-roots" },
  spec: {
    sources: [{ secret: { name: "linkerd-identity-issuer", key: "ca.crt" } }],
    target: {
      configMap: { key: "ca-bundle.crt" },
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "linkerd" } },
    },
  },
};

const controlPlane = (context: AddonContext): Values => ({
  identityTrustDomain: "cluster.local",
  identity: { externalCA: true, issuer: { scheme: "kubernetes.io/tls" } },
  cniEnabled: true,
  controllerReplicas: replicas(context, 3),
  enablePodAntiAffinity: context.highAvailability,
  enablePodDisruptionBudget: context.highAvailability,
  // A pod that starts without a proxy would talk in the clear, and be refused.
  webhookFailurePolicy: context.highAvailability ? "Fail" : "Ignore",
  priorityClassName: "system-cluster-critical",
  // Whoever has no identity of the mesh is refused, but for the nodes' probes.
  proxy: { defaultInboundPolicy: "all-authenticated", resources: sized("20m", "32Mi", "256Mi") },
  destinationResources: sized("50m", "64Mi", "512Mi"),
  identityResources: sized("20m", "32Mi", "256Mi"),
  proxyInjectorResources: sized("20m", "64Mi", "256Mi"),
  spValidatorResources: sized("10m", "64Mi", "256Mi"),
  policyController: { resources: sized("20m", "32Mi", "256Mi") },
  // It tells the maker each day which version runs where.
  disableHeartBeat: true,
  tolerations: systemTolerations,
});

/** Linkerd's control plane in every cluster. */
export const linkerdControlPlane: Addon = {
  ...shared,
  name: "linkerd-control-plane",
  purpose: "Configures the proxies of workloads in a mesh of Linkerd, and signs for them",
  namespace: "linkerd",
  chart: chart("linkerd-control-plane"),
  after: ["linkerd-crds", "linkerd-cni", "trust-manager"],
  values: controlPlane,
};

const namespace = "linkerd-multicluster";

/** Passes what other clusters send on to Linkerd's gateway, whose mTLS it is. */
const entrance: Manifest[] = [
  {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: { name: "linkerd", namespace },
    spec: {
      selector: { istio: "eastwestgateway" },
      servers: Object.entries(linkerdPorts).map(([name, number]) => ({ port: { number, name, protocol: "TCP" }, hosts: ["*"] })),
    },
  },
  {
    apiVersion: "networking.istio.io/v1",
    kind: "VirtualService",
    metadata: { name: "linkerd", namespace },
    spec: {
      hosts: ["*"],
      gateways: ["linkerd"],
      tcp: Object.entries({ [linkerdPorts["tls-linkerd"]]: 4143, [linkerdPorts["tls-probe"]]: 4191 }).map(([port, number]) => ({
        match: [{ port: Number(port) }],
        route: [{ destination: { host: `linkerd-gateway.${namespace}.svc.cluster.local`, port: { number } } }],
      })),
    },
  },
];

const links = ({ places, place }: AddonFacts) =>
  places.filter(({ id }) => id !== place.id).map(({ name }) => ({ link: { ref: { name } } }));

/** Services that other clusters of the mesh export, and a way in for them to this one's. */
export const linkerdMulticluster: Addon = {
  ...shared,
  name: "linkerd-multicluster",
  purpose: "Mirrors services of the mesh's other clusters, and lets them in to this one's",
  namespace,
  chart: chart("linkerd-multicluster"),
  after: ["linkerd-control-plane", "istio-ingress"],
  appliesTo: (facts) => usesLinkerd(facts) && spansPlaces(facts),
  values: (context) => ({
    // The place has one private address, and the internal gateway has it.
    gateway: { serviceType: "ClusterIP", replicas: replicas(context) },
    // One for each other cluster; what they are linked by, the environment's mesh stack brings.
    controllers: links(context),
    enablePodAntiAffinity: context.highAvailability,
  }),
  resources: () => entrance,
};
