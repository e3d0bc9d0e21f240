/** Path of the auth method in Vault that HCP Terraform's runs sign in at. */
export const vaultAuthPath = "jwt/tfc";

/** What Vault expects HCP Terraform's tokens to be for. https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/vault-configuration */
export const vaultAudience = "vault.workload.identity";

/** Where Vault is, with the platform's domain. */
export const vaultAddress = (domain: string): string => `https://vault.${domain}`;

/** Role in Vault of an environment's runs in one phase: `tfc-prod-plan`. */
export const vaultRole = (environment: string, phase: "plan" | "apply"): string => `tfc-${environment}-${phase}`;
