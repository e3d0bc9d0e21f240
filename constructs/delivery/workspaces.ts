import { DataTfeWorkspace } from "@cdktf/provider-tfe/lib/data-tfe-workspace";
import { RunTrigger } from "@cdktf/provider-tfe/lib/run-trigger";
import { Workspace } from "@cdktf/provider-tfe/lib/workspace";
import { WorkspaceSettings } from "@cdktf/provider-tfe/lib/workspace-settings";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import type { Agents } from "./agents.ts";
import { constructId } from "./construct-id.ts";
import type { Projects } from "./projects.ts";

export interface WorkspaceProps {
  readonly name: string;
  readonly environment: string;
  readonly description: string;
  /** Whether it is there before this stack is applied: the workspace this very stack runs in. */
  readonly existing: boolean;
  readonly execution: "remote" | "agent";
  /** Whether a plan may destroy everything. */
  readonly destroyPlans: boolean;
  /** Whether runs that another workspace's apply triggers are applied without anybody looking. Others never are. */
  readonly autoApply: boolean;
  /** Whether it is looked at daily for drift. */
  readonly assessed: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** Stacks that may read its state. */
  readonly readers: readonly string[];
  /** Stacks whose apply starts a run of it. */
  readonly triggers: readonly string[];
}

export interface WorkspacesProps {
  /** Exact version. */
  readonly terraformVersion: string;
  readonly projects: Projects;
  readonly agents: Agents;
  /** By stack. */
  readonly workspaces: Readonly<Record<string, WorkspaceProps>>;
}

/** A workspace per stack, and between them exactly the reads and triggers of the stack graph. */
export class Workspaces extends Construct {
  private readonly ids: Readonly<Record<string, string>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: WorkspacesProps,
  ) {
    super(scope, id);
    const all = Object.entries(props.workspaces);
    this.ids = Object.fromEntries(all.map(([stack, workspace]) => [stack, this.workspace(stack, workspace)]));
    for (const [stack, workspace] of all) {
      this.settings(stack, workspace);
      this.triggers(stack, workspace.triggers);
    }
  }

  /** @throws when the stack has no workspace */
  idOf(stack: string): string {
    const id = this.ids[stack];
    if (id === undefined) throw new Error(`no workspace for stack ${stack}; add it to workspaces`);
    return id;
  }

  private workspace(stack: string, workspace: WorkspaceProps): string {
    const name = nameOf("tfe:Workspace", workspace.name);
    if (workspace.existing) return new DataTfeWorkspace(this, constructId(stack), { name }).id;
    return new Workspace(this, constructId(stack), {
      name,
      projectId: this.props.projects.idOf(workspace.environment),
      description: workspace.description,
      terraformVersion: this.props.terraformVersion,
      autoApplyRunTrigger: workspace.autoApply,
      allowDestroyPlan: workspace.destroyPlans,
      // Runs come from the command line of Atlantis, never from a push.
      fileTriggersEnabled: false,
      queueAllRuns: false,
      speculativeEnabled: true,
      structuredRunOutputEnabled: true,
      // A workspace that still manages something is not deleted.
      forceDelete: false,
      // No source_name and source_url: changing them replaces the workspace, and its state goes with it.
      tags: { ...workspace.tags },
    }).id;
  }

  private settings(stack: string, workspace: WorkspaceProps): void {
    const { agents } = this.props;
    new WorkspaceSettings(this, `${constructId(stack)}Settings`, {
      workspaceId: this.idOf(stack),
      executionMode: workspace.execution,
      ...(workspace.execution === "agent" && { agentPoolId: agents.usableId }),
      globalRemoteState: false,
      remoteStateConsumerIds: workspace.readers.map((reader) => this.idOf(reader)),
      // Said here for all: whatever else of it changes, this resource turns off what it is not told.
      // https://github.com/hashicorp/terraform-provider-tfe/issues/1791
      autoApply: false,
      assessmentsEnabled: workspace.assessed,
      description: workspace.description,
      // The workspace resource says the tags of the others; there is none of this one.
      ...(workspace.existing && { tags: { ...workspace.tags } }),
    });
  }

  private triggers(stack: string, triggers: readonly string[]): void {
    for (const source of triggers) {
      const id = `${constructId(stack)}After${constructId(source)}`;
      new RunTrigger(this, id, { workspaceId: this.idOf(stack), sourceableId: this.idOf(source) });
    }
  }
}
