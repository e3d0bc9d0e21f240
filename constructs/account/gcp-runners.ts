import { ProjectIamCustomRole } from "@cdktf/provider-google/lib/project-iam-custom-role";
import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member";
import { Construct } from "constructs";
import { idFrom } from "../identity/gcp-ids.ts";
import { accountOf } from "../place.ts";
import type { AccountProps } from "./contract.ts";
import type { GcpServices } from "./gcp-services.ts";

/** What reading the resources of all stacks takes. `roles/viewer` would be one line and show the data of every service. */
export const planRoles = [
  "roles/artifactregistry.reader",
  "roles/bigquery.metadataViewer",
  "roles/binaryauthorization.policyViewer",
  "roles/browser",
  "roles/cloudkms.viewer",
  "roles/cloudsql.viewer",
  "roles/compute.viewer",
  "roles/container.viewer",
  "roles/dns.reader",
  "roles/essentialcontacts.viewer",
  "roles/gkebackup.viewer",
  "roles/iam.roleViewer",
  "roles/iam.securityReviewer",
  "roles/iam.serviceAccountViewer",
  "roles/iam.workloadIdentityPoolViewer",
  "roles/logging.viewer",
  "roles/memorystore.viewer",
  "roles/monitoring.viewer",
  "roles/pubsub.viewer",
  "roles/redis.viewer",
  "roles/secretmanager.viewer",
  "roles/serviceusage.serviceUsageConsumer",
];

/**
 * Reads that no narrow predefined role has: bucket settings, keys of logs, organization policies, the project's own budget, and
 * the password of a legacy cache, which the provider reads with the instance, and releases in clusters.
 */
export const planPermissions = [
  "billing.resourcebudgets.read",
  // Helm keeps what it has installed in Secrets, and roles/container.viewer does not show them.
  "container.secrets.get",
  "container.secrets.list",
  "logging.cmekSettings.get",
  "networkconnectivity.serviceConnectionPolicies.get",
  "networkconnectivity.serviceConnectionPolicies.list",
  "orgpolicy.policy.get",
  "redis.instances.getAuthString",
  "storage.buckets.get",
  "storage.buckets.getIamPolicy",
];

/** What managing the stacks' resources takes, Kubernetes' own among them. */
export const applyRoles = [
  "roles/artifactregistry.admin",
  "roles/bigquery.dataOwner",
  "roles/binaryauthorization.policyEditor",
  "roles/browser",
  "roles/cloudkms.admin",
  "roles/cloudsql.admin",
  "roles/compute.networkAdmin",
  "roles/compute.securityAdmin",
  "roles/container.admin",
  "roles/dns.admin",
  "roles/essentialcontacts.admin",
  "roles/gkebackup.admin",
  "roles/iam.roleAdmin",
  "roles/iam.serviceAccountAdmin",
  "roles/iam.workloadIdentityPoolAdmin",
  "roles/logging.configWriter",
  "roles/memorystore.admin",
  "roles/monitoring.alertPolicyEditor",
  "roles/monitoring.notificationChannelEditor",
  "roles/networkconnectivity.consumerNetworkAdmin",
  "roles/pubsub.admin",
  "roles/redis.admin",
  // Stacks give roles to what they make. It can give itself more: that is why only reviewed runs act as it.
  "roles/resourcemanager.projectIamAdmin",
  "roles/secretmanager.admin",
  "roles/serviceusage.serviceUsageAdmin",
  "roles/storage.admin",
];

/** Management of the project's own budget, without a role on the billing account. */
export const applyPermissions = ["billing.resourcebudgets.read", "billing.resourcebudgets.write"];

/** What certificates of web load balancers take in addition, where there are any. An editor may not take them away again. */
export const webRoles = { plan: ["roles/certificatemanager.viewer"], apply: ["roles/certificatemanager.owner"] };

/** What the image pipeline does here. */
export const pipelineRoles = ["roles/artifactregistry.writer"];

export interface GcpRunnerProps extends AccountProps {
  readonly services: GcpServices;
  readonly accountId: string;
  /** IAM member that may act as this identity: outside runs, known by their tokens. */
  readonly trusted: string;
  /** Predefined roles on the project; never primitive ones. */
  readonly roles: readonly string[];
  /** Permissions of a custom role, for gaps between the predefined ones. */
  readonly permissions?: readonly string[];
}

/** A service account without keys that runs outside Google Cloud act as. */
export class GcpRunner extends Construct {
  readonly email: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: GcpRunnerProps,
  ) {
    super(scope, id);
    const { place, accountId, trusted, roles, services } = props;
    const runner = new ServiceAccount(this, "Resource", {
      project: accountOf(place, "gcp").projectId,
      accountId,
      displayName: `${id} runs of ${place.environment}`,
      dependsOn: services.of("iam"),
    });
    this.email = runner.email;
    new ServiceAccountIamMember(this, "Trusted", {
      serviceAccountId: runner.name,
      role: "roles/iam.workloadIdentityUser",
      member: trusted,
    });
    for (const role of roles) this.grant(idFrom(role.replace("roles/", "")), role);
    if (props.permissions) this.grant("Gaps", this.customRole(props.permissions));
  }

  private grant(id: string, role: string): void {
    const { place } = this.props;
    new ProjectIamMember(this, id, { project: accountOf(place, "gcp").projectId, role, member: `serviceAccount:${this.email}` });
  }

  private customRole(permissions: readonly string[]): string {
    const { place, accountId, services } = this.props;
    return new ProjectIamCustomRole(this, "Role", {
      project: accountOf(place, "gcp").projectId,
      // Letters, digits, underscores and periods only. https://cloud.google.com/iam/docs/creating-custom-roles
      roleId: accountId.replaceAll("-", "_"),
      title: `${accountId} gaps`,
      description: "what no narrow predefined role has",
      permissions: [...permissions],
      dependsOn: services.of("iam"),
    }).name;
  }
}
