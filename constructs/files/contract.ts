import type { Account } from "../account/contract.ts";
import { defineContract, text, type ValuesOf } from "../contract.ts";
import type { Network } from "../network/contract.ts";
import type { Place } from "../place.ts";

/** Files that several pods read and write at once, over the network. */
export const filesContract = defineContract("files", {
  /** The file system in which volumes get a folder each; empty where each volume is a file system of its own. */
  fileSystemId: text(),
  /** Key it is encrypted with; empty where volumes are file systems of their own: the cluster's volume key, or the cloud's. */
  kmsKeyId: text(),
});
export type Files = ValuesOf<typeof filesContract>;

export interface FilesProps {
  readonly place: Place;
  readonly network: Network;
  readonly account: Account;
  readonly deletionProtection: boolean;
}
