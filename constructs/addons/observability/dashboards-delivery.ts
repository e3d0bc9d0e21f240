import type { AddonContext } from "../addon.ts";
import { choice, type Dashboard, graph, type Row, stat, table } from "./dashboards-panels.ts";

const chosen = 'cluster=~"$cluster"';
const orNothing = (expr: string) => `${expr} or vector(0)`;

const changes: Row = {
  title: "Changes",
  panels: [
    stat("Not as git says", orNothing(`count(argocd_app_info{sync_status!="Synced",${chosen}})`), { limits: { warn: 1, bad: 10 } }),
    stat("Not healthy", orNothing(`count(argocd_app_info{health_status!~"Healthy|Progressing|Suspended",${chosen}})`), {
      limits: { warn: 1, bad: 5 },
    }),
    graph(
      "Synchronizations per hour",
      "none",
      [{ expr: `sum by (cluster, phase) (increase(argocd_app_sync_total{${chosen}}[1h]))`, legend: "{{cluster}} {{phase}}" }],
      { width: 16 },
    ),
    table(
      "Applications to look at",
      ["cluster", "name", "sync_status", "health_status"],
      [
        {
          expr:
            `max by (cluster, name, sync_status, health_status) (argocd_app_info{sync_status!="Synced",${chosen}} ` +
            `or argocd_app_info{health_status!~"Healthy|Progressing|Suspended",${chosen}})`,
          legend: "Applications",
          unit: "none",
        },
      ],
    ),
  ],
};

/** Daily backups may fail once: the next has half a day to end. */
const LATE = { warn: 26 * 3600, bad: 36 * 3600 };

const backups: Row = {
  title: "Backups",
  panels: [
    table(
      "Age of the last good one",
      ["cluster", "schedule"],
      [
        {
          expr: `time() - max by (cluster, schedule) (velero_backup_last_successful_timestamp{schedule!="",${chosen}})`,
          legend: "Age",
          unit: "s",
          limits: LATE,
        },
      ],
      { width: 12 },
    ),
    table(
      "Locations",
      ["cluster", "backup_location_name"],
      [
        {
          expr: `min by (cluster, backup_location_name) (velero_backup_location_status_gauge{${chosen}})`,
          legend: "Reached",
          unit: "none",
          limits: { warn: 1, bad: 1, below: true },
        },
      ],
      { width: 12 },
    ),
    graph(
      "Failed per day",
      "none",
      [
        {
          expr: `sum by (cluster, schedule) (increase(velero_backup_failure_total{${chosen}}[1d]))`,
          legend: "{{cluster}} {{schedule}} failed",
        },
        {
          expr: `sum by (cluster, schedule) (increase(velero_backup_partial_failure_total{${chosen}}[1d]))`,
          legend: "{{cluster}} {{schedule}} in part",
        },
      ],
      { width: 24 },
    ),
  ],
};

const trust: Row = {
  title: "Certificates and secrets",
  panels: [
    stat("Vault copies unsealed", orNothing("sum(vault_core_unsealed)"), { limits: { warn: 1, bad: 1, below: true } }),
    stat("Vault copies in charge", orNothing("sum(vault_core_active)"), { limits: { warn: 1, bad: 1, below: true } }),
    stat("Certificates not ready", orNothing(`sum(certmanager_certificate_ready_status{condition="False",${chosen}})`), {
      limits: { warn: 1, bad: 3 },
    }),
    stat("Secrets not read", orNothing(`sum(externalsecret_status_condition{condition="Ready",status="False",${chosen}})`), {
      limits: { warn: 1, bad: 3 },
    }),
    table(
      "Certificates that expire first",
      ["cluster", "exported_namespace", "name"],
      [
        {
          expr: `bottomk(20, min by (cluster, exported_namespace, name) (certmanager_certificate_expiration_timestamp_seconds{${chosen}}) - time())`,
          legend: "Left",
          unit: "s",
        },
      ],
    ),
  ],
};

const sendFailed = ["spans", "metric_points", "log_records"].map((what) => ({
  expr: `sum by (cluster, exporter) (rate(otelcol_exporter_send_failed_${what}{${chosen}}[$__rate_interval])) > 0`,
  legend: `{{cluster}} {{exporter}} ${what.replace("_", " ")}`,
}));

const telemetry: Row = {
  title: "Telemetry",
  panels: [
    graph(
      "Age of the last metrics that were stored",
      "s",
      [
        {
          expr: `time() - max by (cluster, pod) (thanos_objstore_bucket_last_successful_upload_time{pod=~"prometheus-.*",${chosen}} > 0)`,
          legend: "{{cluster}} {{pod}}",
        },
      ],
      { description: "Blocks leave every two hours, and six hours are kept" },
    ),
    graph("Not delivered, per second", "none", sendFailed),
    stat("Compactors that have halted", orNothing(`sum(thanos_compact_halted{${chosen}})`), { limits: { warn: 1, bad: 1 } }),
  ],
};

/** What the platform itself delivers: changes, backups, certificates, secrets, telemetry. */
export const deliveryDashboard = ({ estate }: Pick<AddonContext, "estate">): Dashboard => ({
  uid: "delivery",
  title: "Delivery",
  variables: [
    choice(
      "cluster",
      estate.map(({ name }) => name),
    ),
  ],
  rows: [changes, backups, trust, telemetry],
});
