import { accountOf, type CloudName, type Place } from "../../place.ts";
import { type Addon, type AddonContext, type AddonFacts, replicas, type Values } from "../addon.ts";
import { prometheusHosts } from "./kube-prometheus-stack.ts";
import { observerExports, observersSecret } from "./observers.ts";
import { base, collectorChart, contrib, memoryLimiter, patience, ports } from "./otel-collector.ts";
import { acrossZones, namespace, resources } from "./sizing.ts";

/** Where agents send to. */
export const gatewayHost = `otel-gateway.${namespace}.svc.cluster.local`;

/** The percentage of ordinary traces that is kept: enough to see what is usual, without paying for all of it. */
const ordinary: Record<AddonFacts["criticality"], number> = { low: 100, medium: 25, high: 10 };

/** Slower than this is worth a look. */
const SLOW_MS = 1000;

/** Decides ten seconds after a trace's first span, when nearly all of it is there. */
const sampling = ({ criticality }: AddonFacts): Values => ({
  decision_wait: "10s",
  num_traces: 50_000,
  policies: [
    { name: "errors", type: "status_code", status_code: { status_codes: ["ERROR"] } },
    { name: "slow", type: "latency", latency: { threshold_ms: SLOW_MS } },
    { name: "ordinary", type: "probabilistic", probabilistic: { sampling_percentage: ordinary[criticality] } },
  ],
});

/** https://opentelemetry.io/docs/specs/semconv/resource/cloud/ */
const platforms: Record<CloudName, { readonly platform: string; readonly account: (place: Place) => string }> = {
  aws: { platform: "aws_eks", account: (place) => accountOf(place, "aws").accountId },
  gcp: { platform: "gcp_kubernetes_engine", account: (place) => accountOf(place, "gcp").projectId },
  azure: { platform: "azure_aks", account: (place) => accountOf(place, "azure").subscriptionId },
};

/** Where it comes from, on everything that passes. */
function attributes({ place }: AddonFacts): Values {
  const { platform, account } = platforms[place.cloud];
  const known = {
    "cloud.provider": place.cloud,
    "cloud.platform": platform,
    "cloud.region": place.region,
    "cloud.account.id": account(place),
    "k8s.cluster.name": place.name,
    "deployment.environment.name": place.environment,
  };
  return { attributes: Object.entries(known).map(([key, value]) => ({ key, value, action: "upsert" })) };
}

/** One per copy of Prometheus: each must have everything, for Thanos to see them as copies. */
const prometheusExports = (facts: AddonFacts) =>
  prometheusHosts(facts).map(
    (host, index) =>
      [
        `prometheusremotewrite/${index}`,
        { endpoint: `http://${host}:9090/api/v1/write`, retry_on_failure: patience.retry_on_failure },
      ] as const,
  );

function pipelines(facts: AddonFacts): Values {
  const vendors = facts.observers.map((name) => observerExports(facts)[name]);
  const exporters = vendors.map(({ exporter }) => exporter);
  const first = ["memory_limiter", "resource"];
  const counted = vendors.flatMap(({ exporter, statistics }) => (statistics ? [{ exporter, statistics }] : []));
  return {
    traces: { receivers: ["otlp"], processors: [...first, "tail_sampling", "batch"], exporters: ["otlp/tempo", ...exporters] },
    metrics: {
      receivers: ["otlp"],
      processors: [...first, "batch"],
      exporters: [...prometheusExports(facts).map(([name]) => name), ...exporters],
    },
    logs: { receivers: ["otlp"], processors: [...first, "batch"], exporters: ["otlphttp/loki", ...exporters] },
    ...(counted.length > 0 && {
      "traces/statistics": { receivers: ["otlp"], processors: first, exporters: counted.map(({ statistics }) => statistics) },
    }),
    ...Object.fromEntries(
      counted.map(({ exporter, statistics }) => [
        `metrics/${exporter}`,
        { receivers: [statistics], processors: ["batch"], exporters: [exporter] },
      ]),
    ),
  };
}

/** Our own stores first; a vendor is one more exporter of the same pipelines. */
function config(facts: AddonFacts): Values {
  const vendors = facts.observers.map((name) => observerExports(facts)[name]);
  const statistics = vendors.flatMap((vendor) => vendor.statistics ?? []);
  return {
    extensions: base.extensions,
    receivers: base.receivers,
    ...(statistics.length > 0 && { connectors: Object.fromEntries(statistics.map((name) => [name, {}])) }),
    processors: { memory_limiter: memoryLimiter, resource: attributes(facts), tail_sampling: sampling(facts), batch: {} },
    exporters: {
      "otlp/tempo": { endpoint: `tempo-distributor.${namespace}.svc.cluster.local:4317`, tls: { insecure: true }, ...patience },
      "otlphttp/loki": { endpoint: `http://loki-gateway.${namespace}.svc.cluster.local/otlp`, ...patience },
      ...Object.fromEntries(prometheusExports(facts)),
      ...Object.fromEntries(vendors.map((vendor) => [vendor.exporter, { ...vendor.config, ...patience }])),
    },
    service: { extensions: ["health_check"], telemetry: base.telemetry, pipelines: pipelines(facts) },
  };
}

function values(context: AddonContext): Values {
  return {
    mode: "deployment",
    fullnameOverride: "otel-gateway",
    ...contrib,
    replicaCount: replicas(context),
    alternateConfig: config(context),
    ports,
    extraEnvsFrom: observersSecret(context).map(({ name }) => ({ secretRef: { name } })),
    podDisruptionBudget: { enabled: context.highAvailability, minAvailable: 1 },
    topologySpreadConstraints: acrossZones({ "app.kubernetes.io/instance": "otel-gateway" }),
    // Traces wait in memory until they are decided on.
    resources: resources("200m", "512Mi", "2Gi"),
    useGOMEMLIMIT: true,
    podMonitor: { enabled: true },
  };
}

/** The place's one way out for telemetry: says where it is from, keeps the traces that matter, and delivers to each store. */
export const otelGateway: Addon = {
  name: "otel-gateway",
  purpose: "Marks, samples and delivers logs, traces and metrics to the place's stores and to vendors",
  namespace,
  chart: collectorChart,
  after: ["kube-prometheus-stack", "loki", "tempo"],
  secrets: observersSecret,
  values,
};
