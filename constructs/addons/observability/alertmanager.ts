import { type AddonContext, type AddonFacts, replicas, type SecretNeed, type Values } from "../addon.ts";
import { acrossZones, resources, storageClass } from "./sizing.ts";

/** The webhook of the channel; whoever has its address can write there. */
export const chatSecret: SecretNeed = { name: "alertmanager-chat", keys: { "webhook-url": "alerts-webhook-url" } };

/** Where the operator mounts the Secret: https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.AlertmanagerSpec */
const webhookFile = `/etc/alertmanager/secrets/${chatSecret.name}/webhook-url`;

/** Templates of Alertmanager's, not of Helm's: https://prometheus.io/docs/alerting/latest/notifications/ */
const title = `[{{ .Status }}] {{ .CommonLabels.alertname }} in {{ .CommonLabels.cluster }}`;
const text = `{{ range .Alerts }}{{ .Annotations.summary }}{{ if .Annotations.description }}: {{ .Annotations.description }}{{ end }}
{{ end }}`;

/** Webhooks of this form are taken by Slack, and by those that imitate it (Mattermost, Rocket.Chat, Discord with `/slack`). */
const receivers = ({ alertsToChat }: AddonFacts) => [
  { name: "nobody" },
  { name: "chat", ...(alertsToChat && { slack_configs: [{ api_url_file: webhookFile, send_resolved: true, title, text }] }) },
];

function config(facts: AddonFacts): Values {
  return {
    global: { resolve_timeout: "5m" },
    route: {
      receiver: "chat",
      group_by: ["cluster", "alertname", "namespace"],
      group_wait: "30s",
      group_interval: "5m",
      repeat_interval: "12h",
      routes: [
        // The first says that alerting works, the second only helps to silence others.
        { receiver: "nobody", matchers: ['alertname =~ "Watchdog|InfoInhibitor"'] },
        // Waste is a matter of weeks.
        { receiver: "chat", matchers: ['topic = "idle"'], group_by: ["cluster", "alertname"], group_wait: "1h", repeat_interval: "7d" },
        { receiver: "nobody", matchers: ['severity = "info"'] },
      ],
    },
    inhibit_rules: [
      {
        source_matchers: ['severity = "critical"'],
        target_matchers: ['severity =~ "warning|info"'],
        equal: ["cluster", "namespace", "alertname"],
      },
      { source_matchers: ['severity = "warning"'], target_matchers: ['severity = "info"'], equal: ["cluster", "namespace", "alertname"] },
      { source_matchers: ['alertname = "InfoInhibitor"'], target_matchers: ['severity = "info"'], equal: ["cluster", "namespace"] },
    ],
    receivers: receivers(facts),
    templates: ["/etc/alertmanager/config/*.tmpl"],
  };
}

/** `alertmanager` of the chart's values: three copies agree with a majority on what has been sent. */
export const alertmanager = (context: AddonContext): Values => ({
  config: config(context),
  podDisruptionBudget: { enabled: context.highAvailability },
  alertmanagerSpec: {
    replicas: replicas(context, 3),
    ...(context.alertsToChat && { secrets: [chatSecret.name] }),
    resources: resources("20m", "64Mi", "192Mi"),
    topologySpreadConstraints: acrossZones({ "app.kubernetes.io/name": "alertmanager" }),
    // Silences outlive the pod.
    storage: {
      volumeClaimTemplate: {
        spec: { storageClassName: storageClass, accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "2Gi" } } },
      },
    },
  },
});
