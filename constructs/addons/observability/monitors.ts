import type { AddonContext, AddonFacts } from "../addon.ts";

interface PodMonitor {
  readonly name: string;
  readonly namespaceSelector: { readonly matchNames: readonly string[] } | { readonly any: true };
  readonly selector: Readonly<Record<string, unknown>>;
  readonly podMetricsEndpoints: readonly Readonly<Record<string, unknown>>[];
}

/** Pods with the label, in the namespace, at the port of this name. */
const pods = (name: string, inNamespace: string, labels: Readonly<Record<string, string>>, port: string): PodMonitor => ({
  name,
  namespaceSelector: { matchNames: [inNamespace] },
  selector: { matchLabels: labels },
  podMetricsEndpoints: [{ port }],
});

/**
 * What runs before there is Prometheus, and so cannot bring a monitor of its own.
 * Ports are the charts' names of them.
 */
const bootstrap: readonly PodMonitor[] = [
  pods("cert-manager", "cert-manager", { "app.kubernetes.io/instance": "cert-manager" }, "http-metrics"),
  pods("external-secrets", "external-secrets", { "app.kubernetes.io/instance": "external-secrets" }, "metrics"),
  pods("kyverno", "kyverno", { "app.kubernetes.io/part-of": "kyverno" }, "metrics-port"),
  pods("argo-cd", "argocd", { "app.kubernetes.io/part-of": "argocd" }, "metrics"),
];

const karpenter: readonly PodMonitor[] = [
  pods("karpenter", "kube-system", { "app.kubernetes.io/name": "karpenter" }, "http-metrics"),
  pods("aws-load-balancer-controller", "kube-system", { "app.kubernetes.io/name": "aws-load-balancer-controller" }, "metrics-server"),
];

/** GKE and AKS run Cilium themselves. */
const cilium: readonly PodMonitor[] = [pods("cilium", "kube-system", { "k8s-app": "cilium" }, "prometheus")];

/**
 * Sidecars take in nothing but mutual TLS, and Prometheus has no certificate of the mesh. Port 15020 is the agent's, which no mesh
 * policy covers: it serves the proxy's metrics together with the application's own, where that asks for it (`prometheus.io/scrape`):
 * https://istio.io/latest/docs/ops/integrations/prometheus/#option-1-metrics-merging
 */
const istioProxies: PodMonitor = {
  name: "istio-proxies",
  namespaceSelector: { any: true },
  selector: { matchExpressions: [{ key: "istio-prometheus-ignore", operator: "DoesNotExist" }] },
  podMetricsEndpoints: [
    {
      port: "http-envoy-prom",
      path: "/stats/prometheus",
      relabelings: [
        {
          action: "replace",
          sourceLabels: ["__meta_kubernetes_pod_ip"],
          regex: "(.+)",
          replacement: "$1:15020",
          targetLabel: "__address__",
        },
        { action: "replace", sourceLabels: ["__meta_kubernetes_pod_label_app"], targetLabel: "app" },
      ],
    },
  ],
};
/** The control plane of Istio is there whatever the mesh is: its gateways are the way in. */
const istiod = pods("istiod", "istio-system", { app: "istiod" }, "http-monitoring");

const linkerdProxies: PodMonitor = {
  name: "linkerd-proxies",
  namespaceSelector: { any: true },
  selector: { matchExpressions: [{ key: "linkerd.io/control-plane-ns", operator: "Exists" }] },
  podMetricsEndpoints: [{ port: "linkerd-admin" }],
};

const byMesh: Record<AddonFacts["mesh"], readonly PodMonitor[]> = {
  istio: [istiod, istioProxies],
  linkerd: [istiod, istioProxies, linkerdProxies],
  none: [istiod, istioProxies],
};

/** Monitors of what is older in the cluster than Prometheus. */
export const podMonitors = ({ place, compute, cilium: ciliumMode, mesh }: AddonContext): PodMonitor[] => [
  ...bootstrap,
  ...(place.cloud === "aws" && compute === "pools" ? karpenter : []),
  ...(ciliumMode === "chaining" ? cilium : []),
  ...byMesh[mesh],
];
