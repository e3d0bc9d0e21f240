import { TerraformElement } from "cdktf";
import type { Construct } from "constructs";
import type { VaultLogin } from "./contract.ts";

/**
 * A login kept in Vault, read while terraform runs: an ephemeral resource, so it is in no plan, state or JSON. Give `password` to write-only
 * arguments only; terraform refuses it elsewhere. cdktf has no class for ephemeral resources, so this element writes the block itself.
 * https://registry.terraform.io/providers/hashicorp/vault/latest/docs/ephemeral-resources/kv_secret_v2
 */
export class KeptLogin extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly login: VaultLogin,
  ) {
    super(scope, id, "ephemeral.vault_kv_secret_v2");
  }

  get password(): string {
    return `\${ephemeral.vault_kv_secret_v2.${this.friendlyUniqueId}.data.password}`;
  }

  override toTerraform(): object {
    return { ephemeral: { vault_kv_secret_v2: { [this.friendlyUniqueId]: { mount: this.login.mount, name: this.login.key } } } };
  }
}
