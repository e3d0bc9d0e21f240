import { ManagementLock } from "@cdktf/provider-azurerm/lib/management-lock";
import type { Construct } from "constructs";

/**
 * Keeps anyone, Terraform included, from deleting what holds state, until the lock is removed in a change of its own.
 * Azure counts the roles and logins given at a resource as parts of it, and a lock keeps them too: not for buckets and caches,
 * whose users come and go. Nor can Entra-only logins be switched off while a server is locked.
 */
export function lockAgainstDeletion(scope: Construct, targetId: string): void {
  new ManagementLock(scope, "Lock", {
    name: "no-delete",
    scope: targetId,
    lockLevel: "CanNotDelete",
    notes: "stateful: remove this lock in a change of its own before deleting",
  });
}
