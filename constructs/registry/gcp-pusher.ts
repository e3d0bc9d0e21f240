import { IamWorkloadIdentityPoolProvider } from "@cdktf/provider-google/lib/iam-workload-identity-pool-provider";
import { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member";
import { Construct } from "constructs";
import { constructId } from "../delivery/construct-id.ts";
import { nameOf } from "../naming.ts";
import { accountOf, environmentCodes } from "../place.ts";
import type { RegistryProps } from "./contract.ts";

/**
 * As whom jobs of the applications' repositories push, on the main branch. They come by a provider of their own in the pool that the
 * account makes: the one there knows this repository's jobs only.
 */
export class GcpPusher extends Construct {
  readonly email: string;

  constructor(scope: Construct, id: string, { place, github }: Pick<RegistryProps, "place" | "github">) {
    super(scope, id);
    const { projectId: project, projectNumber } = accountOf(place, "gcp");
    const pool = nameOf("gcp:WorkloadIdentityPool", place.organization, environmentCodes[place.environment]);
    const repositories = github.repositories.map((repository) => `${github.owner}/${repository}`);
    const provider = new IamWorkloadIdentityPoolProvider(this, "Github", {
      project,
      workloadIdentityPoolId: pool,
      workloadIdentityPoolProviderId: "images",
      displayName: "GitHub Actions, images",
      oidc: { issuerUri: `https://${github.tokenHost}` },
      attributeCondition: [
        `assertion.repository_owner == "${github.owner}"`,
        `assertion.repository in [${repositories.map((repository) => `"${repository}"`).join(", ")}]`,
        'assertion.ref == "refs/heads/main"',
      ].join(" && "),
      attributeMapping: {
        "google.subject": "'images:' + assertion.repository",
        // Not `repository`: what the account grants to that is for other jobs.
        "attribute.pushes": "assertion.repository",
      },
    });
    const account = new ServiceAccount(this, "Resource", {
      project,
      accountId: nameOf("gcp:ServiceAccount", place.shortName, "push"),
      displayName: "Pushes images of the applications",
    });
    for (const repository of repositories) {
      new ServiceAccountIamMember(this, `${constructId(repository.replace("/", "-"))}Jobs`, {
        serviceAccountId: account.name,
        role: "roles/iam.workloadIdentityUser",
        member: `principalSet://iam.googleapis.com/projects/${projectNumber}/locations/global/workloadIdentityPools/${pool}/attribute.pushes/${repository}`,
        dependsOn: [provider],
      });
    }
    this.email = account.email;
  }
}
