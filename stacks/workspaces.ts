import type { Construct } from "constructs";
import { Agents } from "../constructs/delivery/agents.ts";
import { constructId } from "../constructs/delivery/construct-id.ts";
import { agentPoolContract, variableSetContract } from "../constructs/delivery/contract.ts";
import { CredentialSet, type CredentialSetProps } from "../constructs/delivery/credential-set.ts";
import { type ProjectProps, Projects } from "../constructs/delivery/projects.ts";
import { type NotificationTarget, RunNotifications } from "../constructs/delivery/run-notifications.ts";
import { RunPolicies } from "../constructs/delivery/run-policies.ts";
import type { PeopleRole, ProjectKind } from "../constructs/delivery/team-rights.ts";
import { connectTerraform, type TerraformConnection } from "../constructs/delivery/terraform-provider.ts";
import { TerraformTeams } from "../constructs/delivery/terraform-teams.ts";
import { type WorkspaceProps, Workspaces } from "../constructs/delivery/workspaces.ts";
import { PlatformStack } from "./platform-stack.ts";
import type { StackSpec } from "./stack-spec.ts";

/** A variable set; other stacks fill it where `published`. */
export interface CredentialSetInput extends Omit<CredentialSetProps, "projectId" | "workspaces"> {
  readonly environment: string;
  readonly published: boolean;
}

/** All of HCP Terraform, as names. */
export interface WorkspacesInput {
  readonly connection: TerraformConnection;
  readonly terraformVersion: string;
  readonly agentPool: string;
  /** By environment. */
  readonly projects: Readonly<Record<string, ProjectProps & { readonly kind: ProjectKind }>>;
  /** By stack. */
  readonly workspaces: Readonly<Record<string, WorkspaceProps>>;
  /** By the qualifier of their contract. */
  readonly sets: Readonly<Record<string, CredentialSetInput>>;
  readonly groups: Readonly<Record<PeopleRole, string>>;
  /** Environments with a credentials stack. */
  readonly credentials: readonly string[];
  /** Environment of each stack whose runs are given no token that outlives them. */
  readonly plannable: Readonly<Record<string, string>>;
  readonly notifications: NotificationTarget | "none";
}

/**
 * What HCP Terraform knows of the estate. The first `terraform init` of this very stack makes its project and its workspace: those
 * two are read, and everything else is made here.
 */
export class WorkspacesStack extends PlatformStack<WorkspacesInput> {
  constructor(scope: Construct, spec: StackSpec<WorkspacesInput>) {
    super(scope, spec);
    const { connection, terraformVersion, groups, credentials, plannable, notifications } = this.input;
    connectTerraform(this, connection);
    const projects = new Projects(this, "Projects", { projects: this.input.projects });
    const agents = new Agents(this, "Agents", { name: this.input.agentPool, projectIds: this.agentProjects(projects) });
    const workspaces = new Workspaces(this, "Workspaces", { terraformVersion, projects, agents, workspaces: this.input.workspaces });
    const kinds = Object.fromEntries(Object.entries(this.input.projects).map(([environment, { kind }]) => [environment, kind]));
    new TerraformTeams(this, "Teams", { groups, projects, kinds, workspaces, plannable, credentials });
    new RunPolicies(this, "Policies", { projects, enforced: this.environments("global", "protected"), shown: this.environments("open") });
    if (notifications !== "none") {
      const stacks = Object.keys(this.input.workspaces);
      new RunNotifications(this, "Notifications", { target: notifications, workspaces, stacks });
    }
    this.publish(agentPoolContract, agents);
    this.credentialSets(projects, workspaces);
  }

  private credentialSets(projects: Projects, workspaces: Workspaces): void {
    for (const [key, { environment, published, ...set }] of Object.entries(this.input.sets)) {
      const made = new CredentialSet(this, `Set${constructId(key)}`, { ...set, workspaces, projectId: projects.idOf(environment) });
      if (published) this.publish(variableSetContract.named(key), made);
    }
  }

  private environments(...kinds: ProjectKind[]): string[] {
    const found = Object.entries(this.input.projects).filter(([, { kind }]) => kinds.includes(kind));
    return found.map(([environment]) => environment);
  }

  private agentProjects(projects: Projects): string[] {
    const onAgents = Object.values(this.input.workspaces).filter(({ execution }) => execution === "agent");
    return [...new Set(onAgents.map(({ environment }) => environment))].map((environment) => projects.idOf(environment));
  }
}
