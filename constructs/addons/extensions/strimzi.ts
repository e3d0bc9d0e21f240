import { type Addon, type AddonContext, replicas, type Values } from "../addon.ts";

function values(context: AddonContext): Values {
  return {
    replicas: replicas(context),
    // Its own namespace, in which brokers and connectors are too. Named here it would be watched twice, which the chart refuses.
    watchAnyNamespace: false,
    watchNamespaces: [],
    generateNetworkPolicy: true,
    // Dashboards are ConfigMaps that Grafana's sidecar finds.
    dashboards: { enabled: true },
    resources: { requests: { cpu: "200m", memory: "384Mi" }, limits: { memory: "512Mi" } },
  };
}

/** The operator's pods name their only port `http`. */
const monitor = {
  apiVersion: "monitoring.coreos.com/v1",
  kind: "PodMonitor",
  metadata: { name: "strimzi", namespace: "kafka" },
  spec: { selector: { matchLabels: { "strimzi.io/kind": "cluster-operator" } }, podMetricsEndpoints: [{ port: "http" }] },
};

/** Kafka and Kafka Connect in the cluster. Where change data capture runs it is on; elsewhere it is for who wants Kafka of his own. */
export const strimzi: Addon = {
  name: "strimzi",
  purpose: "Runs Kafka and Kafka Connect from custom resources",
  namespace: "kafka",
  chart: {
    repository: "oci://quay.io/strimzi-helm",
    name: "strimzi-kafka-operator",
    version: "1.2.0",
    source: "https://github.com/strimzi/strimzi-kafka-operator/blob/1.2.0/packaging/helm-charts/helm3/strimzi-kafka-operator/values.yaml",
  },
  home: "workloads",
  after: ["kube-prometheus-stack"],
  optional: true,
  values,
  resources: () => [monitor],
};
