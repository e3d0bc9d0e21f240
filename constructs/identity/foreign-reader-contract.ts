import type { Bucket } from "../bucket/contract.ts";
import type { Cluster } from "../cluster/contract.ts";
import { nameOf } from "../naming.ts";
import { type CloudName, environmentCodes, type Place } from "../place.ts";

/** One service account of another cloud's cluster, which may read a bucket of this place without a key. */
export interface ForeignReaderProps {
  /** The bucket's. */
  readonly place: Place;
  readonly bucket: Bucket;
  /** Where those who read are. */
  readonly reader: { readonly place: Place };
  readonly readerCluster: Cluster;
  readonly namespace: string;
  readonly serviceAccount: string;
  /**
   * Start of the objects it may write; an empty text is all of them. What follows below it is out of the reader's hands.
   *
   * @default `<name of the place>/restores/`: Velero leaves there what a restore did, and fails a restore whose log it cannot
   * leave (https://github.com/velero-io/velero/issues/1978); backups themselves stay out of reach
   */
  readonly writesBelow?: string;
}

/**
 * Clouds whose buckets a reader in another cloud can reach. Azure's is none: a storage account here answers at its private
 * endpoint alone, and the id by which a reader signs in is known only once Azure has given it.
 */
export const readableClouds: readonly CloudName[] = ["aws", "gcp"];

/** Where a restore of the place's backups leaves its report. */
export const restoreReports = (owner: Place): string => `${owner.name}/restores/`;

/** What a reader's token says whom it is for, by the owner's cloud. */
export const foreignAudiences: Record<CloudName, string> = {
  aws: "sts.amazonaws.com",
  gcp: "platform-foreign-reader",
  azure: "api://AzureADTokenExchange",
};

/** `velero-for-prod-gcp-use4`: last part of the names of what is made for a reader. A bucket's own name is known too late. */
export const foreignReaderName = (namespace: string, reader: Place): string => `${namespace}-for-${reader.id}`;

/** The role in the owner's AWS account. Both sides know its name without asking each other. */
export const foreignRoleName = (owner: Place, namespace: string, reader: Place): string =>
  nameOf("aws:IamRole", owner.name, foreignReaderName(namespace, reader));

/** Pool of the owner's Google project whose only provider is the reader's cluster; the name of a deleted one stays taken for 30 days. */
export const foreignPoolId = (owner: Place, reader: Place): string =>
  nameOf("gcp:WorkloadIdentityPool", owner.shortName, readerCode(reader));

/** The provider in that pool. */
export const foreignProviderId = "cluster";

/** Google service account as which the reader acts: without one nobody could sign the addresses Velero gives its command line. */
export const foreignAccountId = (owner: Place, namespace: string, reader: Place): string =>
  nameOf("gcp:ServiceAccount", owner.shortName, namespace, readerCode(reader));

/** `prd-az-eus2`: at most 11 characters, since a pool's id has 32 and the owner's name up to 19. */
const readerCode = ({ environment, cloud, regionFacts }: Place): string =>
  `${environmentCodes[environment]}-${cloud.slice(0, 2)}-${regionFacts.short}`;
