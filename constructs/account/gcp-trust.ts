import { IamWorkloadIdentityPool } from "@cdktf/provider-google/lib/iam-workload-identity-pool";
import { IamWorkloadIdentityPoolProvider } from "@cdktf/provider-google/lib/iam-workload-identity-pool-provider";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { accountOf, environmentCodes } from "../place.ts";
import type { AccountProps } from "./contract.ts";
import type { GcpServices } from "./gcp-services.ts";

export interface GcpTrustProps extends AccountProps {
  readonly services: GcpServices;
}

/**
 * One pool with two providers: HCP Terraform's and GitHub's tokens are exchanged for Google's. GitHub's provider is named like
 * Terraform's, with `github` for `terraform`.
 */
export class GcpTrust extends Construct {
  /** Full name of HCP Terraform's provider. */
  readonly terraformProvider: string;
  /** IAM member: jobs of the repository in the environment. */
  readonly pipelineJobs: string;
  private readonly pool: IamWorkloadIdentityPool;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: GcpTrustProps,
  ) {
    super(scope, id);
    const { place, github, services, deletionProtection } = props;
    this.pool = new IamWorkloadIdentityPool(this, "Pool", {
      project: accountOf(place, "gcp").projectId,
      workloadIdentityPoolId: nameOf("gcp:WorkloadIdentityPool", place.organization, environmentCodes[place.environment]),
      displayName: `${place.organization} ${place.environment}`,
      description: "runs of HCP Terraform and jobs of GitHub Actions",
      dependsOn: services.of("iam", "sts", "iamcredentials"),
      // A deleted pool's name stays taken for 30 days.
      lifecycle: { preventDestroy: deletionProtection },
    });
    this.terraformProvider = this.terraform().name;
    this.github();
    this.pipelineJobs = `principal://iam.googleapis.com/${this.pool.name}/subject/${jobSubject(github, place.environment)}`;
  }

  /** IAM members: runs of the project's workspaces in one phase. */
  terraformRuns(phase: "plan" | "apply"): string {
    return `principalSet://iam.googleapis.com/${this.pool.name}/attribute.project_phase/${this.props.terraform.project}/${phase}`;
  }

  private terraform(): IamWorkloadIdentityPoolProvider {
    const { place, terraform } = this.props;
    return new IamWorkloadIdentityPoolProvider(this, "Terraform", {
      project: accountOf(place, "gcp").projectId,
      workloadIdentityPoolId: this.pool.workloadIdentityPoolId,
      workloadIdentityPoolProviderId: "terraform",
      displayName: "HCP Terraform",
      oidc: { issuerUri: `https://${terraform.hostname}` },
      attributeCondition: `assertion.terraform_organization_name == "${terraform.organization}" && assertion.terraform_project_name == "${terraform.project}"`,
      attributeMapping: {
        // Not `assertion.sub`: with the organization, project and workspace in it, it exceeds the 127 bytes a subject may have.
        "google.subject": "assertion.terraform_workspace_id",
        "attribute.project_phase": "assertion.terraform_project_name + '/' + assertion.terraform_run_phase",
        "attribute.workspace": "assertion.terraform_workspace_name",
      },
    });
  }

  private github(): void {
    const { place, github } = this.props;
    new IamWorkloadIdentityPoolProvider(this, "Github", {
      project: accountOf(place, "gcp").projectId,
      workloadIdentityPoolId: this.pool.workloadIdentityPoolId,
      workloadIdentityPoolProviderId: "github",
      displayName: "GitHub Actions",
      oidc: { issuerUri: `https://${github.tokenHost}` },
      attributeCondition: [
        `assertion.repository_owner == "${github.owner}"`,
        `assertion.repository == "${github.owner}/${github.repository}"`,
        `assertion.environment == "${place.environment}"`,
      ].join(" && "),
      attributeMapping: {
        // Built from claims: GitHub's own `sub` changes with the organization's customization and can exceed 127 bytes.
        "google.subject": "'repo:' + assertion.repository + ':environment:' + assertion.environment",
        "attribute.repository": "assertion.repository",
        "attribute.environment": "assertion.environment",
      },
    });
  }
}

const jobSubject = ({ owner, repository }: AccountProps["github"], environment: string): string =>
  `repo:${owner}/${repository}:environment:${environment}`;
