import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { Construct } from "constructs";
import { idFrom } from "../identity/gcp-ids.ts";
import { accountOf } from "../place.ts";
import type { AccountProps } from "./contract.ts";

/**
 * Which people may use the Kubernetes API of the project's clusters. GKE knows roles on the project only, and a condition that
 * names a cluster gives nothing inside it, so they are given here, once: what two clusters' states gave, the removal of either
 * would take away. Finer rights are RBAC bindings to Google groups that are members of `gke-security-groups`.
 */
export class GcpPeople extends Construct {
  constructor(scope: Construct, id: string, props: AccountProps) {
    super(scope, id);
    for (const group of props.administrators) this.grant(`Administrator${idOf(group)}`, props, "roles/container.admin", group);
    for (const group of props.viewers) this.grant(`Viewer${idOf(group)}`, props, "roles/container.viewer", group);
  }

  private grant(id: string, { place }: AccountProps, role: string, group: string): void {
    new ProjectIamMember(this, id, { project: accountOf(place, "gcp").projectId, role, member: `group:${group}` });
  }
}

/** `platform-admins@example.com` -> `PlatformAdmins`: an address keyed by the group's name. */
const idOf = (group: string): string => idFrom(group.slice(0, group.indexOf("@")));
