import { ActionsRepositoryPermissions } from "@cdktf/provider-github/lib/actions-repository-permissions";
import { Repository } from "@cdktf/provider-github/lib/repository";
import { RepositoryDependabotSecurityUpdates } from "@cdktf/provider-github/lib/repository-dependabot-security-updates";
import { TeamRepository } from "@cdktf/provider-github/lib/team-repository";
import { WorkflowRepositoryPermissions } from "@cdktf/provider-github/lib/workflow-repository-permissions";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { constructId } from "./construct-id.ts";
import { GithubRules, type GithubRulesProps } from "./github-rules.ts";
import { type GithubTeams, type TeamRole, teamRoleNames, teamRoles } from "./github-teams.ts";

export interface GithubRepositoryProps extends Pick<GithubRulesProps, "approvals" | "checks"> {
  readonly name: string;
  readonly description: string;
  readonly topics: readonly string[];
  /** Whether new repositories can be made from it. */
  readonly template: boolean;
  /** Whether it is there already and taken over as it is; otherwise it is made, with a first commit. */
  readonly existing: boolean;
  /** Whether a pull request may merge by itself when all that is required is there. */
  readonly autoMerge: boolean;
  /** Actions that workflows may use besides GitHub's own and the organization's: `owner/name@*`. */
  readonly thirdPartyActions: readonly string[];
  readonly teams: GithubTeams;
  readonly deletionProtection: boolean;
}

/**
 * A private repository that only reviewed, signed and checked changes get into. Secret scanning of private repositories needs
 * GitHub Secret Protection: about 19 USD a month for each person who commits.
 */
export class GithubRepository extends Construct {
  readonly repository: Repository;
  private readonly access: Readonly<Record<TeamRole, TeamRepository>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: GithubRepositoryProps,
  ) {
    super(scope, id);
    this.repository = this.make();
    if (props.existing) this.takeOver(props.name);
    new RepositoryDependabotSecurityUpdates(this, "SecurityUpdates", { repository: this.repository.name, enabled: true });
    new GithubRules(this, "Rules", { repository: this.repository, approvals: props.approvals, checks: props.checks });
    this.restrictWorkflows();
    this.access = Object.fromEntries(teamRoleNames.map((role) => [role, this.admit(role)])) as Record<TeamRole, TeamRepository>;
  }

  /** What lets the team in: whatever names a team as a reviewer depends on it. */
  accessOf(role: TeamRole): TeamRepository {
    return this.access[role];
  }

  private make(): Repository {
    const { name, description, topics, template, existing, autoMerge, deletionProtection } = this.props;
    return new Repository(this, "Resource", {
      name,
      description,
      topics: [...topics],
      visibility: "private",
      isTemplate: template,
      ...(!existing && { autoInit: true }),
      ...{ hasIssues: true, hasWiki: false, hasProjects: false, hasDiscussions: false },
      ...{ allowSquashMerge: true, allowMergeCommit: false, allowRebaseMerge: false },
      ...{ squashMergeCommitTitle: "PR_TITLE", squashMergeCommitMessage: "PR_BODY" },
      allowAutoMerge: autoMerge,
      allowUpdateBranch: true,
      deleteBranchOnMerge: true,
      webCommitSignoffRequired: true,
      vulnerabilityAlerts: true,
      securityAndAnalysis: { secretScanning: { status: "enabled" }, secretScanningPushProtection: { status: "enabled" } },
      archiveOnDestroy: true,
      lifecycle: { preventDestroy: deletionProtection },
    });
  }

  /** An import block: cdktf's own `importFrom` asks the terraform on the PATH for its version, and there may be none. */
  private takeOver(name: string): void {
    const { terraformResourceType, friendlyUniqueId } = this.repository;
    TerraformStack.of(this).addOverride("import", [{ id: name, to: `${terraformResourceType}.${friendlyUniqueId}` }]);
  }

  private restrictWorkflows(): void {
    const repository = this.repository.name;
    new ActionsRepositoryPermissions(this, "Actions", {
      repository,
      enabled: true,
      allowedActions: "selected",
      allowedActionsConfig: { githubOwnedAllowed: true, verifiedAllowed: false, patternsAllowed: [...this.props.thirdPartyActions] },
    });
    // A job that needs more says so in its workflow; none may approve what it has pushed itself.
    new WorkflowRepositoryPermissions(this, "WorkflowToken", {
      repository,
      defaultWorkflowPermissions: "read",
      canApprovePullRequestReviews: false,
    });
  }

  private admit(role: TeamRole): TeamRepository {
    return new TeamRepository(this, constructId(role), {
      repository: this.repository.name,
      teamId: this.props.teams.idOf(role),
      permission: teamRoles[role].permission,
    });
  }
}
