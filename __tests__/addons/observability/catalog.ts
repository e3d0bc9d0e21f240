import type { Addon, AddonContext } from "../../../constructs/addons/addon.ts";
import { datadog } from "../../../constructs/addons/observability/datadog.ts";
import { grafana } from "../../../constructs/addons/observability/grafana.ts";
import { kubePrometheusStack } from "../../../constructs/addons/observability/kube-prometheus-stack.ts";
import { loki } from "../../../constructs/addons/observability/loki.ts";
import { newrelic } from "../../../constructs/addons/observability/newrelic.ts";
import { otelAgent } from "../../../constructs/addons/observability/otel-agent.ts";
import { otelGateway } from "../../../constructs/addons/observability/otel-gateway.ts";
import { otelOperator } from "../../../constructs/addons/observability/otel-operator.ts";
import { tempo } from "../../../constructs/addons/observability/tempo.ts";
import { thanos } from "../../../constructs/addons/observability/thanos.ts";
import { thanosGlobal } from "../../../constructs/addons/observability/thanos-global.ts";
import { sampleIdentity } from "../sample-context.ts";

/** Every add-on of this group. */
export const observability: readonly Addon[] = [
  kubePrometheusStack,
  thanos,
  thanosGlobal,
  loki,
  tempo,
  otelOperator,
  otelGateway,
  otelAgent,
  grafana,
  datadog,
  newrelic,
];

/** Free-form, as charts' values are. */
// biome-ignore lint/suspicious/noExplicitAny: a test names the one path it is about.
export type FreeForm = any;

/** The add-on's values in a place, with the sample identity. */
export const valuesOf = (addon: Addon, context: AddonContext): FreeForm => addon.values?.(context, sampleIdentity);
