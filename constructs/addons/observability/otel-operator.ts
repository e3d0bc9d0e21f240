import { type Addon, type AddonContext, type Manifest, replicas, type Values } from "../addon.ts";
import { agentHost } from "./otel-agent.ts";
import { acrossZones, namespace, resources } from "./sizing.ts";

const values = (context: AddonContext): Values => ({
  replicaCount: replicas(context),
  pdb: { create: context.highAvailability },
  manager: {
    collectorImage: { repository: "ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-k8s" },
    resources: resources("50m", "128Mi", "384Mi"),
    serviceMonitor: { enabled: true },
  },
  admissionWebhooks: {
    certManager: { enabled: true },
    // Pods start without instrumentation rather than not at all.
    pods: { failurePolicy: "Ignore" },
  },
  topologySpreadConstraints: acrossZones({ "app.kubernetes.io/name": "opentelemetry-operator" }),
});

/**
 * What a pod asks for with `instrumentation.opentelemetry.io/inject-java: observability/default` (or `nodejs`, `python`, `dotnet`).
 * It keeps every trace: which are worth it is decided when they are complete, by the gateway.
 */
const instrumentation: Manifest = {
  apiVersion: "opentelemetry.io/v1alpha1",
  kind: "Instrumentation",
  metadata: { name: "default", namespace },
  spec: {
    exporter: { endpoint: `http://${agentHost}:4318` },
    propagators: ["tracecontext", "baggage"],
    sampler: { type: "parentbased_always_on" },
    env: [{ name: "OTEL_EXPORTER_OTLP_PROTOCOL", value: "http/protobuf" }],
  },
};

/** Instruments applications that ask for it, in the language they are written in. */
export const otelOperator: Addon = {
  name: "otel-operator",
  purpose: "Adds OpenTelemetry to the pods of applications that ask for it",
  namespace,
  chart: {
    repository: "https://open-telemetry.github.io/opentelemetry-helm-charts",
    name: "opentelemetry-operator",
    version: "0.122.0",
    source: "https://github.com/open-telemetry/opentelemetry-helm-charts/tree/opentelemetry-operator-0.122.0/charts/opentelemetry-operator",
  },
  after: ["cert-manager", "kube-prometheus-stack"],
  values,
  resources: () => [instrumentation],
};
