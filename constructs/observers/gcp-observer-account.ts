import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member";
import { Construct } from "constructs";
import { idFrom } from "../identity/gcp-ids.ts";
import { nameOf } from "../naming.ts";
import { accountOf, type Place } from "../place.ts";

/** Measurements, and the names and labels of what they are measurements of; no data. */
export const observerRoles = ["roles/browser", "roles/cloudasset.viewer", "roles/compute.viewer", "roles/monitoring.viewer"];

/** Gives somebody roles on a project, one by one, and takes none from others. */
export const grantOnProject = (scope: Construct, project: string, member: string, roles: readonly string[]): ProjectIamMember[] =>
  roles.map((role) => new ProjectIamMember(scope, idFrom(role.replace("roles/", "")), { project, role, member }));

export interface GcpObserverAccountProps {
  /** Any place of the project. */
  readonly place: Place;
  /** Part of the account's name: the vendor. */
  readonly name: string;
}

/** A service account without keys that reads a project's measurements, for a vendor whose own account acts as it. */
export class GcpObserverAccount extends Construct {
  readonly email: string;
  private readonly account: ServiceAccount;

  constructor(scope: Construct, id: string, { place, name }: GcpObserverAccountProps) {
    super(scope, id);
    const { projectId } = accountOf(place, "gcp");
    this.account = new ServiceAccount(this, "Resource", {
      project: projectId,
      accountId: nameOf("gcp:ServiceAccount", place.environment, name),
      displayName: `${name} reads measurements`,
    });
    this.email = this.account.email;
    grantOnProject(this, projectId, `serviceAccount:${this.email}`, observerRoles);
  }

  /** Lets the vendor's own service account, and no other, act as this one. @param email of the vendor's */
  actedAsBy(email: string): void {
    new ServiceAccountIamMember(this, "Vendor", {
      serviceAccountId: this.account.name,
      role: "roles/iam.serviceAccountTokenCreator",
      member: `serviceAccount:${email}`,
    });
  }
}
