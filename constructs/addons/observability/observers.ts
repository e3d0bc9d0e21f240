import type { AddonFacts, SecretNeed, Values } from "../addon.ts";

type Observer = AddonFacts["observers"][number];

/** A vendor, as the gateway sees it: an exporter whose key comes from the environment. */
export interface ObserverExport {
  /** Name of the exporter, in the collector's words. */
  readonly exporter: string;
  readonly config: Values;
  /** Environment variable with the key, and the secret it is in. */
  readonly key: readonly [variable: string, secret: string];
  /** Counts requests, errors and durations out of all spans, before most are let go. @default the vendor does without */
  readonly statistics?: string;
}

/** Where New Relic's accounts take data, by where they are. */
const newrelicEndpoints = { US: "https://otlp.nr-data.net", EU: "https://otlp.eu01.nr-data.net" } as const;

/** https://docs.datadoghq.com/opentelemetry/setup/collector_exporter/ and https://docs.newrelic.com/docs/opentelemetry/best-practices/opentelemetry-otlp/ */
export const observerExports = ({ observerSites }: Pick<AddonFacts, "observerSites">): Record<Observer, ObserverExport> => ({
  datadog: {
    exporter: "datadog",
    config: { api: { site: observerSites.datadog, key: "${env:DATADOG_API_KEY}" } },
    key: ["DATADOG_API_KEY", "datadog-api-key"],
    statistics: "datadog/connector",
  },
  newrelic: {
    exporter: "otlphttp/newrelic",
    config: { endpoint: newrelicEndpoints[observerSites.newrelic], headers: { "api-key": "${env:NEW_RELIC_LICENSE_KEY}" } },
    key: ["NEW_RELIC_LICENSE_KEY", "newrelic-license-key"],
  },
});

/** Their keys, as environment variables. */
export const observersSecret = (facts: AddonFacts): SecretNeed[] =>
  facts.observers.length === 0
    ? []
    : [{ name: "otel-observers", keys: Object.fromEntries(facts.observers.map((name) => observerExports(facts)[name].key)) }];
