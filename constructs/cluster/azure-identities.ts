import type { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { networkGroupName } from "../clouds/azure-private-dns.ts";
import { assignRole, groupScope, subscriptionScope } from "../identity/azure-roles.ts";
import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";
import type { AzureClusterKeys } from "./azure-keys.ts";

/** What the identities act on. */
export interface AzureClusterIdentitiesProps {
  readonly place: Place;
  readonly group: ResourceGroup;
  readonly keys: AzureClusterKeys;
}

/** As whom the control plane acts on Azure, and as whom nodes pull images; each with the roles it needs. */
export class AzureClusterIdentities extends Construct {
  readonly controlPlane: UserAssignedIdentity;
  readonly kubelet: UserAssignedIdentity;
  readonly ready: ITerraformDependable[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AzureClusterIdentitiesProps,
  ) {
    super(scope, id);
    this.controlPlane = this.identity("ControlPlane", "aks");
    this.kubelet = this.identity("Kubelet", "kubelet");
    const { place, keys } = props;
    const grants: [id: string, role: string, scopeId: string][] = [
      ["KubeletAssignment", "Managed Identity Operator", this.kubelet.id],
      // The group, not the network alone: the ingress's public address and the application security group are in it.
      ["Network", "Network Contributor", groupScope(place, networkGroupName(place))],
      ["EtcdKey", "Key Vault Crypto User", keys.etcd.resourceId],
      // To connect to a private vault: https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption
      ["EtcdVault", "Key Vault Contributor", keys.vaultId],
      ["Disks", "Reader", keys.disks.id],
    ];
    const principal = { principalId: this.controlPlane.principalId };
    const roles = grants.map(([grant, role, scopeId]) => assignRole(this, `ControlPlane${grant}`, role, scopeId, principal));
    assignRole(this, "KubeletImages", "AcrPull", subscriptionScope(place), { principalId: this.kubelet.principalId });
    this.ready = [...roles, keys.etcd.dependable];
  }

  private identity(id: string, name: string): UserAssignedIdentity {
    const { place, group } = this.props;
    return new UserAssignedIdentity(this, id, {
      name: nameOf("azure:UserAssignedIdentity", place.name, name),
      location: place.region,
      resourceGroupName: group.name,
    });
  }
}
