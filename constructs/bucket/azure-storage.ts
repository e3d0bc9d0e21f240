import { StorageAccount, type StorageAccountBlobProperties, type StorageAccountConfig } from "@cdktf/provider-azurerm/lib/storage-account";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { AzureLock } from "../account/azure-lock.ts";
import type { AzureKey } from "../encryption/azure.ts";
import { AzureKeyUser } from "../encryption/azure-key-user.ts";
import { nameOf } from "../naming.ts";
import { AzurePrivateEndpoint } from "../network/azure-private-endpoint.ts";
import type { Place } from "../place.ts";

/** What a storage account is for and how long it must last. */
export interface AzureStorageProps {
  readonly place: Place;
  readonly resourceGroupName: string;
  /** What it stores, 3-8 lower-case letters; part of the account's name. */
  readonly purpose: string;
  readonly key: AzureKey;
  /** `logs` are blobs that Azure appends to all the time: versions and soft deletion would keep a copy per append. */
  readonly content: "objects" | "logs";
  /** Whether Azure keeps a readable copy in the paired region. */
  readonly geoReplicated: boolean;
  /** Days during which no version of an object can be deleted; 0 sets no lock. Azure takes a lock at creation only: a first one replaces the account. */
  readonly lockDays: number;
  /** Subnet of the private endpoint; without one only Azure's trusted services reach the account. */
  readonly endpointSubnetId?: string;
  readonly deletionProtection: boolean;
}

/** A storage account for blobs: no public blobs, no shared keys, its own customer key, versions and soft deletion. */
export class AzureStorage extends Construct {
  readonly account: StorageAccount;
  /** Literal: known at plan, for names built from it. */
  readonly accountName: string;
  /** Tell it what is made in the account. */
  readonly lock: AzureLock;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AzureStorageProps,
  ) {
    super(scope, id);
    this.accountName = accountName(props.place, props.purpose);
    const user = new AzureKeyUser(this, "KeyUser", { ...props, purpose: `${props.purpose}-storage` });
    this.account = this.makeAccount(user.identityId, user.ready);
    if (props.endpointSubnetId !== undefined) this.endpoint(props.endpointSubnetId);
    // Of objects, users come and go; logs have none.
    this.lock = new AzureLock(this, this.account.id, props.deletionProtection && props.content === "logs");
  }

  private makeAccount(identityId: string, dependsOn: ITerraformDependable[]): StorageAccount {
    const props = this.props;
    const { place } = props;
    return new StorageAccount(this, "Resource", {
      name: this.accountName,
      location: place.region,
      resourceGroupName: props.resourceGroupName,
      accountKind: "StorageV2",
      accountTier: "Standard",
      accountReplicationType: replication(place, props.geoReplicated),
      ...accessRules(props.endpointSubnetId !== undefined),
      infrastructureEncryptionEnabled: true,
      identity: { type: "UserAssigned", identityIds: [identityId] },
      // Without a version the account follows the key's rotations by itself.
      customerManagedKey: { keyVaultKeyId: props.key.versionlessId, userAssignedIdentityId: identityId },
      blobProperties: { ...(props.content === "objects" && history), containerDeleteRetentionPolicy: { days: 30 } },
      // Azure creates a policy unlocked only; locking it for good is a step people take.
      ...(props.lockDays > 0 && {
        immutabilityPolicy: { state: "Unlocked", periodSinceCreationInDays: props.lockDays, allowProtectedAppendWrites: true },
      }),
      dependsOn,
      lifecycle: { preventDestroy: props.deletionProtection },
    });
  }

  private endpoint(subnetId: string): void {
    const { place, resourceGroupName, purpose } = this.props;
    new AzurePrivateEndpoint(this, "Endpoint", {
      place,
      resourceGroupName,
      subnetId,
      purpose: `${purpose}-blob`,
      targetId: this.account.id,
      subresource: "blob",
      zone: "blob",
    });
  }
}

/** What lets an object be had back after it was overwritten or deleted. */
const history: StorageAccountBlobProperties = {
  versioningEnabled: true,
  changeFeedEnabled: true,
  changeFeedRetentionInDays: 30,
  deleteRetentionPolicy: { days: 30 },
};

/** Name of the place's account for `purpose`: the whole word where 24 characters allow, at least its first three letters. */
export function accountName(place: Place, purpose: string): string {
  const rest = place.shortName.replaceAll("-", "").length + place.suffix.length;
  return nameOf("azure:StorageAccount", place.shortName, purpose.slice(0, Math.max(3, 24 - rest)), place.suffix);
}

function replication(place: Place, geoReplicated: boolean): string {
  const zonal = place.regionFacts.zones.length >= 3;
  if (geoReplicated) return zonal ? "RAGZRS" : "RAGRS";
  return zonal ? "ZRS" : "LRS";
}

/**
 * The account's firewall admits no address at all. Trusted services (diagnostic settings, flow logs) pass it, but only
 * while public access is nominally on: https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-overview#storage-account
 */
function accessRules(privateOnly: boolean): Partial<StorageAccountConfig> {
  return {
    publicNetworkAccessEnabled: !privateOnly,
    networkRules: { defaultAction: "Deny", bypass: ["AzureServices"] },
    minTlsVersion: "TLS1_2",
    httpsTrafficOnlyEnabled: true,
    allowNestedItemsToBePublic: false,
    sharedAccessKeyEnabled: false,
    defaultToOauthAuthentication: true,
    localUserEnabled: false,
    crossTenantReplicationEnabled: false,
    allowedCopyScope: "AAD",
    sasPolicy: { expirationPeriod: "01.00:00:00", expirationAction: "Log" },
  };
}
