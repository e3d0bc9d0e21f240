import type { CloudName } from "../../place.ts";
import { type Addon, type AddonContext, meshNetwork, replicas, type Values } from "../addon.ts";
import { istioCsrAddress } from "./istio-csr.ts";
import { istioChart, systemTolerations, usesIstio } from "./mesh-facts.ts";

/** Where GKE keeps CNI plugins is elsewhere; the chart knows: https://istio.io/latest/docs/setup/platform-setup/gke/ */
const platforms: Partial<Record<CloudName, string>> = { gcp: "gke" };

const namespace = "istio-system";

/** Istio's kinds. They come with every mesh: the gateways are Istio's whatever workloads use among themselves. */
export const istioBase: Addon = {
  name: "istio-base",
  purpose: "Defines the kinds by which gateways and the mesh are configured",
  namespace,
  chart: istioChart("base"),
  delivery: "terraform",
  values: () => ({ defaultRevision: "default" }),
};

/** Redirects pods' traffic into their proxies from the node, so that no pod needs rights over its network. */
export const istioCni: Addon = {
  name: "istio-cni",
  purpose: "Leads traffic of pods in the mesh through their proxies",
  namespace,
  chart: istioChart("cni"),
  after: ["istio-base", "cilium"],
  delivery: "terraform",
  appliesTo: usesIstio,
  values: ({ place }) => ({
    global: { platform: platforms[place.cloud] },
    cni: { resources: { requests: { cpu: "50m", memory: "100Mi" }, limits: { memory: "256Mi" } } },
  }),
};

/** What proxies log and where spans go is said in the add-on istio-policies. */
const meshConfig = {
  accessLogEncoding: "JSON",
  enablePrometheusMerge: true,
  defaultConfig: {
    // The edge is the one proxy before the gateway: https://istio.io/latest/docs/ops/configuration/traffic-management/network-topologies/
    gatewayTopology: { numTrustedProxies: 1 },
    // Applications that call others when they start would find no network yet.
    holdApplicationUntilProxyStarts: true,
  },
  extensionProviders: [
    { name: "otel", opentelemetry: { service: "otel-gateway.observability.svc.cluster.local", port: 4317 } },
    { name: "json", envoyFileAccessLog: { path: "/dev/stdout" } },
  ],
};

function istiodValues(context: AddonContext): Values {
  const { place, highAvailability } = context;
  const inMesh = usesIstio(context);
  return {
    pilot: {
      cni: { enabled: inMesh },
      autoscaleEnabled: highAvailability,
      autoscaleMin: replicas(context),
      autoscaleMax: 5,
      replicaCount: replicas(context),
      // Its own authority would be a second one that nobody else trusts.
      ...(inMesh && { env: { ENABLE_CA_SERVER: "false" } }),
      resources: { requests: { cpu: "200m", memory: "512Mi" }, limits: { memory: "2Gi" } },
      tolerations: systemTolerations,
    },
    global: {
      // The same for all clusters of the environment: they are one mesh.
      meshID: `${place.organization}-${place.environment}`,
      multiCluster: { clusterName: place.name },
      network: meshNetwork(place),
      logAsJson: true,
      priorityClassName: "system-cluster-critical",
      proxy: { resources: { requests: { cpu: "50m", memory: "128Mi" }, limits: { memory: "512Mi" } } },
      ...(inMesh && { caAddress: istioCsrAddress }),
    },
    meshConfig,
  };
}

/**
 * Istio's control plane in every cluster, so that none depends on another's. Without a mesh of Istio it configures the gateways only:
 * no namespace asks for proxies, it signs for the gateways itself, and nothing of the node is touched.
 */
export const istiod: Addon = {
  name: "istiod",
  purpose: "Configures gateways and, in a mesh of Istio, the proxies of workloads",
  namespace,
  chart: istioChart("istiod"),
  after: ["istio-base", "istio-cni", "istio-csr"],
  delivery: "terraform",
  values: istiodValues,
};
