import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { accountOf } from "../place.ts";
import type { ClusterProps } from "./contract.ts";

/** The service account of the nodes: it reports the nodes' state and pulls images, nothing else. */
export class GcpNodeIdentity extends Construct {
  readonly email: string;
  /** Depend on these before nodes start: without them nodes never become ready. */
  readonly grants: ITerraformDependable[];

  constructor(scope: Construct, id: string, { place, account }: ClusterProps) {
    super(scope, id);
    const project = accountOf(place, "gcp").projectId;
    const nodes = new ServiceAccount(this, "Resource", {
      project,
      accountId: nameOf("gcp:ServiceAccount", place.shortName, "nodes"),
      displayName: `Nodes of ${place.id}`,
    });
    const member = `serviceAccount:${nodes.email}`;
    const grant = (role: string, grantId: string) => new ProjectIamMember(this, grantId, { project, role, member });
    this.email = nodes.email;
    this.grants = [
      grant("roles/container.defaultNodeServiceAccount", "ReportState"),
      grant("roles/artifactregistry.reader", "PullImages"),
      // Whoever creates the pools must be allowed to give them this account; on this account only, never on the project.
      new ServiceAccountIamMember(this, "AttachedByApply", {
        serviceAccountId: nodes.name,
        role: "roles/iam.serviceAccountUser",
        member: `serviceAccount:${account.applyPrincipal}`,
      }),
    ];
  }
}
