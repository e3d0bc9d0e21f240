import type { Addon, AddonContext, Values } from "../addon.ts";

const resources = { requests: { cpu: "20m", memory: "128Mi" }, limits: { memory: "1Gi" } };

const values = ({ place }: AddonContext): Values => ({
  opencost: {
    exporter: { defaultClusterId: place.name, resources },
    // The cluster's own: its metrics go on to Thanos, which adds places up.
    prometheus: { internal: { enabled: true, serviceName: "prometheus-operated", namespaceName: "observability", port: 9090 } },
    metrics: { serviceMonitor: { enabled: true } },
    // Grafana shows it.
    ui: { enabled: false },
  },
});

/** Cost of every namespace and workload as metrics. Free and without a licence, and adds up over clouds in Grafana. */
export const opencost: Addon = {
  name: "opencost",
  purpose: "Tells what namespaces and workloads cost, as metrics: the free alternative to Kubecost",
  namespace: "opencost",
  chart: {
    repository: "https://opencost.github.io/opencost-helm-chart",
    name: "opencost",
    version: "2.5.17",
    source: "https://artifacthub.io/packages/helm/opencost/opencost/2.5.17",
  },
  after: ["kube-prometheus-stack"],
  optional: true,
  values,
};
