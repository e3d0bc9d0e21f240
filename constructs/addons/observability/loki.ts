import type { Identity } from "../../identity/contract.ts";
import { type Addon, type AddonContext, bucketFor, replicas, type Values } from "../addon.ts";
import { lokiStore, lokiStoreType } from "./object-stores.ts";
import { namespace, resources, storageClass } from "./sizing.ts";

/** First day of the index; a later schema is added beside it, never in its place. */
const FIRST_DAY = "2026-01-01";

/** What Loki itself is told: https://grafana.com/docs/loki/latest/configure/ */
function config(context: AddonContext): Values {
  const { place, highAvailability, retentionDays } = context;
  const days = retentionDays.logs ?? 0;
  const store = lokiStoreType[place.cloud];
  return {
    // One tenant: who may read logs is Grafana's business.
    auth_enabled: false,
    commonConfig: { replication_factor: highAvailability ? 3 : 1 },
    storage: lokiStore(context),
    schemaConfig: {
      configs: [{ from: FIRST_DAY, store: "tsdb", object_store: store, schema: "v13", index: { prefix: "index_", period: "24h" } }],
    },
    limits_config: {
      retention_period: `${days * 24}h`,
      // Attributes of OpenTelemetry that are no labels.
      allow_structured_metadata: true,
      volume_enabled: true,
      // Collectors that were cut off send what they have kept.
      reject_old_samples_max_age: "168h",
    },
    compactor: { retention_enabled: days > 0, delete_request_store: store },
    analytics: { reporting_enabled: false },
  };
}

/** A volume for what is not in the object store yet; named as the chart's own claim, which it replaces. */
const volume = (size: string) => ({
  enabled: true,
  size,
  storageClass,
  claims: [{ name: "data", accessModes: ["ReadWriteOnce"], size, storageClass }],
});

/** Every part by itself, each more than once. */
const distributed = (context: AddonContext): Values => ({
  deploymentMode: "Distributed",
  singleBinary: { replicas: 0 },
  distributor: { replicas: replicas(context, 3), maxUnavailable: 1, resources: resources("100m", "128Mi", "512Mi") },
  ingester: {
    replicas: replicas(context, 3),
    persistence: volume("20Gi"),
    resources: resources("300m", "1Gi", "3Gi"),
    // Three sets of pods that only an operator of their own could update; pods are spread over zones without them.
    zoneAwareReplication: { enabled: false },
  },
  querier: { replicas: replicas(context, 3), maxUnavailable: 1, resources: resources("200m", "512Mi", "2Gi") },
  queryFrontend: { replicas: replicas(context), maxUnavailable: 1, resources: resources("50m", "128Mi", "512Mi") },
  queryScheduler: { replicas: replicas(context), resources: resources("20m", "64Mi", "128Mi") },
  indexGateway: { replicas: replicas(context), maxUnavailable: 1, resources: resources("100m", "256Mi", "1Gi") },
  // Never more than one.
  compactor: { replicas: 1, persistence: volume("20Gi"), resources: resources("100m", "256Mi", "2Gi") },
  chunksCache: { enabled: true, replicas: replicas(context), allocatedMemory: 1024 },
  resultsCache: { enabled: true, replicas: replicas(context), allocatedMemory: 256 },
});

const nothing = { replicas: 0 };

/** All in one process, with one volume. */
const monolithic: Values = {
  deploymentMode: "Monolithic",
  singleBinary: {
    replicas: 1,
    persistence: { enabled: true, size: "20Gi", storageClass },
    resources: resources("200m", "512Mi", "2Gi"),
  },
  distributor: nothing,
  ingester: nothing,
  querier: nothing,
  queryFrontend: nothing,
  queryScheduler: nothing,
  indexGateway: nothing,
  compactor: nothing,
  chunksCache: { enabled: false },
  resultsCache: { enabled: false },
};

const values = (context: AddonContext, { serviceAccountAnnotations, podLabels }: Identity): Values => ({
  ...(context.highAvailability ? distributed(context) : monolithic),
  loki: { ...config(context), podLabels: { ...podLabels } },
  serviceAccount: { create: true, name: "loki", annotations: { ...serviceAccountAnnotations } },
  gateway: { enabled: true, replicas: replicas(context), resources: resources("50m", "32Mi", "128Mi") },
  // The mode that Loki 4 no longer has.
  read: nothing,
  write: nothing,
  backend: nothing,
  // Rules about logs would be one place more to look for alerts.
  ruler: { enabled: false },
  // A pod on each node that writes and reads lines; the collectors' own metrics say the same.
  lokiCanary: { enabled: false },
  test: { enabled: false },
  monitoring: { serviceMonitor: { enabled: true }, rules: { enabled: true, alerting: true } },
});

/** Logs stay with the place they come from: in its cloud, its region, and its bucket. */
export const loki: Addon = {
  name: "loki",
  purpose: "Keeps the place's logs in its object store and answers queries over them",
  namespace,
  chart: {
    repository: "https://grafana-community.github.io/helm-charts",
    name: "loki",
    version: "18.11.0",
    source: "https://github.com/grafana-community/helm-charts/tree/loki-18.11.0/charts/loki",
  },
  after: ["kube-prometheus-stack"],
  identity: (context) => ({
    name: "loki",
    serviceAccount: "loki",
    grants: [{ may: "objectstore:read-write", bucket: bucketFor(context, "logs", "loki") }],
  }),
  values,
};
