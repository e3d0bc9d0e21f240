import type { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Account, AccountProps } from "../account/contract.ts";
import type { Bucket, BucketProps } from "../bucket/contract.ts";
import type { Cache, CacheProps } from "../cache/contract.ts";
import type { Cluster, ClusterProps } from "../cluster/contract.ts";
import type { Database, DatabaseProps } from "../database/contract.ts";
import type { Files, FilesProps } from "../files/contract.ts";
import type { Identity, IdentityProps } from "../identity/contract.ts";
import type { ForeignReaderProps } from "../identity/foreign-reader-contract.ts";
import type { Ingress, IngressProps } from "../ingress/contract.ts";
import type { PrivateNameProps } from "../names/contract.ts";
import type { NetworkProps, PlaceNetwork } from "../network/contract.ts";
import type { Place } from "../place.ts";
import type { Registry, RegistryProps } from "../registry/contract.ts";
import type { SecretStore, SecretStoreProps } from "../secrets/contract.ts";
import type { Tags } from "../tags.ts";

/** One way to make a capability: a construct that has the contract's fields. */
export type Make<Props, Result> = (scope: Construct, id: string, props: Props) => Result;

/** One cloud's answer to every capability. A cloud that leaves one out does not compile. */
export interface Cloud {
  /** The stack's one un-aliased provider: a provider meta-argument on resources would hide their price from Infracost. */
  readonly provider: (stack: TerraformStack, place: Place, tags: Tags) => void;
  readonly account: Make<AccountProps, Account>;
  readonly network: Make<NetworkProps, PlaceNetwork>;
  /** Lets a network find a host of another one at its private address. */
  readonly privateName: Make<PrivateNameProps, Construct>;
  readonly ingress: Make<IngressProps, Ingress>;
  readonly cluster: Make<ClusterProps, Cluster>;
  readonly database: Make<DatabaseProps, Database>;
  readonly cache: Make<CacheProps, Cache>;
  readonly bucket: Make<BucketProps, Bucket>;
  readonly files: Make<FilesProps, Files>;
  readonly secretStore: Make<SecretStoreProps, SecretStore>;
  readonly registry: Make<RegistryProps, Registry>;
  readonly identity: Make<IdentityProps, Identity>;
  /** Lets a workload of another cloud's cluster read a bucket of this one. */
  readonly foreignReader: Make<ForeignReaderProps, Construct>;
}
