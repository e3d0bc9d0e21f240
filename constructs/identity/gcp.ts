import { Construct } from "constructs";
import type { Identity, IdentityProps } from "./contract.ts";
import { GcpGrants } from "./gcp-grants.ts";
import { GcpWorkloadAccount } from "./gcp-workload-account.ts";

/**
 * What a workload may do in Google Cloud. It acts as a Google service account of its own: IAM also knows Kubernetes service
 * accounts by themselves, but Cloud SQL and Memorystore log in Google's only, and the workload of the same name in another
 * cluster of the project would be the same principal, whose grants each place's state could take from the other's.
 */
export class GcpIdentity extends Construct implements Identity {
  readonly serviceAccountAnnotations: Readonly<Record<string, string>>;
  readonly podLabels: Readonly<Record<string, string>> = {};

  constructor(scope: Construct, id: string, props: IdentityProps) {
    super(scope, id);
    const account = new GcpWorkloadAccount(this, "Account", props);
    this.serviceAccountAnnotations = { "iam.gke.io/gcp-service-account": account.email };
    new GcpGrants(this, "Grants", { ...props, account });
  }
}
