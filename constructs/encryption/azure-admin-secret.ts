import { KeyVaultSecret } from "@cdktf/provider-azurerm/lib/key-vault-secret";
import { Construct } from "constructs";
import type { Account } from "../account/contract.ts";
import { AdminPassword } from "../database/admin-password.ts";
import { assignRole } from "../identity/azure-roles.ts";
import type { AzureVault } from "./azure.ts";

/**
 * A database administrator's password, made while terraform applies and kept in the vault only.
 * The provider reads a secret on every plan, so the plan identity may read this one; nobody else is given it here.
 */
export class AzureAdminSecret extends Construct {
  static readonly login = "platform_admin";
  static readonly version = AdminPassword.version;
  /** For write-only arguments. */
  readonly value: string;
  /** `<vault>/<name>` */
  readonly path: string;
  /** Resource id, for role assignments. */
  readonly scope: string;

  constructor(scope: Construct, id: string, { vault, account, name }: { vault: AzureVault; account: Account; name: string }) {
    super(scope, id);
    this.value = new AdminPassword(this, "Password").value;
    this.path = `${vault.name}/${name}`;
    const maker = assignRole(this, "SecretMaker", "Key Vault Secrets Officer", vault.id, { principalId: account.applyPrincipal });
    const secret = new KeyVaultSecret(this, "Resource", {
      name,
      keyVaultId: vault.id,
      contentType: "password",
      valueWo: this.value,
      valueWoVersion: AzureAdminSecret.version,
      // As with keys: the right to make it and the way to it.
      dependsOn: [maker, ...vault.endpointReady],
    });
    this.scope = secret.resourceVersionlessId;
    assignRole(this, "PlanRead", "Key Vault Secrets User", secret.resourceVersionlessId, { principalId: account.planPrincipal });
  }
}
