import type { CloudName } from "../../place.ts";
import { ebsDriver } from "../../volumes/classes.ts";
import type { Addon, AddonContext, Manifest } from "../addon.ts";

interface Snapshots {
  readonly driver: string;
  /** @default the driver's own */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Snapshots are encrypted as their volumes are. */
const snapshots: Record<CloudName, (context: AddonContext) => Snapshots> = {
  aws: (context) => ({ driver: ebsDriver(context) }),
  gcp: ({ place }) => ({
    driver: "pd.csi.storage.gke.io",
    // Else in all regions of the continent, where the volume's key is not: https://cloud.google.com/compute/docs/disks/snapshots#custom_location
    parameters: { "storage-locations": place.region },
  }),
  // Full ones would be paid by the size of the volume: https://learn.microsoft.com/azure/virtual-machines/disks-incremental-snapshots
  azure: () => ({ driver: "disk.csi.azure.com", parameters: { incremental: "true" } }),
};

/** How block volumes are frozen. File shares have no class: what is in them is read file by file. */
const snapshotClass = (context: AddonContext): Manifest => ({
  apiVersion: "snapshot.storage.k8s.io/v1",
  kind: "VolumeSnapshotClass",
  metadata: {
    name: "block",
    // By these Velero and claims of snapshots find it: https://velero.io/docs/main/csi/
    labels: { "velero.io/csi-volumesnapshot-class": "true" },
    annotations: { "snapshot.storage.kubernetes.io/is-default-class": "true" },
  },
  ...snapshots[context.place.cloud](context),
  deletionPolicy: "Delete",
});

/** How volumes are frozen at a moment. The volumes' own classes are Terraform's (`constructs/volumes/`): other add-ons wait for them. */
export const storage: Addon = {
  name: "storage",
  purpose: "Says how block volumes are frozen at a moment, for backups and copies",
  namespace: "kube-system",
  resources: (context) => [snapshotClass(context)],
};
