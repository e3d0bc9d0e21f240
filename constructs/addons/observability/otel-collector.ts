import type { Chart, Values } from "../addon.ts";

/** The collector, in whichever role. */
export const collectorChart: Chart = {
  repository: "https://open-telemetry.github.io/opentelemetry-helm-charts",
  name: "opentelemetry-collector",
  version: "0.170.0",
  source: "https://github.com/open-telemetry/opentelemetry-helm-charts/tree/opentelemetry-collector-0.170.0/charts/opentelemetry-collector",
};

/** The distribution that has tail sampling and the vendors' exporters; the chart insists that it be named. Its tag is the chart's. */
export const contrib = {
  image: { repository: "ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib" },
  command: { name: "otelcol-contrib" },
};

/** OTLP and the collector's own metrics; what the chart opens besides is for protocols that nobody here speaks. */
export const ports = {
  otlp: { enabled: true },
  "otlp-http": { enabled: true },
  "jaeger-compact": { enabled: false },
  "jaeger-thrift": { enabled: false },
  "jaeger-grpc": { enabled: false },
  zipkin: { enabled: false },
  metrics: { enabled: true },
};

/** The pod's own address. */
const here = "${env:MY_POD_IP}";

/** What every collector begins with: it takes OTLP, says whether it is well, and shows its own metrics. */
export const base = {
  extensions: { health_check: { endpoint: `${here}:13133` } },
  receivers: { otlp: { protocols: { grpc: { endpoint: `${here}:4317` }, http: { endpoint: `${here}:4318` } } } },
  telemetry: { metrics: { readers: [{ pull: { exporter: { prometheus: { host: here, port: 8888 } } } }] } },
};

/** Refuses what would not fit before the kernel ends the process; must come first in each pipeline. */
export const memoryLimiter = { check_interval: "1s", limit_percentage: 80, spike_limit_percentage: 25 };

/** How long an exporter keeps what its target does not take. */
export const patience: Values = {
  sending_queue: { enabled: true, queue_size: 5000 },
  retry_on_failure: { enabled: true, max_elapsed_time: "10m" },
};
