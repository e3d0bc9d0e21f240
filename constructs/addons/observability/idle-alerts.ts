import type { Alert } from "./alerts.ts";

/** Longer than any weekend, holiday bridge or office-hours schedule: what nobody missed for a week, nobody uses. */
const UNUSED = "7d";

/** A load balancer costs from its first hour and is slow to make: a day leaves room for a release that goes wrong. */
const UNREACHED = "1d";

const idle = (alert: string, hold: string, expr: string, summary: string, description: string): Alert => ({
  alert,
  expr,
  for: hold,
  labels: { severity: "info", topic: "idle" },
  annotations: { summary, description },
});

/**
 * What costs money and serves nobody. Prometheus keeps the start of a pending alert across restarts of less than an hour, so weeks
 * are counted although it holds hours: https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/#rule
 *
 * @param contact who asks the owner
 */
export const idleRules = (contact: string): Alert[] => [
  idle(
    "VolumeNotMounted",
    UNUSED,
    "kube_persistentvolumeclaim_info unless on (namespace, persistentvolumeclaim) kube_pod_spec_volumes_persistentvolumeclaims_info",
    "No pod has mounted {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} for a week",
    `Snapshot and delete it, or tell ${contact} why it is kept`,
  ),
  idle(
    "LoadBalancerWithoutEndpoints",
    UNREACHED,
    'kube_service_spec_type{type="LoadBalancer"} unless on (namespace, service) ' +
      'label_replace(kube_endpoint_address{ready="true"}, "service", "$1", "endpoint", "(.+)")',
    "The load balancer of {{ $labels.namespace }}/{{ $labels.service }} has had no pod behind it for a day",
    `Delete the Service, or tell ${contact} why it is kept`,
  ),
  idle(
    "DeploymentScaledToZero",
    UNUSED,
    "kube_deployment_spec_replicas == 0",
    "{{ $labels.namespace }}/{{ $labels.deployment }} has had no replica for a week",
    `Delete it with its volumes and secrets, or tell ${contact} why it is kept`,
  ),
];
