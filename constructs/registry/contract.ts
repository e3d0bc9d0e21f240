import type { Account } from "../account/contract.ts";
import type { Cluster } from "../cluster/contract.ts";
import { defineContract, text, type ValuesOf } from "../contract.ts";
import type { CloudAccount, CloudName, Place } from "../place.ts";

/** Where images are kept for the clusters of one cloud. */
export const registryContract = defineContract("registry", {
  cloud: text<CloudName>(),
  /** What stands before an image's name: `111111111111.dkr.ecr.us-east-1.amazonaws.com/acme`. */
  address: text(),
  /** As whom jobs of the applications' repositories push: role ARN, service account e-mail, or managed identity client id. */
  pushIdentity: text(),
});
export type Registry = ValuesOf<typeof registryContract>;

export interface RegistryProps {
  readonly place: Place;
  readonly account: Account;
  /** Names of the images it is for: `agents`, `atlantis`, and an application's each. */
  readonly images: readonly string[];
  /** Accounts of all environments on this cloud, its own included, whose clusters pull. */
  readonly accounts: readonly CloudAccount[];
  /** Their clusters, for clouds that let in nodes and not accounts (`pullersByNode`); else empty. */
  readonly clusters: Readonly<Record<string, Cluster>>;
  /** Regions besides the place's with clusters that pull: where copies are kept. */
  readonly replicaRegions: readonly string[];
  /** GitHub repositories whose jobs on the main branch push; `tokenHost` (with a path on servers) signs their tokens. */
  readonly github: { readonly owner: string; readonly repositories: readonly string[]; readonly tokenHost: string };
  readonly deletionProtection: boolean;
}

/** Days that images without a tag are kept. */
export const untaggedDays = 14;

/** Whether a registry must be told of each cluster's nodes: AWS lets in whole accounts, Google and Azure identities. */
export const pullersByNode: Record<CloudName, boolean> = { aws: false, gcp: true, azure: true };
