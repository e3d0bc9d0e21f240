import type { Identity } from "../../identity/contract.ts";
import { accountOf, type CloudName } from "../../place.ts";
import { type AddonContext, bucketFor, type Values } from "../addon.ts";
import { foreignLocation, foreignReading } from "./velero-foreign.ts";

/** What a cloud adds to Velero: its plugin, how its bucket is written, and which volumes have no snapshots. */
interface BackupCloud {
  /** Name of the plugin, and of its image. */
  readonly provider: CloudName;
  readonly image: string;
  readonly config: (context: AddonContext, identity: Identity) => Values;
  /** CSI driver of file shares: read file by file, since their snapshots are no volumes a data mover could read. */
  readonly fileDriver: string;
}

/** For Velero 1.18: https://github.com/vmware-tanzu/velero-plugin-for-aws#compatibility, and its siblings. */
const PLUGIN_VERSION = "v1.14.0";

/** Purpose of the bucket that backups are in. */
export const backupPurpose = "velero";

const backupClouds: Record<CloudName, BackupCloud> = {
  aws: {
    provider: "aws",
    image: `velero/velero-plugin-for-aws:${PLUGIN_VERSION}`,
    config: (context) => ({ region: context.place.region, kmsKeyId: backupBucket(context).kmsKeyId }),
    fileDriver: "efs.csi.aws.com",
  },
  gcp: {
    provider: "gcp",
    image: `velero/velero-plugin-for-gcp:${PLUGIN_VERSION}`,
    // As whom it signs the addresses that its command line gets.
    config: (_, identity) => ({ serviceAccount: identity.serviceAccountAnnotations["iam.gke.io/gcp-service-account"] }),
    fileDriver: "filestore.csi.storage.gke.io",
  },
  azure: {
    provider: "azure",
    image: `velero/velero-plugin-for-microsoft-azure:${PLUGIN_VERSION}`,
    config: (context) => {
      const { account, purpose } = backupBucket(context);
      return {
        resourceGroup: `${context.place.name}-bucket-${purpose}`,
        storageAccount: account,
        subscriptionId: accountOf(context.place, "azure").subscriptionId,
        // Without its address Velero would ask Azure for it, which takes a role on the account.
        storageAccountURI: `https://${account}.blob.core.windows.net`,
        // Accounts here take no keys: https://github.com/vmware-tanzu/velero-plugin-for-microsoft-azure/blob/main/backupstoragelocation.md
        useAAD: "true",
      };
    },
    fileDriver: "file.csi.azure.com",
  },
};

/** The cloud's part, of the place's cloud. */
export const backupCloud = ({ place }: Pick<AddonContext, "place">): BackupCloud => backupClouds[place.cloud];

/** The bucket that the place's backups are in. */
export const backupBucket = (context: AddonContext) => bucketFor(context, backupPurpose, "velero");

/** Plugins of the place's cloud and of the one whose backups it reads. */
export const pluginImages = ({ place, foreignBackups }: AddonContext): string[] => [
  ...new Set([place, ...(foreignBackups ? [foreignBackups.of.place] : [])].map(({ cloud }) => backupClouds[cloud].image)),
];

/** The place's own location, and a read-only one with another cloud's backups. Each place writes below its own name. */
export function backupLocations(context: AddonContext, identity: Identity): Values[] {
  const { place, foreignBackups } = context;
  const { provider, config } = backupCloud(context);
  const own = {
    name: "default",
    provider,
    bucket: backupBucket(context).bucket,
    prefix: place.name,
    default: true,
    accessMode: "ReadWrite",
    config: config(context, identity),
  };
  const reading = foreignReading(context);
  if (foreignBackups === undefined || reading === undefined) return [own];
  const { of, bucket } = foreignBackups;
  const foreign = {
    name: foreignLocation,
    provider: backupClouds[of.place.cloud].provider,
    bucket: bucket.bucket,
    prefix: of.name,
    accessMode: "ReadOnly",
    config: reading.config,
  };
  return [own, foreign];
}
