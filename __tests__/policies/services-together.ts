import type { Together } from "./mirrored.ts";
import type { ByAddress } from "./planned.ts";

const zone_id = "${cloudflare_zone.It.id}";
const setting = (setting_id: string, value: string) => ({ zone_id, setting_id, value });

/** A zone with its settings, neither signed nor known to origins yet. */
export const itsZone: ByAddress = {
  "cloudflare_zone.It": { name: "example.com", type: "full" },
  "cloudflare_zone_setting.Ssl": setting("ssl", "strict"),
  "cloudflare_zone_setting.Tls": setting("min_tls_version", "1.2"),
  "cloudflare_zone_setting.Https": setting("always_use_https", "on"),
};
const signed = { "cloudflare_zone_dnssec.It": { zone_id, status: "active" } };
const pulled = { "cloudflare_authenticated_origin_pulls_settings.It": { zone_id, enabled: true } };
const pulledByHost = { "cloudflare_authenticated_origin_pulls.It": { zone_id, config: [{ hostname: "a.example.com", enabled: true }] } };
const partialZone = { "cloudflare_zone.It": { name: "example.com", type: "partial" } };

const ruleset = {
  ...{ repository: "${github_repository.It.name}", enforcement: "active", target: "branch" },
  conditions: [{ ref_name: [{ include: ["~DEFAULT_BRANCH"], exclude: [] }] }],
  rules: [{ non_fast_forward: true, required_signatures: true, pull_request: [{ required_approving_review_count: 2 }] }],
};
/** What holds a repository's default branch. */
export const itsRuleset: ByAddress = { "github_repository_ruleset.Main": ruleset };

const enabled = [{ status: "enabled" }];
const repository = {
  "github_repository.It": {
    ...{ name: "platform", visibility: "private", vulnerability_alerts: true },
    security_and_analysis: [{ secret_scanning: enabled, secret_scanning_push_protection: enabled }],
  },
};
const heldBy = (changes: object): ByAddress => ({ ...repository, "github_repository_ruleset.Main": { ...ruleset, ...changes } });
const protection = {
  ...{ repository_id: "platform", pattern: "main", require_signed_commits: true },
  required_pull_request_reviews: [{ required_approving_review_count: 2 }],
};
const loose = ["GH-01", "github_repository.It"] as const;

/** A namespace, and what it takes beside it. */
export const itsNamespace = { metadata: [{ name: "shop", labels: { "pod-security.kubernetes.io/enforce": "restricted" } }] };
const within = (namespace: string) => [{ name: "default", namespace: `\${${namespace}.metadata[0].name}` }];
export const itsQuota = (namespace: string): ByAddress => ({
  "kubernetes_resource_quota_v1.It": { metadata: within(namespace), spec: [{ hard: { pods: "10" } }] },
});
export const itsPolicy = (namespace: string, changes: object = {}): ByAddress => ({
  "kubernetes_network_policy_v1.It": {
    ...{ metadata: within(namespace), spec: [{ pod_selector: [{}], policy_types: ["Ingress"], ...changes }] },
  },
});
const namespace = { "kubernetes_namespace_v1.It": itsNamespace };
const quota = itsQuota("kubernetes_namespace_v1.It");
const policy = (changes?: object) => itsPolicy("kubernetes_namespace_v1.It", changes);
const unguarded = ["K8-02", "kubernetes_namespace_v1.It"] as const;

const signedIn = (bound_claims: object) => ({ token_max_ttl: 3600, bound_audiences: ["vault"], bound_claims });
const runsOf = (issuer: string, claims: object): ByAddress => ({
  "vault_jwt_auth_backend.It": { path: "jwt/runs", oidc_discovery_url: issuer, tune: [{ max_lease_ttl: "1h" }] },
  "vault_jwt_auth_backend_role.It": { ...signedIn(claims), backend: "${vault_jwt_auth_backend.It.path}" },
});
const phase = { terraform_run_phase: "apply" };
const terraform = "https://app.terraform.io";

/** Stacks of which the rules over plans and those over what is synthesized must say the same. */
export const servicesTogether: readonly Together[] = [
  { name: "a zone with all of it", stack: { ...itsZone, ...signed, ...pulled }, refused: [] },
  {
    name: "a zone alone",
    stack: { "cloudflare_zone.It": { name: "example.com", type: "full" } },
    refused: Array.from({ length: 5 }, () => ["CF-01", "cloudflare_zone.It"] as const),
  },
  { name: "a zone whose names are answered elsewhere", stack: { ...itsZone, ...partialZone, ...pulled }, refused: [] },
  { name: "a zone with a certificate for each host", stack: { ...itsZone, ...signed, ...pulledByHost }, refused: [] },
  {
    name: "a zone with a certificate for each host and none for all",
    stack: {
      ...{ ...itsZone, ...signed, ...pulledByHost },
      "cloudflare_authenticated_origin_pulls_settings.It": { zone_id, enabled: false },
    },
    refused: [],
  },
  { name: "a repository whose branch nothing holds", stack: repository, refused: [loose, loose, loose] },
  { name: "rules that are tried only", stack: heldBy({ enforcement: "evaluate" }), refused: [loose, loose, loose] },
  { name: "rules of tags", stack: heldBy({ target: "tag" }), refused: [loose, loose, loose] },
  {
    name: "rules of another branch",
    stack: heldBy({ conditions: [{ ref_name: [{ include: ["refs/heads/old"] }] }] }),
    refused: [loose, loose, loose],
  },
  { name: "rules of another repository", stack: heldBy({ repository: "other" }), refused: [loose, loose, loose] },
  {
    name: "rules that somebody may always go past",
    stack: heldBy({ bypass_actors: [{ bypass_mode: "always" }] }),
    refused: [loose, loose, loose],
  },
  { name: "rules past which somebody may merge", stack: heldBy({ bypass_actors: [{ bypass_mode: "pull_request" }] }), refused: [] },
  {
    name: "one approval",
    stack: heldBy({ rules: [{ ...ruleset.rules[0], pull_request: [{ required_approving_review_count: 1 }] }] }),
    refused: [loose],
  },
  { name: "no approval, no signature", stack: heldBy({ rules: [{ non_fast_forward: true }] }), refused: [loose, loose] },
  {
    name: "what nobody can push to",
    stack: { "github_repository.It": { ...repository["github_repository.It"], archived: true } },
    refused: [],
  },
  {
    name: "rules that make it up together",
    stack: {
      ...heldBy({ rules: [{ ...ruleset.rules[0], required_signatures: false }] }),
      "github_repository_ruleset.Signed": { ...ruleset, repository: "platform", rules: [{ required_signatures: true }] },
    },
    refused: [],
  },
  { name: "protection of a branch", stack: { ...repository, "github_branch_protection.It": protection }, refused: [] },
  {
    name: "protection that lets history be changed",
    stack: { ...repository, "github_branch_protection.It": { ...protection, allows_force_pushes: true } },
    refused: [loose],
  },
  {
    name: "protection of another branch",
    stack: { ...repository, "github_branch_protection.It": { ...protection, pattern: "old" } },
    refused: [loose, loose, loose],
  },
  { name: "runs of the organization", stack: runsOf(terraform, { ...phase, terraform_organization_name: "acme" }), refused: [] },
  { name: "runs of any organization", stack: runsOf(terraform, phase), refused: [["VT-01", "vault_jwt_auth_backend_role.It"]] },
  {
    name: "runs that another method lets in",
    stack: { ...runsOf(terraform, phase), "vault_jwt_auth_backend_role.It": { ...signedIn(phase), backend: "jwt/other" } },
    refused: [],
  },
  { name: "runs of a server of one's own", stack: runsOf("https://runs.example.com", phase), refused: [] },
  { name: "a server without a record", stack: { "vault_raft_autopilot.It": {} }, refused: [["VT-01", "vault_raft_autopilot.It"]] },
  { name: "a server with one", stack: { "vault_raft_autopilot.It": {}, "vault_audit.It": { options: {} } }, refused: [] },
  { name: "a namespace alone", stack: namespace, refused: [unguarded, unguarded] },
  { name: "a namespace without a policy", stack: { ...namespace, ...quota }, refused: [unguarded] },
  { name: "a namespace without a quota", stack: { ...namespace, ...policy() }, refused: [unguarded] },
  { name: "a policy that lists who may", stack: { ...namespace, ...quota, ...policy({ ingress: [{ from: [{}] }] }) }, refused: [] },
  { name: "a policy of a port", stack: { ...namespace, ...quota, ...policy({ ingress: [{ ports: [{ port: "53" }] }] }) }, refused: [] },
  {
    name: "a policy of some pods",
    stack: { ...namespace, ...quota, ...policy({ pod_selector: [{ match_labels: { app: "a" } }] }) },
    refused: [unguarded],
  },
  { name: "a policy of what goes out", stack: { ...namespace, ...quota, ...policy({ policy_types: ["Egress"] }) }, refused: [unguarded] },
  { name: "a policy that admits everybody", stack: { ...namespace, ...quota, ...policy({ ingress: [{}] }) }, refused: [unguarded] },
  {
    name: "a policy of another namespace",
    stack: {
      ...namespace,
      ...quota,
      "kubernetes_network_policy_v1.It": { metadata: [{ namespace: "b" }], spec: [{ policy_types: ["Ingress"] }] },
    },
    refused: [unguarded],
  },
];
