import type { Account } from "../account/contract.ts";
import { defineContract, text, type ValuesOf } from "../contract.ts";
import type { Network } from "../network/contract.ts";
import type { Place } from "../place.ts";

/** Where people and programs keep what must not be in git: the cloud's own secret manager, of this place. */
export const secretStoreContract = defineContract("secrets", {
  kind: text<"aws-secrets-manager" | "gcp-secret-manager" | "azure-key-vault">(),
  /** Region, project id, or https address of the vault. */
  address: text(),
  /** What a `secrets:read` grant of all of the place's secrets calls it: the start of their names, or the vault's resource id. */
  scope: text(),
  /** What names begin with: `acme-prod-`, or nothing where the vault is the place's own. */
  prefix: text(),
});
export type SecretStore = ValuesOf<typeof secretStoreContract>;

export interface SecretStoreProps {
  readonly place: Place;
  readonly network: Network;
  readonly account: Account;
  /** Who may put secrets there: Entra groups (azure); elsewhere the account's own administrators may. */
  readonly administrators: readonly string[];
  readonly deletionProtection: boolean;
}
