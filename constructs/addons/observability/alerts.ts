import type { AddonContext, Manifest } from "../addon.ts";
import { idleRules } from "./idle-alerts.ts";
import { namespace } from "./sizing.ts";

/** An alert, as Prometheus takes it: https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/ */
export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: { readonly summary: string; readonly description: string };
}

const alert = (
  severity: "critical" | "warning",
  name: string,
  hold: string,
  expr: string,
  summary: string,
  description: string,
): Alert => ({
  alert: name,
  expr,
  for: hold,
  labels: { severity, topic: "platform" },
  annotations: { summary, description },
});

/** Namespaces without which nothing new can be deployed, signed or routed. */
const vital = "argocd|cert-manager|external-dns|external-secrets|istio-ingress|istio-system|kyverno|linkerd|observability";

const addons: readonly Alert[] = [
  // A rollout replaces pods one by one: none at all for ten minutes is none.
  alert(
    "critical",
    "PlatformAddonDown",
    "10m",
    `kube_deployment_spec_replicas{namespace=~"${vital}"} > 0 and kube_deployment_status_replicas_available{namespace=~"${vital}"} == 0`,
    "{{ $labels.namespace }}/{{ $labels.deployment }} has no pod that is ready",
    "Look at its pods and events; it has been so for ten minutes",
  ),
  alert(
    "warning",
    "ApplicationNotHealthy",
    "30m",
    'argocd_app_info{health_status!~"Healthy|Progressing|Suspended"} == 1',
    "{{ $labels.name }} is {{ $labels.health_status }}",
    "Argo CD shows which of its objects is not",
  ),
  // Waves and retries of a large change take up to an hour.
  alert(
    "warning",
    "ApplicationOutOfSync",
    "1h",
    'argocd_app_info{sync_status!="Synced"} == 1',
    "{{ $labels.name }} is not as git says",
    "Its last synchronization failed, or somebody changes what it manages",
  ),
  alert(
    "warning",
    "SecretNotRead",
    "15m",
    'externalsecret_status_condition{condition="Ready",status="False"} == 1',
    "The secret {{ $labels.namespace }}/{{ $labels.name }} cannot be read from the store",
    "Pods keep the last value; those that start without one do not",
  ),
  alert(
    "warning",
    "NodesNotLaunched",
    "15m",
    "sum by (controller, error) (increase(karpenter_cloudprovider_errors_total[15m])) > 5",
    "Karpenter gets errors when it asks for nodes: {{ $labels.error }}",
    "A quota, a subnet without addresses, or rights that are missing",
  ),
];

const certificates: readonly Alert[] = [
  // Certificates live from a day to ninety, so what counts is the time between planned renewal and end: half of it is gone.
  alert(
    "critical",
    "CertificateExpires",
    "10m",
    "(certmanager_certificate_expiration_timestamp_seconds - time()) / " +
      "(certmanager_certificate_expiration_timestamp_seconds - certmanager_certificate_renewal_timestamp_seconds) < 0.5",
    "{{ $labels.namespace }}/{{ $labels.name }} has not been renewed and expires",
    "`cmctl status certificate` names the step that fails: issuer, challenge, or limit of the authority",
  ),
  alert(
    "warning",
    "CertificateNotReady",
    "30m",
    'certmanager_certificate_ready_status{condition="False"} == 1',
    "{{ $labels.namespace }}/{{ $labels.name }} is not ready",
    "It was never issued, or its last renewal failed",
  ),
];

const backups: readonly Alert[] = [
  // Daily, so that one may fail and the next has half a day to end.
  alert(
    "critical",
    "BackupTooOld",
    "15m",
    'time() - velero_backup_last_successful_timestamp{schedule=~".*daily.*"} > 36 * 3600',
    "The last good backup by {{ $labels.schedule }} is {{ $value | humanizeDuration }} old",
    "`velero backup describe` of the last ones says what failed",
  ),
  alert(
    "warning",
    "BackupLocationUnavailable",
    "30m",
    "velero_backup_location_status_gauge == 0",
    "Velero cannot reach a backup location",
    "Identity, bucket or network",
  ),
];

const pipeline: readonly Alert[] = [
  // Blocks are cut every two hours.
  alert(
    "critical",
    "MetricsNotStored",
    "15m",
    'time() - max by (pod) (thanos_objstore_bucket_last_successful_upload_time{namespace="observability",pod=~"prometheus-.*"} > 0) > 3 * 3600',
    "{{ $labels.pod }} has stored no metrics for three hours",
    "It keeps six hours: after that they are lost",
  ),
  // It halts by itself where blocks overlap in a way it cannot mend; then the bucket grows and queries get slow.
  alert(
    "warning",
    "MetricsNotCompacted",
    "15m",
    "thanos_compact_halted == 1",
    "The compactor of {{ $externalLabels.cluster }} has halted",
    "https://thanos.io/tip/operating/compactor-backlog.md/",
  ),
  alert(
    "warning",
    "TelemetryNotDelivered",
    "15m",
    'sum by (job, exporter) (rate({__name__=~"otelcol_exporter_send_failed_.+"}[10m])) > 0',
    "{{ $labels.exporter }} of {{ $labels.job }} fails to deliver",
    "What cannot be queued is dropped",
  ),
  alert(
    "warning",
    "LogsRefused",
    "15m",
    "sum by (reason) (rate(loki_discarded_samples_total[15m])) > 1",
    "Loki drops lines: {{ $labels.reason }}",
    "A limit is too low, or something logs far more than it did",
  ),
];

/** Rules about the platform itself; those about Kubernetes and nodes come with the chart. */
export const alertRules = ({ contacts }: AddonContext): Manifest[] => [
  rule("platform-addons", addons),
  rule("platform-certificates", certificates),
  rule("platform-backups", backups),
  rule("platform-telemetry", pipeline),
  rule("platform-idle", idleRules(contacts.billing)),
];

const rule = (name: string, rules: readonly Alert[]): Manifest => ({
  apiVersion: "monitoring.coreos.com/v1",
  kind: "PrometheusRule",
  metadata: { name, namespace },
  spec: { groups: [{ name, rules }] },
});
