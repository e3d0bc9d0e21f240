import { Team } from "@cdktf/provider-tfe/lib/team";
import { TeamAccess } from "@cdktf/provider-tfe/lib/team-access";
import { TeamProjectAccess } from "@cdktf/provider-tfe/lib/team-project-access";
import { Construct } from "constructs";
import { constructId } from "./construct-id.ts";
import type { Projects } from "./projects.ts";
import {
  fillVariableSets,
  machineRoles,
  type PeopleRole,
  type ProjectKind,
  type ProjectRights,
  peopleRoles,
  planRights,
  projectRights,
  type TeamRole,
} from "./team-rights.ts";
import type { Workspaces } from "./workspaces.ts";

export interface TerraformTeamsProps {
  /** Name of each group, the same as where people sign in: single sign-on puts people into teams by name. */
  readonly groups: Readonly<Record<PeopleRole, string>>;
  readonly projects: Projects;
  /** By environment. */
  readonly kinds: Readonly<Record<string, ProjectKind>>;
  readonly workspaces: Workspaces;
  /** Environment of each stack whose runs act as read-only identities while they plan. */
  readonly plannable: Readonly<Record<string, string>>;
  /** Environments with a credentials stack. */
  readonly credentials: readonly string[];
}

/** Everything an organization's administrators do, short of being its owners. */
const administration = {
  ...{ accessSecretTeams: true, manageMembership: true, manageTeams: true, manageOrganizationAccess: true },
  ...{ manageProjects: true, manageWorkspaces: true, manageAgentPools: true, manageRunTasks: true },
  ...{ managePolicies: true, managePolicyOverrides: true, manageVcsSettings: true },
};

/** Teams for people and machines, and what each may do in which project. Members come from single sign-on, tokens from an owner. */
export class TerraformTeams extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: TerraformTeamsProps,
  ) {
    super(scope, id);
    this.refuseTakenNames();
    for (const role of peopleRoles) this.grant(role, this.people(role));
    for (const role of machineRoles) this.grant(role, this.machine(role));
    for (const environment of props.credentials) {
      const name = credentialsTeam(environment);
      this.inProject(constructId(name), this.machine(name), environment, fillVariableSets);
    }
  }

  /** A group of people called like a machine's team would have its rights, or HCP Terraform would refuse the second one. */
  private refuseTakenNames(): void {
    const taken = ["owners", ...machineRoles, ...this.props.credentials.map(credentialsTeam)];
    const clashes = peopleRoles.filter((role) => taken.includes(this.props.groups[role]));
    if (clashes.length > 0) {
      throw new Error(
        `identity.groups: ${clashes.map((role) => `${role} is ${this.props.groups[role]}`).join(", ")}; HCP Terraform has teams of its own called ${taken.join(", ")}; use other names`,
      );
    }
  }

  private people(role: PeopleRole): string {
    const isAdministrators = role === "administrators";
    return new Team(this, constructId(role), {
      name: this.props.groups[role],
      visibility: "organization",
      allowMemberTokenManagement: isAdministrators,
      ...(isAdministrators && { organizationAccess: administration }),
    }).id;
  }

  private machine(name: string): string {
    return new Team(this, constructId(name), { name, visibility: "secret", allowMemberTokenManagement: false }).id;
  }

  private grant(role: TeamRole, teamId: string): void {
    const { kinds, plannable, workspaces } = this.props;
    for (const [environment, kind] of Object.entries(kinds)) {
      const rights = projectRights[role][kind];
      if (rights !== "none") this.inProject(`${constructId(role)}${constructId(environment)}`, teamId, environment, rights);
    }
    for (const [stack, environment] of Object.entries(plannable)) {
      const kind = kinds[environment];
      if (kind === undefined || !planRights[role]?.includes(kind)) continue;
      new TeamAccess(this, `${constructId(role)}Plans${constructId(stack)}`, {
        teamId,
        workspaceId: workspaces.idOf(stack),
        access: "plan",
      });
    }
  }

  private inProject(id: string, teamId: string, environment: string, rights: ProjectRights | "admin"): void {
    const project = { teamId, projectId: this.props.projects.idOf(environment) };
    new TeamProjectAccess(this, `${id}Rights`, rights === "admin" ? { ...project, access: "admin" } : { ...project, ...custom(rights) });
  }
}

/** Team that an environment's credentials stack acts as. */
export const credentialsTeam = (environment: string): string => `credentials-${environment}`;

const custom = ({ settings, teams, variableSets, ...workspace }: ProjectRights) => ({
  access: "custom",
  projectAccess: [{ settings, teams, variableSets }],
  workspaceAccess: [{ ...workspace, sentinelMocks: "none", create: false, delete: false, move: false, runTasks: false }],
});
