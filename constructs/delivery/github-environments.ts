import { ActionsEnvironmentVariable } from "@cdktf/provider-github/lib/actions-environment-variable";
import { ActionsRepositoryOidcSubjectClaimCustomizationTemplate as SubjectTemplate } from "@cdktf/provider-github/lib/actions-repository-oidc-subject-claim-customization-template";
import { RepositoryEnvironment } from "@cdktf/provider-github/lib/repository-environment";
import { RepositoryEnvironmentDeploymentPolicy } from "@cdktf/provider-github/lib/repository-environment-deployment-policy";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { constructId } from "./construct-id.ts";
import type { GithubRepository } from "./github-repository.ts";
import type { GithubTeams, TeamRole } from "./github-teams.ts";

/** Who lets a job into a protected environment. */
const reviewers: readonly TeamRole[] = ["administrators", "operators"];

/** Minutes in which a deployment that was let in can still be called off. */
const WAIT_MINUTES = 10;

/** As the workflows and Atlantis have it. The repository's own attribute is deprecated, and warns in every plan. */
const DEFAULT_BRANCH = "main";

/** One environment, as jobs see it. */
export interface JobEnvironment {
  /** Whether people let each job in. */
  readonly reviewed: boolean;
  /** Plain variables of its jobs, by name. */
  readonly variables: Readonly<Record<string, string>>;
}

export interface GithubEnvironmentsProps {
  readonly repository: GithubRepository;
  readonly teams: GithubTeams;
  readonly environments: Readonly<Record<string, JobEnvironment>>;
}

/** Where jobs of the repository may act, and what clouds see in their tokens. No secrets: every cloud takes the job's own token. */
export class GithubEnvironments extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: GithubEnvironmentsProps,
  ) {
    super(scope, id);
    // The subject the accounts trust, repo:<owner>/<repository>:environment:<name>, whatever the organization's template says.
    new SubjectTemplate(this, "Subject", {
      repository: props.repository.repository.name,
      useDefault: false,
      includeClaimKeys: ["repo", "context"],
    });
    for (const [name, environment] of Object.entries(props.environments)) this.environment(name, environment);
  }

  private environment(name: string, { reviewed, variables }: JobEnvironment): void {
    const { repository } = this.props.repository;
    const id = constructId(name);
    const environment = new RepositoryEnvironment(this, id, {
      repository: repository.name,
      environment: name,
      // Branches under rulesets are not what GitHub calls protected: the branch is named.
      deploymentBranchPolicy: { protectedBranches: false, customBranchPolicies: true },
      canAdminsBypass: false,
      ...(reviewed && this.review()),
    });
    const inIt = { repository: repository.name, environment: environment.environment };
    new RepositoryEnvironmentDeploymentPolicy(this, `${id}DefaultBranch`, { ...inIt, branchPattern: DEFAULT_BRANCH });
    for (const [variableName, value] of Object.entries(variables)) {
      new ActionsEnvironmentVariable(this, `${id}${constructId(variableName)}`, { ...inIt, variableName, value });
    }
  }

  private review() {
    const { repository, teams } = this.props;
    return {
      preventSelfReview: true,
      waitTimer: WAIT_MINUTES,
      reviewers: [{ teams: reviewers.map((role) => Token.asNumber(teams.idOf(role))) }],
      // GitHub takes only reviewers who may read the repository.
      dependsOn: reviewers.map((role) => repository.accessOf(role)),
    };
  }
}
