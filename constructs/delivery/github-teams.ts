import { Team } from "@cdktf/provider-github/lib/team";
import { Construct } from "constructs";
import { constructId } from "./construct-id.ts";

/** What each group of people is for, and what it may do in every repository of the platform. */
export const teamRoles = {
  administrators: { permission: "admin", description: "May do everything on the platform" },
  operators: { permission: "maintain", description: "Run the platform: approve and apply changes" },
  developers: { permission: "push", description: "Change the platform by pull request" },
  auditors: { permission: "pull", description: "Look at everything and change nothing" },
} as const;
export type TeamRole = keyof typeof teamRoles;
/** The groups, in the order of their rights. */
export const teamRoleNames = Object.keys(teamRoles) as TeamRole[];

export interface GithubTeamsProps {
  /** Name of each group, the same as where people sign in. */
  readonly groups: Readonly<Record<TeamRole, string>>;
}

/**
 * A team per group. Who is in it is the identity provider's to say (team synchronization, or groups of managed users): members
 * written down here too would be two truths.
 */
export class GithubTeams extends Construct {
  private readonly teams: Readonly<Record<TeamRole, Team>>;

  constructor(scope: Construct, id: string, props: GithubTeamsProps) {
    super(scope, id);
    const teams = teamRoleNames.map((role) => [role, this.team(role, props.groups[role])]);
    this.teams = Object.fromEntries(teams);
  }

  /** Number of the team, as text. */
  idOf(role: TeamRole): string {
    return this.teams[role].id;
  }

  private team(role: TeamRole, name: string): Team {
    return new Team(this, constructId(role), {
      name,
      description: teamRoles[role].description,
      // Code owners and reviewers must be visible to those who wait for them.
      privacy: "closed",
      createDefaultMaintainer: false,
    });
  }
}
