import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import type { StorageAccount } from "@cdktf/provider-azurerm/lib/storage-account";
import { StorageContainer } from "@cdktf/provider-azurerm/lib/storage-container";
import { StorageManagementPolicy } from "@cdktf/provider-azurerm/lib/storage-management-policy";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { AzureVault } from "../encryption/azure.ts";
import { groupScope } from "../identity/azure-roles.ts";
import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";
import { AzureStorage } from "./azure-storage.ts";
import type { Bucket, BucketProps } from "./contract.ts";

/** Days old versions and snapshots are kept. */
const VERSION_DAYS = 30;

/**
 * A blob container in a storage account of its own, so that its lock, copy, key and firewall are its own too.
 *
 * With `drRegion` Azure keeps a readable copy in the region's fixed pair, at `<account>-secondary`; the contract names the
 * region Azure really chose. About 12 USD a month (private endpoint, key) before data.
 */
export class AzureBucket extends Construct implements Bucket {
  readonly purpose: string;
  readonly provider = "azblob";
  readonly bucket: string;
  readonly account: string;
  readonly region: string;
  readonly kmsKeyId: string;
  readonly replicaBucket: string;
  readonly replicaRegion: string;

  constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id);
    const { place, network, purpose } = props;
    const endpointSubnetId = Fn.element(network.endpointSubnetIds, 0);
    const group = new ResourceGroup(this, "Group", {
      name: nameOf("azure:ResourceGroup", place.name, `bucket-${purpose}`),
      location: place.region,
    });
    const vault = AzureVault.of(this, {
      ...props,
      layer: "data",
      logStore: props.account.logStore,
      endpoint: { place, subnetId: endpointSubnetId, cidr: network.cidr },
    });
    const key = vault.key(`${id}Key`, `bucket-${purpose}`);
    const geoReplicated = props.drRegion !== undefined;
    const storage = new AzureStorage(this, "Storage", {
      ...props,
      resourceGroupName: group.name,
      key,
      content: "objects",
      geoReplicated,
      endpointSubnetId,
    });
    const container = new StorageContainer(this, "Resource", {
      name: purpose,
      storageAccountId: storage.account.id,
      containerAccessType: "private",
      lifecycle: { preventDestroy: props.deletionProtection },
    });
    storage.lock.covers(container, lifecycleRule(this, storage.account, props));

    this.purpose = purpose;
    this.bucket = purpose;
    this.account = storage.accountName;
    this.region = place.region;
    this.kmsKeyId = key.resourceId;
    this.replicaBucket = geoReplicated ? purpose : "";
    this.replicaRegion = geoReplicated ? storage.account.secondaryLocation : "";
  }
}

/** Resource id of a bucket's container, from what its contract carries. */
export function containerId(place: Place, bucket: Bucket): string {
  const group = groupScope(place, `${place.name}-bucket-${bucket.purpose}`);
  return `${group}/providers/Microsoft.Storage/storageAccounts/${bucket.account}/blobServices/default/containers/${bucket.bucket}`;
}

/** Deletes objects after their time, and old versions as soon as their lock lets go. */
function lifecycleRule(scope: Construct, account: StorageAccount, { retentionDays, lockDays }: BucketProps): StorageManagementPolicy {
  const versionDays = Math.max(VERSION_DAYS, lockDays);
  return new StorageManagementPolicy(scope, "Lifecycle", {
    storageAccountId: account.id,
    rule: [
      {
        name: "retention",
        enabled: true,
        filters: { blobTypes: ["blockBlob"] },
        actions: {
          ...(retentionDays > 0 && { baseBlob: { deleteAfterDaysSinceModificationGreaterThan: retentionDays } }),
          snapshot: { deleteAfterDaysSinceCreationGreaterThan: versionDays },
          version: { deleteAfterDaysSinceCreation: versionDays },
        },
      },
    ],
  });
}
