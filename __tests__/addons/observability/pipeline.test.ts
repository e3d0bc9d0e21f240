import { describe, expect, it } from "vitest";
import type { Addon, AddonContext } from "../../../constructs/addons/addon.ts";
import { otelAgent } from "../../../constructs/addons/observability/otel-agent.ts";
import { otelGateway } from "../../../constructs/addons/observability/otel-gateway.ts";
import { otelOperator } from "../../../constructs/addons/observability/otel-operator.ts";
import { cloudNames } from "../../../constructs/place.ts";
import { sampleContext, sampleIdentity } from "../sample-context.ts";
import { valuesOf } from "./catalog.ts";

type Pipelines = Record<string, { receivers: string[]; processors: string[]; exporters: string[] }>;
const configOf = (addon: Addon, context: AddonContext) => valuesOf(addon, context).alternateConfig;
const pipelinesOf = (addon: Addon, context: AddonContext): Pipelines => configOf(addon, context).service.pipelines;

const variants = cloudNames.flatMap((cloud) => [
  sampleContext(cloud),
  sampleContext(cloud, { observers: ["datadog", "newrelic"] }),
  sampleContext(cloud, { highAvailability: false, observers: ["newrelic"] }),
]);

describe.each([
  ["the agent", otelAgent],
  ["the gateway", otelGateway],
] as const)("%s", (_, addon) => {
  it("uses in its pipelines what it defines, and defines nothing that it does not use", () => {
    for (const context of variants) {
      const { receivers, processors, exporters, connectors = {}, extensions, service } = configOf(addon, context);
      const used = Object.values(service.pipelines as Pipelines);
      const names = (map: object) => Object.keys(map).sort();
      const unique = (list: string[]) => [...new Set(list)].sort();
      expect(unique(used.flatMap((pipeline) => pipeline.receivers))).toEqual(names({ ...receivers, ...connectors }));
      expect(unique(used.flatMap((pipeline) => pipeline.exporters))).toEqual(names({ ...exporters, ...connectors }));
      expect(unique(used.flatMap((pipeline) => pipeline.processors))).toEqual(names(processors));
      expect(service.extensions).toEqual(names(extensions));
    }
  });

  it("limits memory before anything else, and sends in batches after all else", () => {
    for (const context of variants) {
      const taken = Object.entries(pipelinesOf(addon, context)).filter(([, { receivers }]) => receivers.includes("otlp"));
      for (const [name, { processors }] of taken) expect(processors[0], name).toBe("memory_limiter");
      for (const kind of ["traces", "metrics", "logs"]) expect(pipelinesOf(addon, context)[kind]?.processors.at(-1)).toBe("batch");
    }
  });
});

describe("the gateway", () => {
  it("says where things are from", () => {
    const marks = (context: AddonContext) =>
      Object.fromEntries(
        configOf(otelGateway, context).processors.resource.attributes.map(({ key, value }: { key: string; value: string }) => [key, value]),
      );
    expect(cloudNames.map((cloud) => marks(sampleContext(cloud))["cloud.account.id"])).toEqual([
      "444444444444",
      "acme-prod",
      "00000000-0000-0000-0000-000000000004",
    ]);
    expect(marks(sampleContext("gcp"))).toMatchObject({
      "cloud.provider": "gcp",
      "cloud.platform": "gcp_kubernetes_engine",
      "cloud.region": "us-east4",
      "k8s.cluster.name": "acme-prod-gcp-use4",
      "deployment.environment.name": "prod",
    });
  });

  it("samples whole traces: all that failed or were slow, and of the rest the fewer the more critical the place", () => {
    const policies = (criticality: AddonContext["criticality"]) =>
      configOf(otelGateway, sampleContext("aws", { criticality })).processors.tail_sampling.policies;
    expect(policies("high").map(({ name }: { name: string }) => name)).toEqual(["errors", "slow", "ordinary"]);
    const rest = (["low", "medium", "high"] as const).map((criticality) => policies(criticality)[2].probabilistic.sampling_percentage);
    expect(rest).toEqual([100, 25, 10]);
    expect(pipelinesOf(otelGateway, sampleContext("aws")).traces?.processors).toContain("tail_sampling");
  });

  it("writes to each copy of Prometheus", () => {
    const exporters = (highAvailability: boolean) =>
      pipelinesOf(otelGateway, sampleContext("aws", { highAvailability })).metrics?.exporters;
    expect(exporters(true)).toEqual(["prometheusremotewrite/0", "prometheusremotewrite/1"]);
    expect(exporters(false)).toEqual(["prometheusremotewrite/0"]);
  });

  it("adds a vendor as an exporter of the same pipelines, whose key comes from a Secret", () => {
    const context = sampleContext("azure", { observers: ["newrelic"] });
    for (const kind of ["traces", "metrics", "logs"])
      expect(pipelinesOf(otelGateway, context)[kind]?.exporters).toContain("otlphttp/newrelic");
    expect(otelGateway.secrets?.(context)).toEqual([{ name: "otel-observers", keys: { NEW_RELIC_LICENSE_KEY: "newrelic-license-key" } }]);
    expect(valuesOf(otelGateway, context).extraEnvsFrom).toEqual([{ secretRef: { name: "otel-observers" } }]);
    expect(otelGateway.secrets?.(sampleContext("azure"))).toEqual([]);
    expect(valuesOf(otelGateway, sampleContext("azure")).extraEnvsFrom).toEqual([]);
  });

  it("counts for Datadog before it samples", () => {
    const pipelines = pipelinesOf(otelGateway, sampleContext("aws", { observers: ["datadog"] }));
    expect(pipelines["traces/statistics"]).toMatchObject({ receivers: ["otlp"], exporters: ["datadog/connector"] });
    expect(pipelines["traces/statistics"]?.processors).not.toContain("tail_sampling");
    expect(pipelines["metrics/datadog"]).toMatchObject({ receivers: ["datadog/connector"], exporters: ["datadog"] });
  });
});

describe("the agent", () => {
  it("sends all spans of a trace to one gateway", () => {
    const { exporters } = configOf(otelAgent, sampleContext("aws"));
    expect(exporters["loadbalancing/gateway"]).toMatchObject({
      routing_key: "traceID",
      resolver: { k8s: { service: "otel-gateway.observability" } },
    });
    expect(pipelinesOf(otelAgent, sampleContext("aws")).traces?.exporters).toEqual(["loadbalancing/gateway"]);
    expect(JSON.stringify(valuesOf(otelAgent, sampleContext("aws")).clusterRole)).toContain("endpointslices");
  });

  it("is on every node, and measures nodes for vendors only", () => {
    expect(valuesOf(otelAgent, sampleContext("aws")).tolerations).toEqual([{ operator: "Exists" }]);
    const measures = (observers: AddonContext["observers"]) =>
      valuesOf(otelAgent, sampleContext("aws", { observers })).presets.hostMetrics.enabled;
    expect([measures([]), measures(["datadog"])]).toEqual([false, true]);
  });

  it("is where instrumented applications send", () => {
    const [instrumentation] = otelOperator.resources?.(sampleContext("aws"), sampleIdentity) ?? [];
    const { fullnameOverride } = valuesOf(otelAgent, sampleContext("aws"));
    expect(instrumentation?.spec).toMatchObject({
      exporter: { endpoint: `http://${fullnameOverride}.observability.svc.cluster.local:4318` },
      sampler: { type: "parentbased_always_on" },
    });
  });
});
