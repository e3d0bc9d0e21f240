import { VaultProvider } from "@cdktf/provider-vault/lib/provider";
import type { Construct } from "constructs";

/**
 * Configures the stack's one Vault provider. Where Vault is and a token for the phase HCP Terraform gives the run (VAULT_ADDR and
 * VAULT_TOKEN), and revokes afterwards, so the provider makes no token of its own from it: that would take the right to create tokens.
 * https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/vault-configuration
 */
export function connectVault(scope: Construct): void {
  new VaultProvider(scope, "vault", { skipChildToken: true });
}
