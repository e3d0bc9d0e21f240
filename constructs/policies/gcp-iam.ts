import { argumentOf, blocksOf, inEach, isSet } from "./expect.ts";
import type { Finding, Json, Policy, Subject } from "./policy.ts";
import { names } from "./stack-view.ts";

const levels = ["project", "folder", "organization"];
const grants = levels.flatMap((level) => ["member", "binding", "policy"].map((kind) => `google_${level}_iam_${kind}`));

const basic = ["roles/owner", "roles/editor", "roles/viewer"];
/** Who has one of these above a service account is whichever of its accounts they like. */
const impersonation = [
  "roles/iam.serviceAccountUser",
  "roles/iam.serviceAccountTokenCreator",
  "roles/iam.serviceAccountOpenIdTokenCreator",
  "roles/iam.workloadIdentityUser",
];

function role(grant: Subject): Finding[] {
  const got = grant.attributes.role;
  if (basic.includes(String(got))) return [{ argument: "role", got, wanted: "roles of the services that are used" }];
  return impersonation.includes(String(got))
    ? [{ argument: "role", got, wanted: "this role on the one service account it is needed for" }]
    : [];
}

/** A whole policy is written as a data source, or as JSON. */
function policyRoles(grant: Subject): Finding[] {
  const { policy_data: data } = grant.attributes;
  const written = grant.stack.ofType("data.google_iam_policy").filter(({ address }) => names(data, address));
  const bindings = typeof data === "string" && data.startsWith("{") ? ((JSON.parse(data) as { bindings?: Json[] }).bindings ?? []) : [];
  return [
    ...written.flatMap((document) => inEach(document, "binding", role)),
    ...inEach({ ...grant, attributes: { bindings } }, "bindings", role),
  ];
}

const narrowRoles: Policy = {
  id: "GCP-12",
  title: "Nobody has a basic role, or may act as any service account there is; service accounts have no keys",
  severity: "critical",
  remedy: "grant predefined roles, grant the use of a service account on that account alone, and log in by workload identity federation",
  reference: "CKV_GCP_41, CKV_GCP_49, CKV_GCP_117",
  appliesTo: [...grants, "google_service_account_key"],
  judge: (subject) => {
    if (subject.type === "google_service_account_key") return [{ got: "a key that never expires", wanted: "workload identity federation" }];
    return subject.type.endsWith("_policy") ? policyRoles(subject) : role(subject);
  },
};

/** Issuers that give tokens to everybody, and the claims that say whose a token is. */
const sharedIssuers: readonly (readonly [issuer: string, claims: string])[] = [
  ["token.actions.githubusercontent.com", "repository|repository_id|repository_owner|repository_owner_id|sub"],
  ["app.terraform.io", "terraform_organization_name|terraform_organization_id|sub"],
  ["gitlab.com", "namespace_path|namespace_id|project_path|project_id|sub"],
];

function condition(provider: Subject): Finding[] {
  const missing = isSet(provider, "attribute_condition", "a condition on the token's claims");
  const got = String(argumentOf(provider, "attribute_condition"));
  if (missing.length > 0 || /^\$\{[^}]*\}$/.test(got)) return missing;
  const issuer = String(argumentOf(provider, "oidc.issuer_uri"));
  const claims = sharedIssuers.find(([shared]) => issuer.includes(`//${shared}`))?.[1] ?? "[\\w.]+";
  const pins = new RegExp(`(assertion|attribute|google)\\.(${claims})(\\s*==|\\s+in\\b|\\.startsWith\\()`);
  return pins.test(got) ? [] : [{ argument: "attribute_condition", got, wanted: `whose token it is: ${claims.replaceAll("|", ", ")}` }];
}

/** HCP Terraform's subjects say organization, project, workspace and phase: longer than the 127 bytes that Google takes. */
function subject(provider: Subject): Finding[] {
  const text = JSON.stringify([provider.attributes.attribute_condition ?? null, blocksOf(provider, "attribute_mapping")]);
  const isTerraform =
    text.includes("assertion.terraform_") || String(argumentOf(provider, "oidc.issuer_uri")).includes("//app.terraform.io");
  if (!isTerraform) return [];
  const got = blocksOf(provider, "attribute_mapping")[0]?.["google.subject"];
  return got === "assertion.sub" ? [{ argument: "attribute_mapping.google.subject", got, wanted: "a claim of at most 127 bytes" }] : [];
}

const federation: Policy = {
  id: "GCP-13",
  title: "A workload identity provider says whose tokens it takes, and takes HCP Terraform's by a subject that is short enough",
  severity: "critical",
  remedy: "compare the claims that name organization and repository or project in attribute_condition",
  reference: "CKV_GCP_125",
  appliesTo: ["google_iam_workload_identity_pool_provider"],
  judge: (provider) => [...condition(provider), ...subject(provider)],
};

/** Who may do what on Google Cloud. */
export const gcpIamPolicies: readonly Policy[] = [narrowRoles, federation];
