import type { Mirrored } from "./mirrored.ts";
import { mirroredVault } from "./mirrored-vault.ts";
import { itsNamespace, itsPolicy, itsQuota, itsRuleset, itsZone } from "./services-together.ts";

const zone_id = "${cloudflare_zone.It.id}";
const enabled = [{ status: "enabled" }];
const enforce = "pod-security.kubernetes.io/enforce";

const edge: readonly Mirrored[] = [
  {
    type: "cloudflare_authenticated_origin_pulls_settings",
    fine: { zone_id, enabled: true },
    beside: { ...itsZone, "cloudflare_zone_dnssec.It": { zone_id, status: "active" } },
    broken: [["CF-01", { enabled: false }]],
  },
  {
    type: "cloudflare_hostname_tls_setting",
    fine: { setting_id: "min_tls_version", value: "1.2", hostname: "a.example.com" },
    broken: [["CF-01", { value: "1.0" }]],
  },
  {
    type: "cloudflare_load_balancer",
    fine: { proxied: true, fallback_pool: "a", default_pools: ["a", "b"] },
    broken: [
      ["CF-02", { proxied: false }],
      ["CF-02", { fallback_pool: "" }],
      ["CF-02", { default_pools: [] }],
    ],
  },
  {
    type: "cloudflare_load_balancer_pool",
    fine: { monitor: "m" },
    alsoFine: [{ monitor: null, monitor_group: "g" }],
    broken: [["CF-02", { monitor: null }]],
  },
  {
    type: "cloudflare_zone_dnssec",
    fine: { zone_id, status: "active" },
    beside: { ...itsZone, "cloudflare_authenticated_origin_pulls_settings.It": { zone_id, enabled: true } },
    broken: [["CF-01", { status: "disabled" }]],
  },
  {
    type: "cloudflare_zone_setting",
    fine: { setting_id: "ssl", value: "strict" },
    alsoFine: [{ value: "origin_pull" }, { setting_id: "min_tls_version", value: "1.3" }, { setting_id: "0rtt", value: "off" }],
    broken: [
      ["CF-01", { value: "full" }],
      ["CF-01", { setting_id: "min_tls_version", value: "1.1" }],
      ["CF-01", { setting_id: "always_use_https", value: "off" }],
    ],
  },
];

const delivery: readonly Mirrored[] = [
  {
    type: "github_repository",
    fine: {
      ...{ name: "platform", visibility: "private", vulnerability_alerts: true },
      security_and_analysis: [{ secret_scanning: enabled, secret_scanning_push_protection: enabled }],
    },
    beside: itsRuleset,
    alsoFine: [{ visibility: null, private: true }],
    broken: [
      ["GH-01", { visibility: "public" }],
      ["GH-01", { visibility: null }],
      ["GH-01", { vulnerability_alerts: false }],
      ["GH-01", { security_and_analysis: [{ secret_scanning: enabled }] }],
      ["GH-01", { security_and_analysis: [{ secret_scanning: [{ status: "disabled" }], secret_scanning_push_protection: enabled }] }],
    ],
  },
  {
    type: "tfe_workspace",
    fine: {
      ...{ assessments_enabled: true, auto_apply: false, auto_apply_run_trigger: false, global_remote_state: false },
      tags: { environment: "prod" },
    },
    alsoFine: [{ auto_apply: true, auto_apply_run_trigger: true, tags: { environment: "dev" } }],
    broken: [
      ["TF-01", { assessments_enabled: false }],
      ["TF-01", { auto_apply: true }],
      ["TF-01", { auto_apply: true, tags: null }],
      ["TF-01", { auto_apply_run_trigger: true }],
      ["TF-01", { global_remote_state: true, tags: { environment: "dev" } }],
    ],
  },
  {
    type: "tfe_workspace_settings",
    fine: { workspace_id: "ws-1", assessments_enabled: true, auto_apply: false, global_remote_state: false },
    broken: [
      ["TF-01", { assessments_enabled: false }],
      ["TF-01", { auto_apply: true }],
      ["TF-01", { global_remote_state: true }],
    ],
  },
  ...["tfe_test_variable", "tfe_variable"].map(
    (type): Mirrored => ({
      type,
      fine: { key: "TFE_TOKEN", sensitive: true },
      alsoFine: [{ key: "TFC_AWS_PLAN_ROLE_ARN", sensitive: false }, { key: "SECRET_NAME", sensitive: false }, { key: "ARM_CLIENT_ID" }],
      broken: [
        ["TF-01", { sensitive: false }],
        ...["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "ARM_CLIENT_CERTIFICATE_PATH", "GOOGLE_CREDENTIALS", "secret_key"].map(
          (key) => ["TF-01", { key, sensitive: false }] as const,
        ),
      ],
    }),
  ),
];

const clusters: readonly Mirrored[] = [
  {
    type: "helm_release",
    fine: { chart: "keda", repository: "https://kedacore.github.io/charts", version: "2.20.2" },
    alsoFine: [
      { repository: "oci://public.ecr.aws/karpenter", version: "v1.2.0-rc.1+build" },
      { repository: null, chart: "oci://ghcr.io/a/b" },
      { repository: null, chart: "assets/RawChart/60A3", version: null },
      { repository: undefined, chart: "./charts/service", version: null },
    ],
    broken: [
      ["K8-01", { version: null }],
      ["K8-01", { version: "~> 2.20" }],
      ["K8-01", { version: "2.x" }],
      ["K8-01", { repository: "http://charts.example.com" }],
      ["K8-01", { repository: "http://charts.example.com", chart: "charts/keda" }],
      ["K8-01", { repository: null, chart: "stable/keda" }],
    ],
  },
  ...["kubernetes_namespace", "kubernetes_namespace_v1"].map(
    (type): Mirrored => ({
      type,
      fine: itsNamespace,
      beside: { ...itsPolicy(`${type}.It`), ...itsQuota(`${type}.It`) },
      alsoFine: [{ metadata: [{ name: "shop", labels: { [enforce]: "baseline" } }] }],
      broken: [
        ["K8-02", { metadata: [{ name: "shop" }] }],
        ["K8-02", { metadata: [{ name: "shop", labels: { [enforce]: "high" } }] }],
      ],
    }),
  ),
  { type: "kubernetes_manifest", fine: undefined, broken: [["X-01", { manifest: { kind: "ConfigMap" } }]] },
];

/** What a plan shows of the rules over Cloudflare, GitHub, HCP Terraform, Vault and clusters, by type. */
export const mirroredServices: readonly Mirrored[] = [...edge, ...delivery, ...mirroredVault, ...clusters];
