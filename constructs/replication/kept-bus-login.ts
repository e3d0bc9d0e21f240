import { KvSecretV2 } from "@cdktf/provider-vault/lib/kv-secret-v2";
import { Construct } from "constructs";
import { AdminPassword } from "../database/admin-password.ts";
import type { Vault } from "../vault/contract.ts";

/** Path in Vault of the login that Kafka Connect has, below the mount of secrets. */
export const busLoginPath = (environment: string): string => `${environment}/kafka/connect`;

/** The login as Kafka knows it. */
export const connectLogin = "connect";

export interface KeptBusLoginProps {
  readonly environment: string;
  readonly vault: Pick<Vault, "secretsMount">;
}

/**
 * The password of Kafka Connect: made while terraform runs, kept in Vault, from where clusters get it, and given on to where Kafka reads it. It
 * is in no state. It never changes by itself: raise `version` for another one.
 */
export class KeptBusLogin extends Construct {
  /** Raise it for another password. */
  static readonly version = 1;
  /** A reference for write-only arguments of the same run. */
  readonly password: string;
  readonly path: string;

  constructor(scope: Construct, id: string, { environment, vault }: KeptBusLoginProps) {
    super(scope, id);
    this.password = new AdminPassword(this, "Password").value;
    this.path = new KvSecretV2(this, "Resource", {
      mount: vault.secretsMount,
      name: busLoginPath(environment),
      dataJsonWo: JSON.stringify({ username: connectLogin, password: this.password }),
      dataJsonWoVersion: KeptBusLogin.version,
      // Reading it back would put it into the state.
      disableRead: true,
      deleteAllVersions: true,
    }).name;
  }
}
