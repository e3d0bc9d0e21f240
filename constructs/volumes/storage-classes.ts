import { Annotations } from "@cdktf/provider-kubernetes/lib/annotations";
import { StorageClassV1 } from "@cdktf/provider-kubernetes/lib/storage-class-v1";
import { Construct } from "constructs";
import type { AddonContext } from "../addons/addon.ts";
import { defaultClass, foreignDefaults, recipesFor, type VolumeClass, type VolumeRecipe, volumeClasses } from "./classes.ts";

/** What Kubernetes looks for: https://kubernetes.io/docs/concepts/storage/storage-classes/#default-storageclass */
const DEFAULT = "storageclass.kubernetes.io/is-default-class";

/** State addresses of the classes. */
const ids: Record<VolumeClass, string> = {
  "block-standard": "BlockStandard",
  "block-premium": "BlockPremium",
  "file-shared": "FileShared",
};

/**
 * What volumes there are to claim, by the same names on every cloud, all encrypted; and the clouds' own default classes, which
 * lose that rank and otherwise stay. A volume is made in the zone of the first pod that uses it.
 */
export class StorageClasses extends Construct {
  constructor(scope: Construct, id: string, context: AddonContext) {
    super(scope, id);
    const recipes = recipesFor(context);
    for (const name of volumeClasses) this.storageClass(name, recipes[name]);
    for (const [classId, name] of Object.entries(foreignDefaults[context.place.cloud])) this.demote(classId, name);
  }

  private storageClass(name: VolumeClass, { driver, parameters, mountOptions, grows }: VolumeRecipe): void {
    new StorageClassV1(this, ids[name], {
      metadata: { name, annotations: { [DEFAULT]: String(name === defaultClass) } },
      storageProvisioner: driver,
      parameters: { ...parameters },
      mountOptions: mountOptions && [...mountOptions],
      allowVolumeExpansion: grows,
      reclaimPolicy: "Delete",
      volumeBindingMode: "WaitForFirstConsumer",
    });
  }

  /** Of two defaults Kubernetes takes the newer one. The annotation is the cloud's, which sets it once: hence by force. */
  private demote(id: string, name: string): void {
    new Annotations(this, id, {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name },
      annotations: { [DEFAULT]: "false" },
      force: true,
    });
  }
}
