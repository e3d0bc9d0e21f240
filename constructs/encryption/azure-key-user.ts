import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { assignRole } from "../identity/azure-roles.ts";
import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";
import type { AzureKey } from "./azure.ts";

/** The service and the one key it uses. */
export interface AzureKeyUserProps {
  readonly place: Place;
  readonly resourceGroupName: string;
  /** The service that acts as this identity: part of its name. */
  readonly purpose: string;
  readonly key: AzureKey;
}

/** The identity as which a managed service unwraps its data key, and that may do nothing else. */
export class AzureKeyUser extends Construct {
  readonly identityId: string;
  readonly principalId: string;
  /** Give this to `dependsOn`: no attribute of the service refers to the role, and without it creation fails. */
  readonly ready: ITerraformDependable[];

  constructor(scope: Construct, id: string, props: AzureKeyUserProps) {
    super(scope, id);
    const identity = new UserAssignedIdentity(this, "Resource", {
      name: nameOf("azure:UserAssignedIdentity", props.place.name, props.purpose),
      location: props.place.region,
      resourceGroupName: props.resourceGroupName,
    });
    const role = assignRole(this, "KeyUse", "Key Vault Crypto Service Encryption User", props.key.resourceId, {
      principalId: identity.principalId,
    });
    this.identityId = identity.id;
    this.principalId = identity.principalId;
    this.ready = [props.key.dependable, role];
  }
}
