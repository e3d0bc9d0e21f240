import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import type { Construct } from "constructs";
import { networkGroupName } from "../clouds/azure-private-dns.ts";
import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";
import { assignRole, groupScope } from "./azure-roles.ts";

/** Where, and by whom, services are made. */
export interface ManagingProps {
  readonly place: Place;
  readonly prefix: string;
  readonly principalId: string;
}

/** `acme-prod-xp-eus2`: the group of what is made with the prefix in a place; Azure cannot tell resources by their names. */
export const managedGroupName = (place: Place, prefix: string): string =>
  nameOf("azure:ResourceGroup", `${prefix}${place.regionFacts.short}`);

/**
 * Lets an identity make and remove services in a group of their own, once, however many kinds: connect them to the place's network
 * and name them in its private zones. Nothing outside that group can be changed but the network's own list of endpoints and records.
 */
export function allowManaging(scope: Construct, { place, prefix, principalId }: ManagingProps): void {
  if (scope.node.tryFindChild("Managed") !== undefined) return;
  const group = new ResourceGroup(scope, "Managed", { name: managedGroupName(place, prefix), location: place.region });
  const network = groupScope(place, networkGroupName(place));
  const assignee = { principalId };
  // Stores are encrypted with the key of the bucket `app`, as the identity that may use it.
  const keyUser = `${groupScope(place, nameOf("azure:ResourceGroup", place.name, "bucket-app"))}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${nameOf("azure:UserAssignedIdentity", place.name, "app-storage")}`;
  assignRole(scope, "ManagedKeys", "Managed Identity Operator", keyUser, assignee);
  assignRole(scope, "ManagedServices", "Contributor", group.id, assignee);
  assignRole(
    scope,
    "ManagedEndpoints",
    "Network Contributor",
    `${network}/providers/Microsoft.Network/virtualNetworks/${nameOf("azure:VirtualNetwork", place.name)}`,
    assignee,
  );
  assignRole(scope, "ManagedNames", "Private DNS Zone Contributor", network, assignee);
}
