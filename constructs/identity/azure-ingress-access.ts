import type { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { webBalancerSubnet } from "../network/azure-subnets.ts";
import type { Place } from "../place.ts";
import { assignRole, groupScope } from "./azure-roles.ts";

/** What a controller of web load balancers acts on, and as whom. */
export interface BindingProps {
  readonly place: Place;
  readonly principalId: string;
  readonly balancerId: string;
  readonly firewallId: string;
  readonly networkId: string;
}

/**
 * Lets a controller tell the place's web load balancer what to pass on to which pods. To join a subnet or a firewall is part of no
 * smaller role than Network Contributor, which is given for these two alone:
 * https://learn.microsoft.com/azure/application-gateway/for-containers/quickstart-create-application-gateway-for-containers-byo-deployment
 */
export function allowBinding(scope: Construct, { place, principalId, balancerId, firewallId, networkId }: BindingProps): void {
  const assignee = { principalId };
  assignRole(scope, "IngressBalancer", "AppGw for Containers Configuration Manager", balancerId, assignee);
  assignRole(scope, "IngressSubnet", "Network Contributor", `${networkId}/subnets/${webBalancerSubnet}`, assignee);
  assignRole(scope, "IngressFirewall", "Network Contributor", firewallId, assignee);
  // It looks at the nodes to learn how their pods are reached.
  assignRole(scope, "IngressNodes", "Reader", groupScope(place, nameOf("azure:NodeResourceGroup", place.name, "nodes")), assignee);
}
