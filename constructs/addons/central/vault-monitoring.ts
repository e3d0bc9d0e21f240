import { vaultNamespace } from "../../vault/facts.ts";
import { type Addon, type AddonContext, isCentral, type Manifest, vaultDatabases } from "../addon.ts";
import type { Alert } from "../observability/alerts.ts";
import { vaultHost } from "./vault-address.ts";
import { serverName } from "./vault-config.ts";
import type { VaultWorker } from "./vault-job.ts";

const name = "vault-monitoring";

const alert = (severity: "critical" | "warning", title: string, hold: string, expr: string, annotations: Alert["annotations"]): Alert => ({
  ...{ alert: title, expr, for: hold },
  labels: { severity, topic: "platform" },
  annotations,
});

const servers: readonly Alert[] = [
  // A server that is sealed is not ready; it tells nothing of itself then.
  alert(
    "critical",
    "VaultSealed",
    "10m",
    `kube_pod_status_ready{namespace="${vaultNamespace}",pod=~"${serverName}-[0-9]+",condition="true"} == 0`,
    {
      summary: "{{ $labels.pod }} is sealed, or does not answer",
      description: "Its log says whether it may use the key, and whom it cannot join",
    },
  ),
  alert("critical", "VaultWithoutLeader", "2m", `(sum(vault_core_active{namespace="${vaultNamespace}"}) or vector(0)) < 1`, {
    summary: "No server of Vault leads",
    description: "Fewer than half of the servers see each other: nothing is read or written until they do",
  }),
  // Vault answers nobody when it can write down nowhere that it did.
  alert(
    "critical",
    "VaultAuditFails",
    "0m",
    ["request", "response"].map((of) => `increase(vault_audit_log_${of}_failure{namespace="${vaultNamespace}"}[5m]) > 0`).join(" or "),
    {
      summary: "{{ $labels.pod }} cannot write down what it is asked",
      description: "The volume of its records is full, or its output is not read",
    },
  ),
];

/** From its making, where it has never succeeded. */
const lateJob = (job: VaultWorker, severity: "critical" | "warning", title: string, hours: number, description: string): Alert => {
  const labels = `{namespace="${vaultNamespace}",cronjob="${job}"}`;
  const last = `(kube_cronjob_status_last_successful_time${labels} or kube_cronjob_created${labels})`;
  return alert(severity, title, "10m", `time() - ${last} > ${hours} * 3600`, {
    summary: "{{ $labels.cronjob }} has not succeeded for {{ $value | humanizeDuration }}",
    description,
  });
};

const jobs = (context: AddonContext): Alert[] => [
  lateJob("vault-snapshots", "critical", "VaultSnapshotTooOld", 3, "What is written since then is lost when the servers' volumes are"),
  lateJob(
    "vault-sign-in",
    "warning",
    "VaultSignInNotSet",
    2,
    "People may be unable to sign in: its log says what the identity provider answered",
  ),
  ...(vaultDatabases(context).length > 0
    ? [
        lateJob(
          "vault-rotation",
          "warning",
          "VaultPasswordsNotRotated",
          24 * 40,
          "Its log names the databases that Vault could not change its password in",
        ),
      ]
    : []),
];

const object = (kind: string, spec: object): Manifest => ({
  apiVersion: "monitoring.coreos.com/v1",
  kind,
  metadata: { name: serverName, namespace: vaultNamespace },
  spec,
});

/** Every server, not only the one that leads, by the certificate's name. */
const monitor = ({ domain }: AddonContext): Manifest =>
  object("PodMonitor", {
    selector: { matchLabels: { "app.kubernetes.io/name": serverName, component: "server" } },
    podMetricsEndpoints: [
      {
        port: "metrics",
        scheme: "https",
        path: "/v1/sys/metrics",
        params: { format: ["prometheus"] },
        tlsConfig: { serverName: vaultHost(domain) },
      },
    ],
  });

/** What tells that Vault is unwell. The kinds come with Prometheus, which is there long after Vault. */
export const vaultMonitoring: Addon = {
  name,
  purpose: "Measures Vault, and tells when it is sealed, leaderless or not backed up",
  namespace: vaultNamespace,
  home: "central",
  after: ["vault", "kube-prometheus-stack"],
  appliesTo: isCentral,
  resources: (context) => [
    monitor(context),
    object("PrometheusRule", { groups: [{ name: "vault", rules: [...servers, ...jobs(context)] }] }),
  ],
};
