import { KvSecretV2 } from "@cdktf/provider-vault/lib/kv-secret-v2";
import { Construct } from "constructs";
import { AdminPassword } from "../database/admin-password.ts";
import type { Vault, VaultLogin } from "./contract.ts";
import type { DatabasePlace } from "./database-engines.ts";
import { databaseLoginKey, vaultLogin } from "./facts.ts";

export interface DatabaseLoginProps {
  readonly place: DatabasePlace;
  readonly vault: Pick<Vault, "secretsMount">;
}

/**
 * The login by which Vault gets into a place's database for the first time, before a job in the cluster makes it there. The password is made
 * while Terraform runs and goes into Vault only. From its first rotation on, the password here is of no use.
 */
export class DatabaseLogin extends Construct implements VaultLogin {
  readonly mount: string;
  readonly key: string;

  constructor(scope: Construct, id: string, { place, vault }: DatabaseLoginProps) {
    super(scope, id);
    const password = new AdminPassword(this, "Password").value;
    const secret = new KvSecretV2(this, "Resource", {
      mount: vault.secretsMount,
      name: databaseLoginKey(place.environment, place.id),
      // No function of Terraform's, for cdktf would escape the reference in it; the password has no character that JSON escapes.
      dataJsonWo: JSON.stringify({ username: vaultLogin, password }),
      // It never changes: the password is made anew in every run, and another one would lock Vault out.
      dataJsonWoVersion: AdminPassword.version,
      // Reading it back would put it into the state.
      disableRead: true,
      deleteAllVersions: true,
    });
    this.mount = secret.mount;
    this.key = secret.name;
  }
}
