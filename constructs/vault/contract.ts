import { defineContract, text, type ValuesOf } from "../contract.ts";

/** The key that Vault's own key is sealed with: whoever may use it may start Vault, and nobody starts Vault without it. */
export const sealContract = defineContract("seal", {
  /** ARN of the KMS key. */
  keyId: text(),
  region: text(),
});
export type Seal = ValuesOf<typeof sealContract>;

/** Where what all share is mounted in Vault: who puts something there reads it, so that the mount is there by then. */
export const vaultContract = defineContract("vault", { secretsMount: text(), rootMount: text(), databasesMount: text() });
export type Vault = ValuesOf<typeof vaultContract>;

/** Where Vault's own first login of a place's database is kept. Published once per place: `named("aws_use1")`. */
export const vaultLoginContract = defineContract("vault_login", { mount: text(), key: text() });
export type VaultLogin = ValuesOf<typeof vaultLoginContract>;
