import type { Construct } from "constructs";
import type { Environment, Estate } from "../config/estate.ts";
import { accountContract } from "../constructs/account/contract.ts";
import { GithubEnvironments } from "../constructs/delivery/github-environments.ts";
import { repositoryId } from "../constructs/delivery/github-ids.ts";
import { type JobCloud, jobVariables } from "../constructs/delivery/github-job-variables.ts";
import { connectGithub, type GithubConnection } from "../constructs/delivery/github-provider.ts";
import { GithubRepository, type GithubRepositoryProps } from "../constructs/delivery/github-repository.ts";
import { githubActionsApp, type RequiredCheck } from "../constructs/delivery/github-rules.ts";
import { GithubTeams, type GithubTeamsProps } from "../constructs/delivery/github-teams.ts";
import { PlatformStack } from "./platform-stack.ts";
import type { StackSpec } from "./stack-spec.ts";

/** Jobs of `.github/workflows/` without which nothing is merged, by name. */
export const requiredJobs = ["check / code", "check / rehearsal", "check / output", "report / cost"];

/** Actions that the workflows use and GitHub does not own. */
export const thirdPartyActions = ["hashicorp/setup-terraform@*"];

/**
 * Atlantis sets it on every pull request, with nothing to plan too. Its `atlantis/apply` is not required: Atlantis applies only
 * what is mergeable, and what waits for that very status never is.
 */
const plansSucceeded: RequiredCheck = { context: "atlantis/plan" };

/** Of the nightly job that looks for drift: it holds a token of HCP Terraform, which only jobs of the default branch may have. */
export const driftEnvironment = "drift";

interface EnvironmentInput {
  readonly reviewed: boolean;
  /** By the id of the stack that the account is in. */
  readonly accounts: Readonly<Record<string, JobCloud>>;
}

/** Everything that is on GitHub, as plain data. */
export interface GithubInput extends GithubTeamsProps {
  readonly connection: GithubConnection;
  /** Reviews that a change needs. */
  readonly approvals: number;
  readonly deletionProtection: boolean;
  /** The repository this code is in. */
  readonly platform: { readonly name: string; readonly description: string; readonly checks: readonly RequiredCheck[] };
  /** The others, by name. */
  readonly repositories: Readonly<Record<string, { readonly description: string; readonly template: boolean }>>;
  readonly environments: Readonly<Record<string, EnvironmentInput>>;
}

/**
 * The repositories of the platform, how changes get into them, and where their jobs may act. Settings of the enterprise (its
 * policies, runner groups, security defaults) are not here: those endpoints take no GitHub App's token.
 */
export class GithubStack extends PlatformStack<GithubInput> {
  constructor(scope: Construct, spec: StackSpec<GithubInput>) {
    super(scope, spec);
    const { connection, groups, platform, repositories } = this.input;
    connectGithub(this, connection);
    const teams = new GithubTeams(this, "Teams", { groups });
    const repository = this.repository("Platform", teams, {
      ...platform,
      ...{ topics: ["platform", "infrastructure-as-code", "terraform"], template: false, existing: true, thirdPartyActions },
      // It would merge when plans succeeded, before anything is applied.
      autoMerge: false,
    });
    const names = Object.keys(repositories);
    for (const [name, described] of Object.entries(repositories)) {
      const own = { topics: ["platform"], existing: false, autoMerge: true, checks: [], thirdPartyActions: [] };
      this.repository(repositoryId(name, names), teams, { name, ...described, ...own });
    }
    new GithubEnvironments(this, "Environments", { repository, teams, environments: this.environments() });
  }

  private repository(
    id: string,
    teams: GithubTeams,
    props: Omit<GithubRepositoryProps, "teams" | "approvals" | "deletionProtection">,
  ): GithubRepository {
    const { approvals, deletionProtection } = this.input;
    return new GithubRepository(this, id, { ...props, teams, approvals, deletionProtection });
  }

  private environments() {
    const environments = Object.entries(this.input.environments).map(([name, { reviewed, accounts }]) => {
      const variables = Object.entries(accounts).map(([id, cloud]) => jobVariables(cloud, this.consume(accountContract, id)));
      return [name, { reviewed, variables: Object.assign({}, ...variables) }];
    });
    return Object.fromEntries(environments);
  }
}

/** What the stack is built from. */
export function githubInput({ github, identity, organization, environments }: Estate): GithubInput {
  const { owner, url, app, approvals, repository, repositories } = github;
  // Each installation of GitHub Enterprise Server has another number for the App of Actions.
  const reporter = url === undefined ? { integrationId: githubActionsApp } : {};
  return {
    connection: { owner, ...(url !== undefined && { url }), app },
    groups: identity.groups,
    approvals,
    deletionProtection: true,
    platform: {
      name: repository,
      description: `The platform of ${organization.name}: all of it, as code`,
      checks: [...requiredJobs.map((context) => ({ context, ...reporter })), plansSucceeded],
    },
    repositories,
    environments: {
      ...Object.fromEntries(Object.values(environments).map((environment) => [environment.name, jobsOf(environment)])),
      [driftEnvironment]: { reviewed: false, accounts: {} },
    },
  };
}

function jobsOf({ name, deletionProtection, clouds }: Environment): EnvironmentInput {
  const accounts = Object.entries(clouds).map(([cloud, { account, homeRegion }]) => [
    `${name}-${cloud}-account`,
    { account, region: homeRegion },
  ]);
  return { reviewed: deletionProtection, accounts: Object.fromEntries(accounts) };
}
