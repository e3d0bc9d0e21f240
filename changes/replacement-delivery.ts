import type { TypeFacts } from "./replacement.ts";

/** Documentation of a resource of the delivery system's providers. */
const tfe = (page: string): string =>
  `https://github.com/hashicorp/terraform-provider-tfe/blob/v0.71.0/website/docs/r/${page}.html.markdown`;
const github = (page: string): string =>
  `https://github.com/integrations/terraform-provider-github/blob/v6.9.0/website/docs/r/${page}.html.markdown`;

const vault = (page: string): string => `https://github.com/hashicorp/terraform-provider-vault/blob/v5.6.0/website/docs/r/${page}.html.md`;

/** What replaces workspaces, which hold every state, repositories, and the zone that everybody comes by. */
export const deliveryReplacement: Readonly<Record<string, TypeFacts>> = {
  cloudflare_zone: {
    source: "https://github.com/cloudflare/terraform-provider-cloudflare/blob/v5.14.0/internal/services/zone/schema.go",
    always: ["account", "name"],
  },
  github_repository: { source: github("repository"), always: [], sometimes: ["name", "template"] },
  tfe_project: { source: tfe("project"), always: ["organization"] },
  tfe_workspace: { source: tfe("workspace"), always: ["organization"] },
  vault_audit: { source: vault("audit"), always: ["description", "local", "options", "path", "type"] },
  vault_auth_backend: { source: vault("auth_backend"), always: ["local", "type"], sometimes: ["path"] },
  vault_jwt_auth_backend: { source: vault("jwt_auth_backend"), always: ["local", "type"], sometimes: ["path"] },
  vault_mount: { source: vault("mount"), always: ["external_entropy_access", "local", "seal_wrap", "type"], sometimes: ["path"] },
  vault_pki_secret_backend_root_cert: {
    source: vault("pki_secret_backend_root_cert"),
    always: ["backend", "common_name", "key_bits", "key_type", "max_path_length", "ttl", "type"],
  },
};
