import { Construct } from "constructs";
import { accountOf } from "../place.ts";
import type { Identity, IdentityProps } from "./contract.ts";
import { GcpDatabaseLogin } from "./gcp-database-login.ts";
import { GcpGrants } from "./gcp-grants.ts";

/**
 * What a workload may do in Google Cloud. IAM knows Kubernetes service accounts by themselves, so roles go to them directly;
 * only Cloud SQL logs in nobody but Google service accounts, and a workload with a database gets one.
 */
export class GcpIdentity extends Construct implements Identity {
  readonly serviceAccountAnnotations: Readonly<Record<string, string>>;
  readonly podLabels: Readonly<Record<string, string>> = {};

  constructor(scope: Construct, id: string, props: IdentityProps) {
    super(scope, id);
    const login = props.grants.some((grant) => grant.may === "db:connect") ? new GcpDatabaseLogin(this, "Login", props) : undefined;
    // A pod with the annotation is the Google account to every service, and no longer itself.
    this.serviceAccountAnnotations = login ? { "iam.gke.io/gcp-service-account": login.email } : {};
    new GcpGrants(this, "Grants", { ...props, member: login ? `serviceAccount:${login.email}` : kubernetesPrincipal(props), login });
  }
}

/** https://cloud.google.com/iam/docs/principal-identifiers#allow: a Kubernetes service account as IAM names it. */
function kubernetesPrincipal({ place, cluster, namespace, serviceAccount }: IdentityProps): string {
  const { projectNumber } = accountOf(place, "gcp");
  const pool = `projects/${projectNumber}/locations/global/workloadIdentityPools/${cluster.workloadPool}`;
  return `principal://iam.googleapis.com/${pool}/subject/ns/${namespace}/sa/${serviceAccount}`;
}
