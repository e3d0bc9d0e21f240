import type { Account } from "../account/contract.ts";
import { defineContract, text, type ValuesOf } from "../contract.ts";
import type { Network } from "../network/contract.ts";
import type { Place } from "../place.ts";

/** An object store for one purpose. Published once per purpose: `bucketContract.named("velero")`. */
export const bucketContract = defineContract("bucket", {
  purpose: text(),
  provider: text<"s3" | "gcs" | "azblob">(),
  /** Bucket or container name. */
  bucket: text(),
  /** Account id, project or storage account the bucket is in. */
  account: text(),
  region: text(),
  kmsKeyId: text(),
  /** Where the copy is; empty without one. */
  replicaBucket: text(),
  replicaRegion: text(),
});
export type Bucket = ValuesOf<typeof bucketContract>;

export interface BucketProps {
  readonly place: Place;
  readonly network: Network;
  readonly account: Account;
  /** 3-8 lower-case letters: `velero`, `metrics`, `logs`, `traces`, `app`, `audit`. */
  readonly purpose: string;
  /** Days until objects are deleted; 0 keeps them for ever. Old versions always go after 30 days. */
  readonly retentionDays: number;
  /** Days during which nobody can delete an object; 0 sets no lock. */
  readonly lockDays: number;
  /** Region of the copy; none without it. */
  readonly drRegion?: string;
  readonly deletionProtection: boolean;
}
