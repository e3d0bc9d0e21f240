import { hexOf } from "../digest.ts";
import { pem } from "./certificates.ts";
import type { Question } from "./question.ts";
import type { Rule } from "./rules.ts";

/** What HCP Terraform, GitHub, Cloudflare, Vault, clusters and random values choose. */
export const OTHER_RULES: readonly Rule[] = [
  // HCP Terraform
  [/^tfe_\w+\.organization$/, "{@organization}"],
  [/^tfe_workspace\.html_url$/, "https://app.terraform.io/app/{organization|@organization}/workspaces/{name}"],
  [/^tfe_workspace\.project_id$/, (question) => `prj-${hexOf(`default project of ${question.setting("organization")}`, 16)}`],
  [/^tfe_workspace_settings\.workspace_id$/, "{id}"],
  [/^tfe_variable\.readable_value$/, (question) => question.attribute("value") ?? ""],
  [/^tfe_\w*(token|team_token)\.token$/, "{~code14}.atlasv1.{~code60}"],
  // Vault
  [
    /^vault_database_secret_backend_connection\.plugin_name$/,
    (question) => `${question.attribute("mssql") ? "mssql" : "postgresql"}-database-plugin`,
  ],
  [/^vault_kv_secret_v2\.path$/, "{mount}/data/{name}"],
  [/^vault_pki_secret_backend_intermediate_cert_request\.csr$/, (question) => pem(question, "CERTIFICATE REQUEST")],
  [/^vault_pki_secret_backend_intermediate_set_signed\.imported_(issuers|keys)$/, (question) => [question.filled("{uuid}") ?? ""]],
  [
    /^vault_pki_secret_backend_(root_cert|root_sign_intermediate)\.(issuing_ca|certificate_bundle)$/,
    (question) => pem(question, "CERTIFICATE"),
  ],
  [/^vault_pki_secret_backend_root_sign_intermediate\.ca_chain$/, (question) => [pem(question, "CERTIFICATE")]],
  [/^vault_pki_secret_backend_(root_cert|root_sign_intermediate)\.serial_number$/, "{hex40}"],
  // GitHub
  [/^github_repository\.(name|full_name)$/, (question) => question.filled(question.name === "name" ? "{id}" : "{@owner}/{name}")],
  [/^github_repository\.(html|svn)_url$/, "https://github.com/{@owner}/{name}"],
  [/^github_repository\.http_clone_url$/, "https://github.com/{@owner}/{name}.git"],
  [/^github_repository\.git_clone_url$/, "git://github.com/{@owner}/{name}.git"],
  [/^github_repository\.ssh_clone_url$/, "git@github.com:{@owner}/{name}.git"],
  [/^github_repository\.node_id$/, "R_kgDO{code8}"],
  [/^github_repository\.repo_id$/, "{digits9}"],
  [/^github_(repository|organization)_ruleset\.ruleset_id$/, "{id}"],
  [/^github_team\.node_id$/, "T_kwDO{code8}"],
  [
    /^github_team\.slug$/,
    (question) =>
      question
        .attribute("name")
        ?.toLowerCase()
        .replace(/[^a-z0-9]+/g, "-"),
  ],
  [/^github_\w+\.node_id$/, "N_kwDO{code8}"],
  [/^github_\w+\.etag$/, (question) => `W/"${question.own("hex", 64)}"`],
  // Cloudflare
  [/^cloudflare_load_balancer\.zone_name$/, (question) => question.attribute("name")?.split(".").slice(-2).join(".")],
  [/^cloudflare_logpush_ownership_challenge\.filename$/, "ownership-challenge-{~hex8}.txt"],
  [/^cloudflare_zero_trust_access_application\.aud$/, "{~hex64}"],
  [/^cloudflare_zero_trust_access_application\.self_hosted_domains$/, (question) => [question.attribute("domain") ?? ""]],
  [/^cloudflare_zone\.name_servers$/, (question) => `${["ada", "bob"][question.index]}.ns.cloudflare.com`],
  [/^cloudflare_zero_trust_tunnel_cloudflared\.account_tag$/, "{account_id}"],
  [
    /^cloudflare_zone_dnssec\.(ds|digest|public_key)$/,
    (question) => (question.name === "ds" ? question.filled("2371 13 2 {~HEX64}") : question.own("HEX", 64)),
  ],
  // Vault and clusters
  [/^vault_\w+\.accessor$/, (question) => `${question.kind}_${question.own("hex", 8)}`],
  [/^kubernetes_\w+\.metadata\.uid$/, "{~uuid}"],
  [
    /^kubernetes_\w+\.metadata\.(namespace|resource_version)$/,
    (question) => (question.name === "namespace" ? "default" : question.own("digits", 6)),
  ],
  [/^kubernetes_\w+\.metadata\.name$/, "{metadata.generate_name}{~hex5}"],
  // random values
  [/^random_(password|string)\.result$/, (question) => question.random("code", Number(question.attribute("length") ?? 16))],
  [/^random_password\.bcrypt_hash$/, "$2a$10${~code53}"],
  [/^random_uuid\.result$/, "{id}"],
  [/^random_integer\.result$/, (question) => integer(question)],
  [/^random_id\.(hex|dec|b64_url|b64_std)$/, (question) => randomId(question)],
  // keys and certificates
  [/^tls_private_key\.private_key_(pem|pem_pkcs8|openssh)$/, (question) => pem(question, "PRIVATE KEY")],
  [/^tls_private_key\.public_key_pem$/, (question) => pem(question, "PUBLIC KEY")],
  [/^tls_private_key\.public_key_openssh$/, "ssh-ed25519 {~code68}"],
];

function integer(question: Question): number {
  const [from, to] = [Number(question.attribute("min") ?? 0), Number(question.attribute("max") ?? 1)];
  return from + question.ownNumber(Math.max(1, to - from + 1));
}

/** The same bytes in every form, `id` (see the table of ids) aside, with the prefix. */
function randomId(question: Question): string {
  const hex = question.random("hex", 2 * Number(question.attribute("byte_length") ?? 8));
  const bytes = Buffer.from(hex, "hex");
  const forms: Readonly<Record<string, string>> = {
    hex,
    dec: BigInt(`0x${hex}`).toString(),
    b64_url: bytes.toString("base64url"),
    b64_std: bytes.toString("base64"),
  };
  return `${question.attribute("prefix") ?? ""}${forms[question.name] ?? hex}`;
}
