import { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { accountOf } from "../place.ts";
import type { IdentityProps } from "./contract.ts";

/** A Google service account that one Kubernetes service account may act as. */
export class GcpWorkloadAccount extends Construct {
  /** As IAM writes it. */
  readonly member: string;
  readonly email: string;
  /** Resource name: `projects/<project>/serviceAccounts/<e-mail>`. */
  readonly name: string;
  /** Its name as a user of PostgreSQL: the e-mail address without the last part. */
  readonly databaseUser: string;

  constructor(scope: Construct, id: string, { place, cluster, name, namespace, serviceAccount }: IdentityProps) {
    super(scope, id);
    const { projectId } = accountOf(place, "gcp");
    const accountId = nameOf("gcp:ServiceAccount", place.shortName, name);
    const account = new ServiceAccount(this, "Resource", { project: projectId, accountId, displayName: `${name} of ${place.id}` });
    new ServiceAccountIamMember(this, "Workload", {
      serviceAccountId: account.name,
      role: "roles/iam.workloadIdentityUser",
      member: `serviceAccount:${cluster.workloadPool}[${namespace}/${serviceAccount}]`,
    });
    this.member = `serviceAccount:${account.email}`;
    this.email = account.email;
    this.name = account.name;
    this.databaseUser = `${accountId}@${projectId}.iam`;
  }
}
