import { AgentPool } from "@cdktf/provider-tfe/lib/agent-pool";
import { AgentPoolAllowedProjects } from "@cdktf/provider-tfe/lib/agent-pool-allowed-projects";
import { Construct } from "constructs";

export interface AgentsProps {
  readonly name: string;
  /** Ids of the projects with workspaces that run on the agents. */
  readonly projectIds: readonly string[];
}

/** The pool of agents in our own network, for runs that reach private endpoints. Projects without such runs may not use it. */
export class Agents extends Construct {
  readonly id: string;
  readonly name: string;
  /** The pool's id once it may be used: a workspace given the pool before that is refused. */
  readonly usableId: string;

  constructor(scope: Construct, id: string, { name, projectIds }: AgentsProps) {
    super(scope, id);
    const pool = new AgentPool(this, "Resource", { name, organizationScoped: false });
    this.id = pool.id;
    this.name = pool.name;
    this.usableId =
      projectIds.length === 0
        ? pool.id
        : new AgentPoolAllowedProjects(this, "Projects", { agentPoolId: pool.id, allowedProjectIds: [...projectIds] }).agentPoolId;
  }
}
