import { ManagementLock } from "@cdktf/provider-azurerm/lib/management-lock";
import { dependable, type ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";

/**
 * Keeps anyone, Terraform included, from deleting what holds state, until the lock is removed in a change of its own.
 * Azure counts the roles and logins given at a resource as parts of it, and a lock keeps them too: not for buckets and caches,
 * whose users come and go. Nor can Entra-only logins be switched off while a server is locked.
 */
export class AzureLock {
  private readonly resource: ManagementLock | undefined;

  /** Without `deletionProtection` there is no lock, and nothing for it to keep. */
  constructor(scope: Construct, targetId: string, deletionProtection: boolean) {
    if (!deletionProtection) return;
    this.resource = new ManagementLock(scope, "Lock", {
      name: "no-delete",
      scope: targetId,
      lockLevel: "CanNotDelete",
      notes: "stateful: remove this lock in a change of its own before deleting",
    });
  }

  /**
   * Whoever makes something in the target, or a diagnostic setting on it or in it, says so here. A lock keeps that too
   * (https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources#lock-inheritance): it is made last
   * and removed first.
   */
  covers(...parts: readonly ITerraformDependable[]): void {
    if (this.resource === undefined) return;
    this.resource.dependsOn = [...(this.resource.dependsOn ?? []), ...parts.map(dependable)];
  }
}
