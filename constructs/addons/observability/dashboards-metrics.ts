/** Every metric that dashboards show, by what measures it: each is scraped in every cluster that has the exporter. */
export const metricsByExporter = {
  "kube-state-metrics": [
    "kube_deployment_spec_replicas",
    "kube_deployment_status_replicas_available",
    "kube_horizontalpodautoscaler_spec_max_replicas",
    "kube_horizontalpodautoscaler_status_current_replicas",
    "kube_node_info",
    "kube_node_status_allocatable",
    "kube_node_status_condition",
    "kube_pod_container_resource_requests",
    "kube_pod_container_status_restarts_total",
    "kube_pod_container_status_waiting_reason",
    "kube_pod_status_phase",
  ],
  "node-exporter": ["node_cpu_seconds_total", "node_memory_MemAvailable_bytes", "node_memory_MemTotal_bytes"],
  // With cAdvisor, which is part of it.
  kubelet: [
    "container_cpu_usage_seconds_total",
    "container_memory_working_set_bytes",
    "kubelet_volume_stats_capacity_bytes",
    "kubelet_volume_stats_used_bytes",
  ],
  prometheus: ["ALERTS"],
  // Proxies of pods and of gateways: https://istio.io/latest/docs/reference/config/metrics/
  istio: ["istio_request_duration_milliseconds_bucket", "istio_requests_total"],
  // https://linkerd.io/2-edge/reference/proxy-metrics/
  linkerd: ["response_latency_ms_bucket", "response_total"],
  // Where this add-on is on.
  opencost: ["node_total_hourly_cost"],
  "argo-cd": ["argocd_app_info", "argocd_app_sync_total"],
  velero: [
    "velero_backup_failure_total",
    "velero_backup_last_successful_timestamp",
    "velero_backup_location_status_gauge",
    "velero_backup_partial_failure_total",
  ],
  "cert-manager": ["certmanager_certificate_expiration_timestamp_seconds", "certmanager_certificate_ready_status"],
  "external-secrets": ["externalsecret_status_condition"],
  vault: ["vault_core_active", "vault_core_unsealed"],
  thanos: ["thanos_compact_halted", "thanos_objstore_bucket_last_successful_upload_time"],
  opentelemetry: [
    "otelcol_exporter_send_failed_log_records",
    "otelcol_exporter_send_failed_metric_points",
    "otelcol_exporter_send_failed_spans",
  ],
} as const satisfies Record<string, readonly string[]>;
