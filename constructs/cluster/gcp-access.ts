import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { Construct } from "constructs";
import { idFrom } from "../identity/gcp-ids.ts";
import { accountOf } from "../place.ts";
import type { ClusterProps } from "./contract.ts";

/**
 * Who of the people may use the Kubernetes API; HCP Terraform's identities have their roles from the account stack. GKE derives it from IAM on the project, so in a project with two clusters it holds for both;
 * finer rights are RBAC bindings to Google groups that are members of `gke-security-groups`.
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
