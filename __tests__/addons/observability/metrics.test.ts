import { describe, expect, it } from "vitest";
import type { AddonContext, Manifest } from "../../../constructs/addons/addon.ts";
import { kubePrometheusStack, prometheusHosts } from "../../../constructs/addons/observability/kube-prometheus-stack.ts";
import { podMonitors } from "../../../constructs/addons/observability/monitors.ts";
import { retention, thanos } from "../../../constructs/addons/observability/thanos.ts";
import { type CloudName, cloudNames } from "../../../constructs/place.ts";
import { sampleContext, sampleIdentity } from "../sample-context.ts";
import { valuesOf } from "./catalog.ts";

const metricsOf = (context: AddonContext) => valuesOf(kubePrometheusStack, context);
const resourcesOf = (context: AddonContext): readonly Manifest[] => kubePrometheusStack.resources?.(context, sampleIdentity) ?? [];
const store = (cloud: CloudName) => {
  const secret = resourcesOf(sampleContext(cloud)).find(({ metadata }) => metadata.name === "thanos-objstore");
  const { "objstore.yml": config = "{}" } = (secret?.stringData ?? {}) as Record<string, string>;
  return JSON.parse(config);
};

describe("the store of metrics", () => {
  it("is reached by the pod's own identity on every cloud", () => {
    expect(store("aws")).toEqual({
      type: "S3",
      config: {
        bucket: "<bucket_metrics.bucket>",
        endpoint: "s3.us-east-1.amazonaws.com",
        aws_sdk_auth: true,
        sse_config: { type: "SSE-KMS", kms_key_id: "<bucket_metrics.kmsKeyId>" },
      },
    });
    expect(store("gcp")).toEqual({ type: "GCS", config: { bucket: "<bucket_metrics.bucket>" } });
    expect(store("azure")).toEqual({
      type: "AZURE",
      config: { storage_account: "<bucket_metrics.account>", container: "<bucket_metrics.bucket>", endpoint: "blob.core.windows.net" },
    });
  });

  it("is told to sidecar and store gateway by one Secret", () => {
    const context = sampleContext("aws");
    const { thanos: sidecar } = metricsOf(context).prometheus.prometheusSpec;
    expect(sidecar.objectStorageConfig.existingSecret).toEqual({ name: "thanos-objstore", key: "objstore.yml" });
    expect(thanos.values?.(context, sampleIdentity).objstoreConfig).toEqual({
      create: false,
      name: "thanos-objstore",
      key: "objstore.yml",
    });
  });

  it("says which bucket is missing", () => {
    expect(() => resourcesOf(sampleContext("aws", { buckets: {} }))).toThrow(/prod-aws-use1: addons.thanos: needs the bucket metrics/);
  });
});

describe("prometheus", () => {
  it.each(cloudNames)("marks what it has with place and cluster on %s", (cloud) => {
    const context = sampleContext(cloud);
    expect(metricsOf(context).prometheus.prometheusSpec.externalLabels).toEqual({
      cluster: context.place.name,
      cloud,
      region: context.place.region,
      environment: "prod",
    });
  });

  it("looks at every monitor and rule of the cluster", () => {
    const { prometheusSpec } = metricsOf(sampleContext("aws")).prometheus;
    for (const kind of ["podMonitor", "serviceMonitor", "rule", "probe", "scrapeConfig"])
      expect(prometheusSpec[`${kind}SelectorNilUsesHelmValues`]).toBe(false);
  });

  it("does not scrape control planes that belong to the cloud, nor a CoreDNS that GKE does not have", () => {
    const enabled = (cloud: CloudName) => {
      const values = metricsOf(sampleContext(cloud));
      return ["kubeEtcd", "kubeScheduler", "kubeControllerManager", "kubeProxy", "coreDns"].filter((part) => values[part].enabled);
    };
    expect(enabled("aws")).toEqual(["coreDns"]);
    expect(enabled("azure")).toEqual(["coreDns"]);
    expect(enabled("gcp")).toEqual([]);
  });

  it("has an address per copy", () => {
    expect(prometheusHosts(sampleContext("aws"))).toHaveLength(metricsOf(sampleContext("aws")).prometheus.prometheusSpec.replicas);
    expect(prometheusHosts(sampleContext("aws", { highAvailability: false }))).toEqual([
      "prometheus-kube-prometheus-stack-prometheus-0.prometheus-operated.observability.svc.cluster.local",
    ]);
  });

  it("is filled by monitors of what was there before it", () => {
    const names = (context: AddonContext) => podMonitors(context).map(({ name }) => name);
    const always = ["cert-manager", "external-secrets", "kyverno", "argo-cd"];
    expect(names(sampleContext("gcp"))).toEqual([...always, "istiod", "istio-proxies"]);
    expect(names(sampleContext("aws"))).toEqual([
      ...always,
      "karpenter",
      "aws-load-balancer-controller",
      "cilium",
      "istiod",
      "istio-proxies",
    ]);
    expect(names(sampleContext("aws", { compute: "managed", cilium: "off" }))).not.toContain("karpenter");
    expect(names(sampleContext("azure", { mesh: "linkerd" }))).toContain("linkerd-proxies");
  });

  it("asks proxies at the port that no mesh policy covers", () => {
    const proxies = podMonitors(sampleContext("aws")).find(({ name }) => name === "istio-proxies");
    expect(JSON.stringify(proxies)).toContain("$1:15020");
  });
});

describe("what is kept", () => {
  it("is thinned out as it ages, and never kept longer than the bucket keeps it", () => {
    const days = (kept: number) => retention(kept).map((argument) => argument.split("=")[1]);
    expect(days(400)).toEqual(["30d", "180d", "400d"]);
    expect(days(90)).toEqual(["30d", "90d", "90d"]);
    expect(days(14)).toEqual(["14d", "14d", "14d"]);
    // Thanos, too, keeps for ever what is to be kept for 0 days.
    expect(days(0)).toEqual(["30d", "180d", "0d"]);
  });

  it("is compacted by one process", () => {
    const compact = thanos.values?.(sampleContext("aws"), sampleIdentity).compact as Record<string, unknown>;
    expect(compact.enabled).toBe(true);
    expect(compact).not.toHaveProperty("replicas");
  });
});
