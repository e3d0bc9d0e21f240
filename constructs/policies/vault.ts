import { argumentOf } from "./expect.ts";
import type { Finding, Json, Policy, Subject } from "./policy.ts";
import { names } from "./stack-view.ts";
import { vaultTimePolicies } from "./vault-time.ts";

/** VT-01: nobody has what only the first token has. */
const rights: Policy = {
  id: "VT-01",
  title: "Nobody is given Vault's root policy, or one that comes to the same",
  severity: "critical",
  remedy: "name the paths that are needed; the root token is made for an emergency and revoked after it",
  reference: "https://developer.hashicorp.com/vault/docs/concepts/policies#root-policy",
  appliesTo: ["vault_policy", "vault_*"],
  judge(subject) {
    if (subject.kind !== "resource") return [];
    const lists = ["token_policies", "policies", "allowed_policies", "default_policies"].flatMap((argument) => rootIn(subject, argument));
    return subject.type === "vault_policy" ? [...rootIn(subject, "name"), ...everywhere(subject)] : lists;
  },
};

function rootIn({ attributes }: Subject, argument: string): Finding[] {
  const got = attributes[argument];
  return [got].flat().includes("root") ? [{ argument, got, wanted: "a policy that is not root" }] : [];
}

/** `path "*"` with more than to look: there is nothing it does not reach. */
function everywhere({ attributes }: Subject): Finding[] {
  const blocks = String(attributes.policy ?? "").matchAll(/path\s+"[*+](?:\/\*)?"\s*\{([^}]*)\}/g);
  const isWide = [...blocks].some(([, body = ""]) => /"(?:create|update|patch|delete|sudo|root)"/.test(body));
  return isWide ? [{ argument: "policy", got: 'changes under path "*"', wanted: "the paths that are needed" }] : [];
}

/** Issuers that sign for everybody: what they say of who asks must be looked at. */
const sharedIssuer =
  /app(?:\.eu)?\.terraform\.io|token\.actions\.githubusercontent\.com|gitlab\.com|accounts\.google\.com|login\.microsoftonline\.com|sts\.windows\.net|bitbucket\.org|circleci\.com/;

/** Claims that tell whose a token of such an issuer is. */
const ownerClaims =
  /^\/?(?:sub|terraform_organization_(?:name|id)|repository(?:_id|_owner|_owner_id)?|job_workflow_ref|namespace_(?:path|id)|project_(?:path|id)|hd|email|tid|org(?:anization)?(?:_id)?)$/;

/** VT-01: a role is for one caller. */
const callers: Policy = {
  id: "VT-01",
  title: "A role for signed tokens says whom it is for and who may be in",
  severity: "critical",
  remedy:
    "set bound_audiences, and bound_subject or bound_claims to who it is without a wildcard; of a shared issuer, its organization too",
  reference: "https://developer.hashicorp.com/vault/docs/auth/jwt#jwt-verification",
  appliesTo: ["vault_jwt_auth_backend_role"],
  judge(subject) {
    const { bound_audiences, bound_subject, bound_claims } = subject.attributes;
    const claims = Object.entries((bound_claims ?? {}) as { readonly [claim: string]: Json });
    const audience = isPinned(bound_audiences)
      ? []
      : [{ argument: "bound_audiences", got: bound_audiences, wanted: "whom the token is for" }];
    if (isPinned(bound_subject)) return audience;
    const pinned = claims.filter(([, value]) => isPinned(value));
    const isOurs = pinned.some(([claim]) => ownerClaims.test(claim)) || !isShared(subject);
    if (pinned.length > 0 && isOurs) return audience;
    return [
      ...audience,
      { argument: "bound_subject", got: bound_subject ?? bound_claims, wanted: "one caller, or claims without a wildcard that name it" },
    ];
  },
};

/** Of a list, in one string or several, each counts: any of them lets in. A wildcard may stand at the end of what is already one caller's. */
function isPinned(value: Json | undefined): boolean {
  const items = [value ?? []].flat().flatMap((item) => String(item).split(","));
  return items.length > 0 && items.every((item) => item !== "" && (!item.includes("*") || /^(?:[^*:/]+[:/]){4,}\*$/.test(item)));
}

/** What is not known of its issuer is taken for shared only if it is one's own to say: a reference is another stack's. */
function isShared(role: Subject): boolean {
  const backend = role.stack.ofType("vault_jwt_auth_backend").find(({ address }) => names(role.attributes.backend, address));
  const issuer = ["bound_issuer", "oidc_discovery_url", "jwks_url"].map((argument) => backend?.attributes[argument]).join(" ");
  return sharedIssuer.test(issuer);
}

/** VT-01: what happened can be told afterwards, and what was secret is hashed there. */
const audit: Policy = {
  id: "VT-01",
  title: "A server of one's own has an audit device",
  severity: "critical",
  remedy: "add a vault_audit beside the server's other settings (constructs/vault/estate-guards.ts)",
  reference: "https://developer.hashicorp.com/vault/docs/audit",
  // Only the stack that looks after the server itself has it: hosted ones are looked after by others, and write their own record.
  appliesTo: ["vault_raft_autopilot"],
  judge: ({ stack }) =>
    stack.ofType("vault_audit").length > 0 ? [] : [{ argument: "vault_audit", got: undefined, wanted: "one in the stack" }],
};

const auditRecord: Policy = {
  id: "VT-01",
  title: "An audit device hashes what is secret",
  severity: "critical",
  remedy: "leave log_raw and hmac_accessor at their defaults",
  reference: "https://developer.hashicorp.com/vault/docs/audit#sensitive-information",
  appliesTo: ["vault_audit"],
  judge(subject) {
    const raw = argumentOf(subject, "options.log_raw");
    return raw === true || raw === "true" ? [{ argument: "options.log_raw", got: raw, wanted: "false" }] : [];
  },
};

/** Rules over Vault. */
export const vaultPolicies: readonly Policy[] = [...vaultTimePolicies, rights, callers, audit, auditRecord];
