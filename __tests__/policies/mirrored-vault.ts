import type { Mirrored } from "./mirrored.ts";

const wide = (path: string): string => `path "${path}" {\n  capabilities = ["read", "sudo"]\n}`;

/** Logins whose tokens end, but roles for signed tokens, which say more. */
const logins = [
  ...["alicloud", "approle", "aws", "azure", "cert", "gcp", "kubernetes", "oci", "saml", "scep", "spiffe", "token"].map(
    (method) => `vault_${method}_auth_backend_role`,
  ),
  ...["github", "ldap", "okta"].map((method) => `vault_${method}_auth_backend`),
];

const login = (type: string): Mirrored => ({
  type,
  fine: { token_max_ttl: 3600, token_ttl: 900, token_period: 0, token_policies: ["shop"] },
  alsoFine: [
    { token_max_ttl: 172800, token_explicit_max_ttl: 86400 },
    { token_ttl: null, token_period: null },
  ],
  broken: [
    ["VT-01", { token_max_ttl: null }],
    ["VT-01", { token_max_ttl: 86401 }],
    ["VT-01", { token_explicit_max_ttl: 172800 }],
    ["VT-01", { token_ttl: 172800 }],
    ["VT-01", { token_period: 3600 }],
    ["VT-01", { token_policies: ["shop", "root"] }],
  ],
});

/** What is lent, and the argument that says for how long at most. */
const lent: Readonly<Record<string, string>> = {
  vault_aws_secret_backend_role: "max_sts_ttl",
  vault_azure_secret_backend_role: "max_ttl",
  vault_consul_secret_backend: "max_lease_ttl_seconds",
  vault_consul_secret_backend_role: "max_ttl",
  vault_database_secret_backend_role: "max_ttl",
  vault_database_secrets_mount: "max_lease_ttl_seconds",
  vault_kubernetes_secret_backend: "max_lease_ttl_seconds",
  vault_kubernetes_secret_backend_role: "token_max_ttl",
  vault_ldap_secret_backend_dynamic_role: "max_ttl",
  vault_mongodbatlas_secret_role: "max_ttl",
  vault_pki_secret_backend_role: "max_ttl",
  vault_rabbitmq_secret_backend: "max_lease_ttl_seconds",
  vault_ssh_secret_backend_role: "max_ttl",
  vault_terraform_cloud_secret_role: "max_ttl",
};

const loan = ([type, argument]: [string, string]): Mirrored => ({
  type,
  fine: { [argument]: 86400 },
  alsoFine: ["86400", "1d", "23h59m60s", "1h30m"].map((text) => ({ [argument]: text })),
  broken: [null, 0, 86401, "", "25h", "1d1s"].map((value) => ["VT-01", { [argument]: value }] as const),
});

/** What a plan shows of the rules over Vault, by type. */
export const mirroredVault: readonly Mirrored[] = [
  ...logins.map(login),
  ...Object.entries(lent).map(loan),
  {
    type: "vault_audit",
    fine: { type: "file", options: { file_path: "stdout" } },
    alsoFine: [{ options: { log_raw: "false" } }],
    broken: [["VT-01", { options: { log_raw: "true" } }]],
  },
  ...["vault_auth_backend", "vault_jwt_auth_backend"].map(
    (type): Mirrored => ({
      type,
      fine: { type: "jwt", path: "jwt", tune: [{ max_lease_ttl: "8h" }] },
      broken: [
        ["VT-01", { tune: [{ max_lease_ttl: "768h" }] }],
        ["VT-01", { tune: [] }],
      ],
    }),
  ),
  {
    type: "vault_aws_secret_backend_role",
    fine: { credential_type: "assumed_role", max_sts_ttl: 3600 },
    alsoFine: [{ credential_type: "iam_user", max_sts_ttl: null }],
    broken: [["VT-01", { max_sts_ttl: null }]],
  },
  { type: "vault_identity_group", fine: { policies: ["shop"] }, broken: [["VT-01", { policies: ["root"] }]] },
  {
    type: "vault_jwt_auth_backend_role",
    fine: {
      ...{ token_ttl: 900, token_max_ttl: 3600, token_policies: ["shop"] },
      ...{ bound_audiences: ["vault"], bound_subject: "system:serviceaccount:shop:shop", bound_claims: null },
    },
    alsoFine: [{ bound_subject: null, bound_claims: { groups: "operators" } }, { bound_subject: "repo:acme/platform:environment:prod:*" }],
    broken: [
      ["VT-01", { token_max_ttl: 172800 }],
      ["VT-01", { bound_audiences: null }],
      ["VT-01", { bound_audiences: ["vault", "*"] }],
      ["VT-01", { bound_subject: null }],
      ["VT-01", { bound_subject: "" }],
      ["VT-01", { bound_subject: "system:serviceaccount:shop:*" }],
      ["VT-01", { bound_subject: null, bound_claims: { sub: "repo:acme/platform:ref:refs/heads/main,repo:acme/*" } }],
    ],
  },
  {
    type: "vault_mount",
    fine: { type: "database", max_lease_ttl_seconds: 86400 },
    alsoFine: [{ type: "pki", max_lease_ttl_seconds: 315360000 }],
    broken: [
      ["VT-01", { max_lease_ttl_seconds: 0 }],
      ["VT-01", { max_lease_ttl_seconds: 2764800 }],
    ],
  },
  {
    type: "vault_policy",
    fine: { name: "shop", policy: wide("kv/data/*") },
    alsoFine: [{ policy: 'path "*" {\n  capabilities = ["list", "read"]\n}' }],
    broken: [
      ["VT-01", { name: "root" }],
      ["VT-01", { policy: wide("*") }],
      ["VT-01", { policy: wide("+/*") }],
    ],
  },
  {
    type: "vault_token",
    fine: { policies: ["shop"], explicit_max_ttl: "1h", period: null },
    broken: [
      ["VT-01", { explicit_max_ttl: null }],
      ["VT-01", { explicit_max_ttl: "48h" }],
      ["VT-01", { period: "1h" }],
      ["VT-01", { policies: ["root"] }],
    ],
  },
];
