import type { Identity } from "../../identity/contract.ts";
import { type Addon, type AddonContext, bucketFor, type Chart, replicas, type Values } from "../addon.ts";
import { replicaLabel } from "./kube-prometheus-stack.ts";
import { thanosSecret } from "./object-stores.ts";
import { acrossZones, namespace, resources, storageClass } from "./sizing.ts";

/** Thanos 0.42. */
export const thanosChart: Chart = {
  repository: "oci://ghcr.io/stevehipwell/helm-charts",
  name: "thanos",
  version: "1.24.1",
  source: "https://github.com/stevehipwell/helm-charts/tree/thanos-1.24.1/charts/thanos",
};

/** Days for which samples are kept as they came, and as one per five minutes. */
const RAW_DAYS = 30;
const FIVE_MINUTES_DAYS = 180;

/**
 * How long each resolution is kept; the coarsest for as long as the bucket keeps anything:
 * https://thanos.io/tip/components/compact.md/#downsampling
 *
 * @param days 0 is for ever
 */
export function retention(days: number): string[] {
  const atMost = (cap: number) => (days === 0 ? cap : Math.min(days, cap));
  return [
    `--retention.resolution-raw=${atMost(RAW_DAYS)}d`,
    `--retention.resolution-5m=${atMost(FIVE_MINUTES_DAYS)}d`,
    `--retention.resolution-1h=${days}d`,
  ];
}

function values(context: AddonContext, { serviceAccountAnnotations, podLabels }: Identity): Values {
  const { highAvailability, retentionDays } = context;
  const budget = { enabled: highAvailability, maxUnavailable: 1 };
  return {
    objstoreConfig: { create: false, name: thanosSecret.name, key: thanosSecret.key },
    serviceMonitor: { enabled: true },
    autoGomemlimit: { enabled: true },
    additionalEndpoints: [`dnssrv+_grpc._tcp.kube-prometheus-stack-thanos-discovery.${namespace}.svc.cluster.local`],
    additionalReplicaLabels: [replicaLabel],
    query: {
      replicas: replicas(context),
      podDisruptionBudget: budget,
      resources: resources("100m", "256Mi", "2Gi"),
      topologySpreadConstraints: acrossZones(),
    },
    storeGateway: {
      replicas: replicas(context),
      // One account for both, since both read the bucket.
      serviceAccount: { create: false, name: "thanos" },
      podLabels: { ...podLabels },
      podDisruptionBudget: budget,
      resources: resources("100m", "512Mi", "3Gi"),
      topologySpreadConstraints: acrossZones(),
      // Index headers, which it would otherwise fetch anew at each start.
      persistence: { enabled: true, storageClass, size: highAvailability ? "20Gi" : "10Gi" },
    },
    // Never more than one: two would compact the same blocks.
    compact: {
      enabled: true,
      serviceAccount: { create: true, name: "thanos", annotations: { ...serviceAccountAnnotations } },
      podLabels: { ...podLabels },
      extraArgs: retention(retentionDays.metrics ?? 0),
      resources: resources("200m", "1Gi", "4Gi"),
      // Room for the largest group of blocks, twice: what it reads and what it writes.
      persistence: { enabled: true, storageClass, size: highAvailability ? "100Gi" : "40Gi" },
    },
  };
}

/** One query over what Prometheus still has and what is in the bucket; `thanos-query` is what other places ask. */
export const thanos: Addon = {
  name: "thanos",
  purpose: "Answers queries over months of metrics, and thins them out as they age",
  namespace,
  chart: thanosChart,
  after: ["kube-prometheus-stack"],
  identity: (context) => ({
    name: "thanos",
    serviceAccount: "thanos",
    grants: [{ may: "objectstore:read-write", bucket: bucketFor(context, "metrics", "thanos") }],
  }),
  values,
};
