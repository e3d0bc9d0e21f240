import { DiskEncryptionSet } from "@cdktf/provider-azurerm/lib/disk-encryption-set";
import type { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type AzureKey, AzureVault } from "../encryption/azure.ts";
import { AzureKeyUser } from "../encryption/azure-key-user.ts";
import { nameOf } from "../naming.ts";
import type { ClusterProps } from "./contract.ts";

/** The cluster's vault with the key of etcd and the key of disks. */
export class AzureClusterKeys extends Construct {
  readonly vaultId: string;
  readonly etcd: AzureKey;
  readonly disks: DiskEncryptionSet;
  readonly ready: ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ClusterProps & { readonly group: ResourceGroup }) {
    super(scope, id);
    const { place, network, group } = props;
    const endpoint = { place, subnetId: Fn.element(network.endpointSubnetIds, 0), cidr: network.cidr };
    const vault = AzureVault.of(this, { ...props, layer: "cluster", logStore: props.account.logStore, endpoint });
    const diskKey = vault.key("DiskKey", "disks");
    const user = new AzureKeyUser(this, "DiskKeyUser", { place, resourceGroupName: group.name, purpose: "disks", key: diskKey });
    this.vaultId = vault.id;
    this.etcd = vault.key("EtcdKey", "etcd");
    this.disks = new DiskEncryptionSet(this, "Disks", {
      name: nameOf("azure:Resource", place.name, "disks"),
      location: place.region,
      resourceGroupName: group.name,
      encryptionType: "EncryptionAtRestWithPlatformAndCustomerKeys",
      keyVaultKeyId: diskKey.versionlessId,
      autoKeyRotationEnabled: true,
      identity: { type: "UserAssigned", identityIds: [user.identityId] },
      dependsOn: user.ready,
    });
    this.ready = vault.endpointReady;
  }
}
