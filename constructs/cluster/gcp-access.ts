import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { Construct } from "constructs";
import { idFrom } from "../identity/gcp-ids.ts";
import { accountOf } from "../place.ts";
import type { ClusterProps } from "./contract.ts";

/**
 * Which people may use the Kubernetes API; HCP Terraform's identities have their roles from the account stack. GKE knows roles
 * on the project only, and a condition that names a cluster gives nothing inside it. So in a project with two clusters the
 * groups of each are let in to both, and destroying one takes from the other what it finds missing at its next plan. Finer
 * rights are RBAC bindings to Google groups that are members of `gke-security-groups`.
 */
export class GcpClusterAccess extends Construct {
  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(scope, id);
    const { administrators, viewers } = props;
    for (const group of administrators) this.grant(`Administrator${idOf(group)}`, props, "roles/container.admin", `group:${group}`);
    for (const group of viewers) {
      this.grant(`Viewer${idOf(group)}`, props, "roles/container.viewer", `group:${group}`);
    }
  }

  private grant(id: string, { place }: ClusterProps, role: string, member: string): void {
    new ProjectIamMember(this, id, { project: accountOf(place, "gcp").projectId, role, member });
  }
}

/** `platform-admins@example.com` -> `PlatformAdmins`: an address keyed by the group's name. */
const idOf = (group: string): string => idFrom(group.slice(0, group.indexOf("@")));
