import type { Addon, AddonContext, Values } from "../addon.ts";
import { base, collectorChart, contrib, memoryLimiter, patience, ports } from "./otel-collector.ts";
import { gatewayHost } from "./otel-gateway.ts";
import { everyNode, namespace, resources } from "./sizing.ts";

/** Where applications send to: the Service leads to the collector on the same node. */
export const agentHost = `otel-agent.${namespace}.svc.cluster.local`;

const insecure = { tls: { insecure: true } };

/** https://opentelemetry.io/docs/collector/configuration/; the presets add their receivers and processors to these pipelines. */
const config: Values = {
  extensions: base.extensions,
  receivers: base.receivers,
  processors: { memory_limiter: memoryLimiter, batch: {} },
  exporters: {
    "otlp/gateway": { endpoint: `${gatewayHost}:4317`, ...insecure, ...patience },
    // All spans of a trace must meet in one gateway, for it to decide on the whole of it.
    "loadbalancing/gateway": {
      routing_key: "traceID",
      protocol: { otlp: { ...insecure, ...patience } },
      resolver: { k8s: { service: `otel-gateway.${namespace}`, ports: [4317] } },
    },
  },
  service: {
    extensions: ["health_check"],
    telemetry: base.telemetry,
    pipelines: {
      traces: { receivers: ["otlp"], processors: ["memory_limiter", "batch"], exporters: ["loadbalancing/gateway"] },
      metrics: { receivers: ["otlp"], processors: ["memory_limiter", "batch"], exporters: ["otlp/gateway"] },
      logs: { receivers: ["otlp"], processors: ["memory_limiter", "batch"], exporters: ["otlp/gateway"] },
    },
  },
};

function values({ observers }: AddonContext): Values {
  // Prometheus has the nodes' and containers' metrics already; only vendors need them from here.
  const forVendors = { enabled: observers.length > 0 };
  return {
    mode: "daemonset",
    fullnameOverride: "otel-agent",
    ...contrib,
    presets: {
      logsCollection: { enabled: true, storeCheckpoints: true },
      kubernetesAttributes: { enabled: true },
      hostMetrics: forVendors,
      kubeletMetrics: forVendors,
    },
    alternateConfig: config,
    ports,
    service: { enabled: true },
    // To find the gateways.
    clusterRole: {
      create: true,
      rules: [
        { apiGroups: [""], resources: ["endpoints"], verbs: ["get", "list", "watch"] },
        { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["get", "list", "watch"] },
      ],
    },
    tolerations: everyNode,
    resources: resources("100m", "192Mi", "512Mi"),
    useGOMEMLIMIT: true,
    podMonitor: { enabled: true },
  };
}

/** On every node: reads what containers log, takes what applications send, and says which pod it is from. */
export const otelAgent: Addon = {
  name: "otel-agent",
  purpose: "Collects logs, traces and metrics on each node and says which pod they are from",
  namespace,
  chart: collectorChart,
  after: ["otel-gateway"],
  values,
};
