import type { Repository } from "@cdktf/provider-github/lib/repository";
import { RepositoryRuleset } from "@cdktf/provider-github/lib/repository-ruleset";
import { Construct } from "constructs";

/**
 * The GitHub App that reports the jobs of Actions on github.com, https://api.github.com/apps/github-actions. A required check
 * pinned to it cannot be reported by anyone else.
 */
export const githubActionsApp = 15368;

/** A check without which nothing is merged. */
export interface RequiredCheck {
  /** Name of the job, or of the commit status. */
  readonly context: string;
  /** GitHub App that must report it. @default anyone who may write to the repository */
  readonly integrationId?: number;
}

export interface GithubRulesProps {
  readonly repository: Repository;
  /** Reviews that a change needs. */
  readonly approvals: number;
  readonly checks: readonly RequiredCheck[];
}

/**
 * How changes get into the default branch, and that released versions stay what they are. No merge queue: changes are applied
 * before they are merged, and a queue would merge what was planned against something else.
 */
export class GithubRules extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: GithubRulesProps,
  ) {
    super(scope, id);
    this.defaultBranch();
    this.versions();
  }

  private defaultBranch(): void {
    const { repository, checks } = this.props;
    new RepositoryRuleset(this, "DefaultBranch", {
      name: "default-branch",
      repository: repository.name,
      target: "branch",
      enforcement: "active",
      conditions: { refName: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
      // For the day GitHub Actions or Atlantis is down: visible in the pull request, and never by a push.
      bypassActors: [{ actorType: "OrganizationAdmin", actorId: 1, bypassMode: "pull_request" }],
      // GitHub takes 1 for this role and has answered with nothing since 2025: every plan would change it.
      // https://github.com/integrations/terraform-provider-github/issues/2536
      lifecycle: { ignoreChanges: ["bypass_actors[0].actor_id"] },
      rules: {
        deletion: true,
        nonFastForward: true,
        requiredLinearHistory: true,
        requiredSignatures: true,
        pullRequest: this.review(),
        ...(checks.length > 0 && {
          requiredStatusChecks: { strictRequiredStatusChecksPolicy: true, requiredCheck: checks.map((check) => ({ ...check })) },
        }),
      },
    });
  }

  private review() {
    return {
      requiredApprovingReviewCount: this.props.approvals,
      requireCodeOwnerReview: true,
      requireLastPushApproval: true,
      dismissStaleReviewsOnPush: true,
      requiredReviewThreadResolution: true,
    };
  }

  private versions(): void {
    new RepositoryRuleset(this, "Versions", {
      name: "versions",
      repository: this.props.repository.name,
      target: "tag",
      enforcement: "active",
      conditions: { refName: { include: ["refs/tags/v*"], exclude: [] } },
      rules: { deletion: true, update: true, nonFastForward: true },
    });
  }
}
