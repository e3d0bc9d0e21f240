import { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { accountOf } from "../place.ts";
import type { IdentityProps } from "./contract.ts";

/** A Google service account that one Kubernetes service account may act as, for logging in to Cloud SQL. */
export class GcpDatabaseLogin extends Construct {
  readonly email: string;
  /** The user's name in PostgreSQL: the e-mail address without its last part. */
  readonly user: string;

  constructor(scope: Construct, id: string, { place, cluster, name, namespace, serviceAccount }: IdentityProps) {
    super(scope, id);
    const { projectId } = accountOf(place, "gcp");
    const accountId = nameOf("gcp:ServiceAccount", place.shortName, name);
    const login = new ServiceAccount(this, "Resource", { project: projectId, accountId, displayName: `${name} of ${place.id}` });
    new ServiceAccountIamMember(this, "Workload", {
      serviceAccountId: login.name,
      role: "roles/iam.workloadIdentityUser",
      member: `serviceAccount:${cluster.workloadPool}[${namespace}/${serviceAccount}]`,
    });
    this.email = login.email;
    this.user = `${accountId}@${projectId}.iam`;
  }
}
