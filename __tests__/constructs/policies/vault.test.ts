import { describe, expect, it } from "vitest";
import { vaultPolicies } from "../../../constructs/policies/vault.ts";
import { secondsOf } from "../../../constructs/policies/vault-time.ts";
import { but, type PolicyCase, type Subjects, testPolicies } from "./policy-cases.ts";

const role: Subjects = {
  "vault_jwt_auth_backend.It": { oidc_discovery_url: "${data.terraform_remote_state.c.outputs.issuer}", tune: [{ max_lease_ttl: "1h" }] },
  "vault_jwt_auth_backend_role.It": {
    ...{ backend: "${vault_jwt_auth_backend.It.path}", role_type: "jwt", token_ttl: 900, token_max_ttl: 3600 },
    ...{ bound_audiences: ["vault"], bound_subject: "system:serviceaccount:shop:shop", token_policies: ["shop"] },
  },
};
const itself = "vault_jwt_auth_backend_role.It";
const method = "vault_jwt_auth_backend.It";
const from = (issuer: string, claims: object): Subjects =>
  but(but(role, method, { oidc_discovery_url: issuer }), itself, { bound_subject: undefined, bound_claims: claims });
const terraform = "https://app.terraform.io";
const github = "https://token.actions.githubusercontent.com";
const organization = { terraform_organization_name: "acme", terraform_run_phase: "apply" };

const mount = (type: string, max_lease_ttl_seconds?: number): Subjects => ({ "vault_mount.It": { type, max_lease_ttl_seconds } });
const policy = (text: string): Subjects => ({ "vault_policy.It": { name: "it", policy: text } });
const server: Subjects = {
  "vault_raft_autopilot.It": {},
  "vault_audit.It": { type: "file", options: { file_path: "stdout" } },
};

const cases: PolicyCase[] = [
  ["VT-01: a role for one caller, for an hour", role, []],
  [
    "VT-01: a token for two days",
    but(role, itself, { token_max_ttl: 172800 }),
    [/token_max_ttl: got 172800, wanted at most 86400 seconds/],
  ],
  ["VT-01: a token for as long as the server lets", but(role, itself, { token_max_ttl: undefined }), [/token_max_ttl: got nothing/]],
  ["VT-01: none, which is the same", but(role, itself, { token_max_ttl: 0 }), [/token_max_ttl: got 0/]],
  ["VT-01: an end that is explicit", but(role, itself, { token_max_ttl: undefined, token_explicit_max_ttl: 3600 }), []],
  ["VT-01: an explicit end that is far", but(role, itself, { token_explicit_max_ttl: 864000 }), [/token_explicit_max_ttl/]],
  ["VT-01: a first time that is long", but(role, itself, { token_ttl: 604800 }), [/token_ttl/]],
  ["VT-01: a token that is renewed for ever", but(role, itself, { token_period: 3600 }), [/token_period: got 3600, wanted nothing/]],
  ["VT-01: an end that is only known at apply", but(role, itself, { token_max_ttl: "${var.ttl}" }), []],
  ["VT-01: another method's role", { "vault_approle_auth_backend_role.It": { token_max_ttl: 0 } }, [/token_max_ttl/]],
  ["VT-01: a method that is not tuned", but(role, method, { tune: undefined }), [/backend\.It tune\.max_lease_ttl: got nothing/]],
  [
    "VT-01: a method that is tuned to a month",
    but(role, method, { tune: [{ max_lease_ttl: "768h" }] }),
    [/tune\.max_lease_ttl: got "768h"/],
  ],
  ["VT-01: a method of people", { "vault_auth_backend.It": { type: "oidc", tune: [{ max_lease_ttl: "8h" }] } }, []],
  ["VT-01: a token with an end", { "vault_token.It": { policies: ["shop"], explicit_max_ttl: "1h" } }, []],
  ["VT-01: a token without", { "vault_token.It": { policies: ["shop"], ttl: "1h", period: "1h" } }, [/explicit_max_ttl/, /period/]],
  ["VT-01: logins of a database", mount("database", 86400), []],
  ["VT-01: logins of a database for as long as the server lets", mount("database"), [/max_lease_ttl_seconds: got nothing/]],
  ["VT-01: engines that lend nothing", { ...mount("pki", 315360000), "vault_mount.Kv": { type: "kv" } }, []],
  ["VT-01: a login for a day", { "vault_database_secret_backend_role.It": { max_ttl: 86400 } }, []],
  ["VT-01: a login for a week", { "vault_database_secret_backend_role.It": { max_ttl: 604800 } }, [/max_ttl: got 604800/]],
  ["VT-01: a certificate for a day", { "vault_pki_secret_backend_role.It": { max_ttl: "86400" } }, []],
  ["VT-01: a certificate for a year", { "vault_pki_secret_backend_role.It": { max_ttl: "8760h" } }, [/max_ttl: got "8760h"/]],
  ["VT-01: keys of AWS by the hour, or by their lease", aws({ max_sts_ttl: 3600 }, { credential_type: "iam_user" }), []],
  ["VT-01: keys of AWS without an end", aws({ credential_type: "assumed_role" }, { max_sts_ttl: 3600 }), [/A max_sts_ttl/]],
  ["VT-01: a policy of some paths", policy('path "kv/data/prod/*" {\n  capabilities = ["read"]\n}'), []],
  ["VT-01: a policy that looks at everything", policy('path "*" {\n  capabilities = ["list", "read"]\n}'), []],
  [
    "VT-01: a policy that may do everything",
    policy('path "*" {\n  capabilities = ["read", "sudo"]\n}'),
    [/policy: got .*wanted the paths/],
  ],
  ["VT-01: a policy that is called root", { "vault_policy.It": { name: "root", policy: "" } }, [/name: got "root"/]],
  ["VT-01: the root policy in a role", but(role, itself, { token_policies: ["shop", "root"] }), [/token_policies: got \["shop","root"\]/]],
  ["VT-01: the root policy in a group", { "vault_identity_group.It": { policies: ["root"] } }, [/policies: got \["root"\]/]],
  ["VT-01: whom the token is for is not asked", but(role, itself, { bound_audiences: undefined }), [/bound_audiences: got nothing/]],
  ["VT-01: anybody's token", but(role, itself, { bound_audiences: ["vault", "*"] }), [/bound_audiences: got \["vault","\*"\]/]],
  ["VT-01: any caller", but(role, itself, { bound_subject: undefined }), [/bound_subject: got nothing, wanted one caller/]],
  ["VT-01: all of a namespace", but(role, itself, { bound_subject: "system:serviceaccount:shop:*" }), [/bound_subject/]],
  ["VT-01: a claim of an issuer of one's own", from("${data.terraform_remote_state.c.outputs.issuer}", { groups: "operators" }), []],
  ["VT-01: runs of the organization", from(terraform, organization), []],
  ["VT-01: runs of any organization", from(terraform, { terraform_run_phase: "apply" }), [/bound_subject: got \{"terraform_run_phase"/]],
  ["VT-01: runs of organizations with a wildcard", from(terraform, { terraform_organization_name: "*" }), [/bound_subject/]],
  ["VT-01: jobs of an environment, whatever they are told beside", from(github, { sub: "repo:acme/platform:environment:prod:*" }), []],
  ["VT-01: jobs of any branch", from(github, { sub: "repo:acme/platform:ref:refs/heads/main,repo:acme/*" }), [/bound_subject/]],
  ["VT-01: a server with a record", server, []],
  ["VT-01: a server without", { "vault_raft_autopilot.It": {} }, [/raft_autopilot\.It vault_audit: got nothing/]],
  ["VT-01: a record with secrets in it", but(server, "vault_audit.It", { options: { log_raw: "true" } }), [/options\.log_raw: got "true"/]],
];

function aws(a: object, b: object): Subjects {
  return { "vault_aws_secret_backend_role.A": a, "vault_aws_secret_backend_role.B": b };
}

describe("rules over Vault", () => {
  testPolicies(vaultPolicies, cases);

  it.each([
    ["1h30m", 5400],
    ["1d", 86400],
    ["90", 90],
    [15, 15],
    ["${var.x}", undefined],
    [undefined, undefined],
  ])("reads %s as %s seconds", (text, seconds) => expect(secondsOf(text)).toBe(seconds));
});
