import type { AddonContext } from "../addons/addon.ts";
import { networkGroupName } from "../clouds/azure-private-dns.ts";
import { nameOf } from "../naming.ts";
import { gcpBlocks } from "../network/cidr-plan.ts";
import type { CloudName } from "../place.ts";
import { tagsFor } from "../tags.ts";

/** What volumes are made from. Of the contracts' values nothing is known yet. */
export type VolumeContext = Pick<AddonContext, "place" | "cluster" | "files" | "compute" | "pools" | "highAvailability" | "tags"> & {
  readonly places: readonly { readonly id: string; readonly cidr: string }[];
};

/** The same three names on every cloud: what a claim asks for says nothing of where it runs. */
export const volumeClasses = ["block-standard", "block-premium", "file-shared"] as const;
export type VolumeClass = (typeof volumeClasses)[number];

/** The class of claims that name none. */
export const defaultClass: VolumeClass = "block-standard";

/** How a cloud makes the volumes of a class. */
export interface VolumeRecipe {
  /** CSI driver. */
  readonly driver: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** @default the kernel's own */
  readonly mountOptions?: readonly string[];
  /** Whether a larger claim makes a larger volume. */
  readonly grows: boolean;
}

type Recipes = Record<VolumeClass, VolumeRecipe>;

/** `block-premium` where the cloud sells speed by itself: half the price again for twice the speed. Volumes have 12 GiB at least. */
const premium = { iops: "6000", mibPerSecond: "250" } as const;

/** The tags as one text; what separates them is no part of them. */
const tagText = ({ tags }: VolumeContext, cloud: CloudName): string =>
  Object.entries(tagsFor(cloud, tags))
    .map((pair) => pair.map((text) => text.replaceAll(/[,=]/g, "_")).join("="))
    .join(",");

/** Amazon's driver, or that of EKS Auto Mode, which takes tags from the class; the other has them already (aws-addons.ts). */
export const ebsDriver = ({ compute }: Pick<AddonContext, "compute">): string =>
  compute === "managed" ? "ebs.csi.eks.amazonaws.com" : "ebs.csi.aws.com";

function aws(context: VolumeContext): Recipes {
  const { cluster, files, compute } = context;
  const numbered = Object.entries(tagsFor("aws", context.tags)).map(([key, value], index) => [
    `tagSpecification_${index + 1}`,
    `${key}=${value}`,
  ]);
  const block = (speed: Record<string, string>): VolumeRecipe => ({
    driver: ebsDriver(context),
    // https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md
    parameters: {
      type: "gp3",
      ...speed,
      encrypted: "true",
      kmsKeyId: cluster.volumeKeyId,
      ...(compute === "managed" && Object.fromEntries(numbered)),
    },
    grows: true,
  });
  return {
    "block-standard": block({}),
    "block-premium": block({ iops: premium.iops, throughput: premium.mibPerSecond }),
    "file-shared": {
      driver: "efs.csi.aws.com",
      parameters: {
        provisioningMode: "efs-ap",
        fileSystemId: files.fileSystemId,
        basePath: "/volumes",
        directoryPerms: "700",
      },
      // EFS has no sizes.
      grows: false,
    },
  };
}

function gcp(context: VolumeContext): Recipes {
  const { cluster, pools } = context;
  const labels = tagText(context, "gcp");
  const block = (parameters: Record<string, string>): VolumeRecipe => ({
    driver: "pd.csi.storage.gke.io",
    parameters: { ...parameters, "disk-encryption-kms-key": cluster.volumeKeyId, labels },
    grows: true,
  });
  const hyperdisk = { type: "hyperdisk-balanced" };
  // Axion machines attach Hyperdisk only, and N2D machines persistent disks only: https://cloud.google.com/compute/docs/disks/hyperdisks
  const blocks = {
    amd64: { standard: { type: "pd-balanced" }, premium: { type: "pd-ssd" } },
    arm64: {
      standard: hyperdisk,
      premium: {
        ...hyperdisk,
        "provisioned-iops-on-create": premium.iops,
        "provisioned-throughput-on-create": `${premium.mibPerSecond}Mi`,
      },
    },
  }[pools.general.arch];
  return {
    "block-standard": block(blocks.standard),
    "block-premium": block(blocks.premium),
    "file-shared": { driver: "filestore.csi.storage.gke.io", parameters: { ...filestore(context), labels }, grows: true },
  };
}

/** Several volumes on one regional instance: https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/filestore-multishares */
function filestore({ place, places, cluster }: VolumeContext): Record<string, string> {
  const cidr = places.find(({ id }) => id === place.id)?.cidr;
  if (cidr === undefined) throw new Error(`${place.id}: volumes: its block is unknown; put the place into places, with its cidr`);
  return {
    tier: "enterprise",
    multishare: "true",
    network: nameOf("gcp:Resource", place.name),
    // Left to itself Filestore takes any range, one of another place's perhaps.
    "reserved-ipv4-cidr": gcpBlocks(cidr, place.environment, place.region).files,
    "instance-encryption-kms-key": cluster.volumeKeyId,
  };
}

function azure(context: VolumeContext): Recipes {
  const { place, cluster, highAvailability } = context;
  // Copies in three zones at once: such a volume goes where its pod goes.
  const redundancy = highAvailability && place.regionFacts.zones.length >= 3 ? "ZRS" : "LRS";
  const tags = tagText(context, "azure");
  const block = (sku: string): VolumeRecipe => ({
    driver: "disk.csi.azure.com",
    parameters: {
      skuName: `${sku}_${redundancy}`,
      diskEncryptionSetID: cluster.volumeKeyId,
      // The kind of the cluster's disk encryption set; the driver takes it for one without the platform's key otherwise.
      diskEncryptionType: "EncryptionAtRestWithPlatformAndCustomerKeys",
      tags,
    },
    grows: true,
  });
  return {
    "block-standard": block("StandardSSD"),
    "block-premium": block("Premium"),
    "file-shared": {
      driver: "file.csi.azure.com",
      parameters: { skuName: `Premium_${redundancy}`, ...azureShare(context), tags },
      // https://learn.microsoft.com/azure/aks/azure-csi-files-storage-provision#nfs-file-shares
      mountOptions: ["noresvport", "actimeo=30"],
      grows: true,
    },
  };
}

/**
 * Over NFS, since SMB would put the account's key into a Secret: the network decides who mounts, so the account answers at a
 * private endpoint only. https://github.com/kubernetes-sigs/azurefile-csi-driver/blob/master/docs/driver-parameters.md
 */
const azureShare = ({ place }: VolumeContext): Record<string, string> => ({
  protocol: "nfs",
  encryptInTransit: "true",
  requireInfraEncryption: "true",
  allowSharedKeyAccess: "false",
  allowBlobPublicAccess: "false",
  publicNetworkAccess: "Disabled",
  networkEndpointType: "privateEndpoint",
  vnetResourceGroup: networkGroupName(place),
  vnetName: nameOf("azure:VirtualNetwork", place.name),
  subnetName: "endpoints",
  // Of the network stack's own zone: a network has one link to a zone of a name.
  vnetLinkName: place.shortName,
});

const recipes: Record<CloudName, (context: VolumeContext) => Recipes> = { aws, gcp, azure };

/** How the place's cloud makes the volumes of each class. */
export const recipesFor = (context: VolumeContext): Recipes => recipes[context.place.cloud](context);

/** Default classes that clouds put into their clusters. EKS has none since 1.30. */
export const foreignDefaults: Record<CloudName, Readonly<Record<string, string>>> = {
  aws: {},
  gcp: { StandardRwo: "standard-rwo" },
  azure: { Default: "default" },
};
