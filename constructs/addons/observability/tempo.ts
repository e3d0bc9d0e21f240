import type { Identity } from "../../identity/contract.ts";
import { type Addon, type AddonContext, bucketFor, replicas, type Values } from "../addon.ts";
import { tempoStore } from "./object-stores.ts";
import { namespace, resources, storageClass } from "./sizing.ts";

/** For ever, as far as traces go: the bucket's own end comes first. */
const LONGEST_DAYS = 3650;

function values(context: AddonContext, { serviceAccountAnnotations, podLabels }: Identity): Values {
  const { highAvailability, retentionDays } = context;
  const days = retentionDays.traces || LONGEST_DAYS;
  const copies = replicas(context);
  return {
    reportingEnabled: false,
    serviceAccount: { create: true, name: "tempo", annotations: { ...serviceAccountAnnotations } },
    tempo: { podLabels: { ...podLabels } },
    storage: { trace: tempoStore(context) },
    traces: { otlp: { grpc: { enabled: true }, http: { enabled: true } } },
    distributor: { replicas: copies, resources: resources("100m", "128Mi", "512Mi") },
    ingester: {
      replicas: replicas(context, 3),
      config: { replication_factor: highAvailability ? 3 : 1 },
      persistence: { enabled: true, size: "10Gi", storageClass },
      resources: resources("200m", "512Mi", "2Gi"),
    },
    querier: { replicas: copies, resources: resources("100m", "256Mi", "2Gi") },
    queryFrontend: { replicas: copies, resources: resources("50m", "128Mi", "512Mi") },
    compactor: { replicas: 1, config: { compaction: { block_retention: `${days * 24}h` } }, resources: resources("100m", "256Mi", "2Gi") },
    memcached: { enabled: highAvailability, resources: resources("50m", "128Mi", "1Gi") },
    // Metrics out of a tenth of the traces would be wrong; applications measure themselves.
    metricsGenerator: { enabled: false },
    gateway: { enabled: false },
    metaMonitoring: { serviceMonitor: { enabled: true } },
  };
}

/**
 * Traces stay with the place they come from.
 *
 * Tempo 2: since 3 this chart needs a Kafka between what receives traces and what stores them, in every cluster
 * (https://github.com/grafana-community/helm-charts/blob/main/charts/tempo-distributed/UPGRADE.md), and without this chart Tempo
 * is one process. Three brokers per place are more to run than what they would keep.
 */
export const tempo: Addon = {
  name: "tempo",
  purpose: "Keeps the place's traces in its object store and answers queries over them",
  namespace,
  chart: {
    repository: "https://grafana-community.github.io/helm-charts",
    name: "tempo-distributed",
    version: "2.26.1",
    source: "https://github.com/grafana-community/helm-charts/tree/tempo-distributed-2.26.1/charts/tempo-distributed",
  },
  after: ["kube-prometheus-stack"],
  identity: (context) => ({
    name: "tempo",
    serviceAccount: "tempo",
    grants: [{ may: "objectstore:read-write", bucket: bucketFor(context, "traces", "tempo") }],
  }),
  values,
};
