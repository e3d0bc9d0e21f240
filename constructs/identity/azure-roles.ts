import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import type { Construct } from "constructs";
import { accountOf, type Place } from "../place.ts";

/** Who gets a role; `principalId` is an Entra object id. */
export interface AzureAssignee {
  readonly principalId: string;
  /** @default "ServicePrincipal", which managed identities are */
  readonly principalType?: "ServicePrincipal" | "Group";
}

/** Assigns a built-in role at `scopeId`, the narrowest resource that does. */
export function assignRole(scope: Construct, id: string, role: string, scopeId: string, assignee: AzureAssignee): RoleAssignment {
  const { principalId, principalType = "ServicePrincipal" } = assignee;
  return new RoleAssignment(scope, id, {
    scope: scopeId,
    roleDefinitionName: role,
    principalId,
    principalType,
    // A new identity takes minutes to appear in Entra's directory; with the type given, Azure accepts it at once.
    ...(principalType === "ServicePrincipal" && { skipServicePrincipalAadCheck: true }),
  });
}

/** Resource id of the place's subscription. */
export const subscriptionScope = (place: Place): string => `/subscriptions/${accountOf(place, "azure").subscriptionId}`;

/** Resource id of one of the place's resource groups. */
export const groupScope = (place: Place, groupName: string): string => `${subscriptionScope(place)}/resourceGroups/${groupName}`;
