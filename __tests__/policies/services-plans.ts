import type { Value } from "./rego/values.ts";
import { itsNamespace } from "./services-together.ts";
import { type Change, type PolicyCase, planOf } from "./terraform-cases.ts";

type Resource = Pick<Change, "type" | "after" | "unknown">;
const plan = (changed: Resource, ...others: Resource[]): Value =>
  planOf({ ...changed, actions: ["update"] }, ...others.map((other) => ({ ...other, actions: ["no-op"] })));

const zone = { type: "cloudflare_zone", after: { id: "z1", type: "partial" } };
const pulls = { type: "cloudflare_authenticated_origin_pulls_settings", after: { zone_id: "z1", enabled: true } };
const dnssec = (zone_id: string) => ({ type: "cloudflare_zone_dnssec", after: { zone_id, status: "active" } });
const setting = (zone_id: string) => (setting_id: string) => ({
  ...{ type: "cloudflare_zone_setting", after: { zone_id, setting_id, value: "off" } },
});
const settings = ["ssl", "min_tls_version", "always_use_https"].map(setting("z1"));
const gone = { type: "cloudflare_zone_setting", after: undefined };
const repository = { name: "platform", visibility: "private", vulnerability_alerts: true };

const own = { assessments_enabled: true, global_remote_state: false };
const workspace = (environment: string, id = "ws-1") => ({
  type: "tfe_workspace",
  after: { id, tags: { environment }, auto_apply: true, global_remote_state: true, assessments_enabled: false },
});
const settingsOf = (workspace_id: string, auto_apply: boolean) => ({
  ...{ type: "tfe_workspace_settings", after: { ...own, workspace_id, auto_apply } },
});
const triggered = { type: "tfe_workspace", after: { ...own, id: "ws-1", tags: { environment: "prod" }, auto_apply_run_trigger: true } };

const namespace = { type: "kubernetes_namespace", after: itsNamespace };
const within = { metadata: [{ namespace: "shop" }] };
const quota = { type: "kubernetes_resource_quota", after: within };
const policy = { type: "kubernetes_network_policy" };
/** As providers fill in what is not said. */
const everyPod = [{ match_labels: null, match_expressions: [] }];
const closed = { ...policy, after: { ...within, spec: [{ pod_selector: everyPod, policy_types: ["Ingress"], ingress: [] }] } };

/** Resources whose companions are known by what they are called. */
const known: readonly PolicyCase[] = [
  { name: "a zone with settings of its id", input: plan(zone, pulls, ...settings), refused: [] },
  {
    name: "a zone one of whose settings is another's",
    input: plan(zone, pulls, setting("z2")("ssl"), ...settings.slice(1)),
    refused: [/^CF-01: cloudflare_zone\.It .*for ssl/],
  },
  { name: "a zone one of whose settings goes", input: plan(zone, pulls, gone, ...settings.slice(1)), refused: [/^CF-01: .*for ssl/] },
  {
    name: "a zone beside another's signature",
    input: plan({ ...zone, after: { id: "z1", type: "full" } }, pulls, dnssec("z2"), ...settings),
    refused: [/^CF-01: .*cloudflare_zone_dnssec/],
  },
  {
    name: "a server whose record goes",
    input: plan({ type: "vault_raft_autopilot", after: {} }, { type: "vault_audit" }),
    refused: [/^VT-01/],
  },
  { name: "a workspace that shows what its settings change", input: plan(workspace("prod"), settingsOf("ws-1", false)), refused: [] },
  {
    name: "a workspace beside another's settings",
    input: plan(workspace("prod"), settingsOf("ws-2", false)),
    refused: [/auto_apply = false/, /assessments_enabled = true/, /global_remote_state = false/],
  },
  {
    name: "a workspace that others set off",
    input: plan(triggered, settingsOf("ws-1", false)),
    refused: [/auto_apply_run_trigger = false/],
  },
  {
    name: "settings of a workspace of production",
    input: plan(settingsOf("ws-1", true), workspace("prod")),
    refused: [/auto_apply = false/],
  },
  { name: "settings of a workspace of development", input: plan(settingsOf("ws-1", true), workspace("dev")), refused: [] },
  {
    name: "settings beside another workspace",
    input: plan(settingsOf("ws-1", true), workspace("dev", "ws-2")),
    refused: [/auto_apply = false/],
  },
  { name: "a namespace as providers show it", input: plan(namespace, quota, closed), refused: [] },
  {
    name: "a namespace beside another's quota",
    input: plan(namespace, { ...quota, after: { metadata: [{ namespace: "b" }] } }, closed),
    refused: [/^K8-02: .*a resource quota/],
  },
  { name: "what goes away", input: planOf({ type: "kubernetes_manifest", actions: ["delete"] }), refused: [] },
];

/** Resources of which something is only known after the apply; nothing is held against them. */
const unknown: Readonly<Record<string, readonly Resource[]>> = {
  "a setting's value": [{ type: "cloudflare_zone_setting", after: { setting_id: "ssl" }, unknown: { value: true } }],
  "a zone's kind": [{ ...zone, after: { id: "z1" }, unknown: { type: true } }, pulls, ...settings],
  "whose rules they are": [
    { type: "github_repository", after: repository, unknown: { security_and_analysis: true } },
    {
      type: "github_repository_ruleset",
      after: { target: "branch", enforcement: "active" },
      unknown: { repository: true, conditions: true, rules: true },
    },
  ],
  "what rules hold": [
    { type: "github_repository", after: repository, unknown: { security_and_analysis: true } },
    {
      type: "github_repository_ruleset",
      after: { repository: "platform", conditions: [{ ref_name: [{ include: ["~ALL"] }] }] },
      unknown: {
        target: true,
        enforcement: true,
        bypass_actors: true,
        rules: [{ pull_request: true, required_signatures: true, non_fast_forward: true }],
      },
    },
  ],
  "what is protected": [
    { type: "github_repository", after: repository, unknown: { security_and_analysis: true } },
    {
      type: "github_branch_protection",
      after: { repository_id: "platform" },
      unknown: { pattern: true, require_signed_commits: true, allows_force_pushes: true, required_pull_request_reviews: true },
    },
  ],
  "a workspace's tags": [{ ...triggered, after: { ...own, auto_apply_run_trigger: true }, unknown: { tags: true } }],
  "a workspace's environment": [
    { ...triggered, after: { ...own, auto_apply_run_trigger: true, tags: {} }, unknown: { tags: { environment: true } } },
  ],
  "whose settings they are": [{ type: "tfe_workspace_settings", after: { ...own, auto_apply: true }, unknown: { workspace_id: true } }],
  "whether a variable is sensitive": [{ type: "tfe_variable", after: { key: "TFE_TOKEN" }, unknown: { sensitive: true } }],
  "a token's end": [{ type: "vault_approle_auth_backend_role", after: { token_max_ttl: 0 }, unknown: { token_explicit_max_ttl: true } }],
  "one of whom a token is for, and one claim": [
    {
      type: "vault_jwt_auth_backend_role",
      after: { token_max_ttl: 3600, bound_audiences: [null], bound_claims: {} },
      unknown: { bound_audiences: [true], bound_claims: { sub: true } },
    },
  ],
  "a caller": [
    {
      type: "vault_jwt_auth_backend_role",
      after: { token_max_ttl: 3600, bound_audiences: ["vault"] },
      unknown: { bound_subject: true },
    },
  ],
  "a chart": [{ type: "helm_release", after: { version: null }, unknown: { chart: true } }],
  "a chart's version": [
    { type: "helm_release", after: { chart: "keda", repository: "https://a.example.com" }, unknown: { version: true } },
  ],
  "a chart's repository": [{ type: "helm_release", after: { chart: "keda", version: "2.20.2" }, unknown: { repository: true } }],
  "a namespace's labels": [
    { ...namespace, after: { metadata: [{ name: "shop" }] }, unknown: { metadata: [{ labels: true }] } },
    quota,
    closed,
  ],
  "a namespace's level": [
    {
      ...{ ...namespace, after: { metadata: [{ name: "shop", labels: {} }] } },
      unknown: { metadata: [{ labels: { "pod-security.kubernetes.io/enforce": true } }] },
    },
    ...[quota, closed],
  ],
  "where a quota and a policy are": [
    ...[namespace, { ...quota, after: {}, unknown: { metadata: [{ namespace: true }] } }],
    { ...closed, after: { spec: closed.after.spec }, unknown: { metadata: true } },
  ],
};

/** What a policy does not say before the apply: which ways, which pods, from where. */
const unsaid: readonly Readonly<Record<string, Value>>[] = [
  ...[{ policy_types: true }, { pod_selector: true }, { ingress: true }],
  ...[{ pod_selector: [{ match_labels: true }] }, { ingress: [{ from: true }] }],
];

/** A part of a stack (`-target`): what is not in the plan may be there. */
const part: readonly Resource[] = [
  zone,
  { ...pulls, after: { enabled: false } },
  { type: "github_repository", after: repository, unknown: { security_and_analysis: true } },
  { ...zone, after: { id: "z1", type: "full" } },
  workspace("prod"),
  settingsOf("ws-1", true),
  namespace,
  { type: "vault_raft_autopilot", after: {} },
];

/** What only plans have: ids, what is not known yet, parts of a stack. */
export const servicesPlans: readonly PolicyCase[] = [
  ...known,
  ...Object.entries(unknown).map(([name, [first, ...others]]) => ({
    ...{ name: `${name}, not known yet`, input: plan(first as Resource, ...others), refused: [] },
  })),
  ...unsaid.map((spec) => ({
    name: `a policy of which is not known yet: ${JSON.stringify(spec)}`,
    input: plan(namespace, quota, { ...policy, after: { ...within, spec: [{ ingress: [{}] }] }, unknown: { spec: [spec] } }),
    refused: [],
  })),
  ...part.map((only) => ({
    name: `a plan for ${only.type} and not for the rest`,
    input: { plan: { ...(plan(only) as { plan: object }).plan, complete: false } },
    refused: [],
  })),
];
