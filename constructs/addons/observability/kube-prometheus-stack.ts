import type { Identity } from "../../identity/contract.ts";
import type { CloudName } from "../../place.ts";
import { type Addon, type AddonContext, type AddonFacts, bucketFor, isCentral, replicas, type SecretNeed, type Values } from "../addon.ts";
import { alertmanager, chatSecret } from "./alertmanager.ts";
import { alertRules } from "./alerts.ts";
import { podMonitors } from "./monitors.ts";
import { thanosSecret, thanosStore } from "./object-stores.ts";
import { acrossZones, everyNode, namespace, resources, storageClass } from "./sizing.ts";

/** Tells the copies of one Prometheus apart; Thanos merges what differs in nothing else. */
export const replicaLabel = "prometheus_replica";

/** Names that the operator gives each copy of Prometheus, of which each must be written to. */
export const prometheusHosts = (facts: AddonFacts): string[] =>
  Array.from(
    { length: prometheusCopies(facts) },
    (_, index) => `prometheus-kube-prometheus-stack-prometheus-${index}.prometheus-operated.${namespace}.svc.cluster.local`,
  );

const prometheusCopies = (facts: AddonFacts): number => replicas(facts);

/** What every series and block bears, so that those of all clusters can be in one query. */
export const externalLabels = ({ place }: AddonFacts): Record<string, string> => ({
  cluster: place.name,
  cloud: place.cloud,
  region: place.region,
  environment: place.environment,
});

/** Whether the cluster's DNS is CoreDNS, which can be asked for its metrics; GKE has its own. */
const hasCoreDns: Record<CloudName, boolean> = { aws: true, gcp: false, azure: true };

function prometheusSpec(context: AddonContext, { podLabels }: Identity): Values {
  const size = context.highAvailability ? 50 : 25;
  return {
    replicas: prometheusCopies(context),
    replicaExternalLabelName: replicaLabel,
    externalLabels: externalLabels(context),
    // Blocks leave for the object store every two hours: three of them bridge an outage of it.
    retention: "6h",
    retentionSize: `${size * 0.8}GB`,
    thanos: {
      objectStorageConfig: { existingSecret: thanosSecret },
      resources: resources("50m", "128Mi", "512Mi"),
    },
    podMetadata: { labels: { ...podLabels } },
    // Every monitor and rule of the cluster, not only those of this release.
    podMonitorSelectorNilUsesHelmValues: false,
    serviceMonitorSelectorNilUsesHelmValues: false,
    probeSelectorNilUsesHelmValues: false,
    scrapeConfigSelectorNilUsesHelmValues: false,
    ruleSelectorNilUsesHelmValues: false,
    // Metrics that applications push come through the collectors; two of those may deliver out of order.
    enableRemoteWriteReceiver: true,
    tsdb: { outOfOrderTimeWindow: "10m" },
    resources: context.highAvailability ? resources("500m", "3Gi", "6Gi") : resources("200m", "1Gi", "3Gi"),
    topologySpreadConstraints: acrossZones({ "app.kubernetes.io/name": "prometheus" }),
    storageSpec: {
      volumeClaimTemplate: {
        spec: { storageClassName: storageClass, accessModes: ["ReadWriteOnce"], resources: { requests: { storage: `${size}Gi` } } },
      },
    },
  };
}

function values(context: AddonContext, identity: Identity): Values {
  const { place, highAvailability } = context;
  const off = { enabled: false };
  return {
    // The cloud's own control plane cannot be scraped, and none of the clusters has a kube-proxy that listens beyond its node.
    kubeEtcd: off,
    kubeControllerManager: off,
    kubeScheduler: off,
    kubeProxy: off,
    coreDns: { enabled: hasCoreDns[place.cloud] },
    // Grafana runs once for all, in the management place: there the dashboards are found.
    grafana: {
      enabled: false,
      forceDeployDashboards: isCentral(context),
      sidecar: { dashboards: { multicluster: { global: { enabled: true } } } },
    },
    alertmanager: alertmanager(context),
    prometheus: {
      serviceAccount: { create: true, name: "prometheus", annotations: { ...identity.serviceAccountAnnotations } },
      podDisruptionBudget: { enabled: highAvailability },
      thanosService: { enabled: true },
      thanosServiceMonitor: { enabled: true },
      additionalPodMonitors: podMonitors(context),
      prometheusSpec: prometheusSpec(context, identity),
    },
    prometheusOperator: {
      // cert-manager is there first; the chart's own jobs for certificates are one thing more to fail.
      admissionWebhooks: { certManager: { enabled: true } },
      resources: resources("100m", "128Mi", "384Mi"),
      prometheusConfigReloader: { resources: resources("10m", "32Mi", "64Mi") },
    },
    "kube-state-metrics": { resources: resources("50m", "128Mi", "512Mi") },
    "prometheus-node-exporter": { tolerations: everyNode, resources: resources("20m", "32Mi", "96Mi") },
  };
}

/** Prometheus keeps hours; what is older is in the object store, where Thanos reads it. */
export const kubePrometheusStack: Addon = {
  name: "kube-prometheus-stack",
  purpose: "Collects metrics, raises alerts, and hands what is older than hours to the object store",
  namespace,
  chart: {
    repository: "https://prometheus-community.github.io/helm-charts",
    name: "kube-prometheus-stack",
    version: "88.5.3",
    source: "https://artifacthub.io/packages/helm/prometheus-community/kube-prometheus-stack/88.5.3",
  },
  after: ["cert-manager", "external-secrets"],
  identity: (context) => ({
    name: "prometheus",
    serviceAccount: "prometheus",
    grants: [{ may: "objectstore:read-write", bucket: bucketFor(context, "metrics", "kube-prometheus-stack") }],
  }),
  secrets: ({ alertsToChat }): SecretNeed[] => (alertsToChat ? [chatSecret] : []),
  values,
  resources: (context) => [thanosStore(context), ...alertRules(context)],
};
