import type { Estate } from "../config/estate.ts";
import type { ProjectKind } from "../constructs/delivery/team-rights.ts";
import type { WorkspaceProps } from "../constructs/delivery/workspaces.ts";
import { agentPoolName } from "./agents.ts";
import { credentialSets } from "./credential-sets.ts";
import { isDynamic } from "./run-credentials.ts";
import { isEmptied, projectName, type StackEnvironment, type StackSpec, workspaceName } from "./stack-spec.ts";
import type { WorkspacesInput } from "./workspaces.ts";

/** What a workspace is made from. */
type Described = Omit<StackSpec, "build">;

/**
 * What the stack is built from.
 *
 * @param own the stack itself
 * @param specs every other stack
 */
export function workspacesInput(estate: Estate, own: Described, specs: readonly StackSpec[]): WorkspacesInput {
  const { hostname, organization, version, notifications } = estate.terraform;
  const all: Described[] = [own, ...specs];
  const plannable = all.filter(({ credentials }) => credentials.every(isDynamic));
  return {
    connection: { hostname, organization },
    terraformVersion: version,
    agentPool: agentPoolName(organization),
    projects: projects(estate),
    workspaces: Object.fromEntries(all.map((spec) => [spec.id, workspace(estate, spec, all, spec.id === own.id)])),
    sets: credentialSets(estate, all),
    groups: estate.identity.groups,
    credentials: all.filter(({ layer }) => layer === "credentials").map(({ environment }) => environment),
    plannable: Object.fromEntries(plannable.map(({ id, environment }) => [id, environment])),
    notifications,
  };
}

/** What runs everything else is guarded like production: all environments' workspaces, and where Vault and Atlantis run. */
function kindOf({ environments, central }: Estate, environment: StackEnvironment): ProjectKind {
  if (environment === "global") return "global";
  return environment === central?.environment || environments[environment]?.deletionProtection ? "protected" : "open";
}

function projects(estate: Estate): WorkspacesInput["projects"] {
  const { terraform, environments } = estate;
  const global = { name: projectName(terraform, "global"), existing: true, kind: kindOf(estate, "global"), tags: {} };
  const others = Object.values(environments).map((environment) => [
    environment.name,
    {
      name: projectName(terraform, environment.name),
      existing: false,
      kind: kindOf(estate, environment.name),
      tags: { environment: environment.name, owner: environment.owner, "cost-center": environment.costCenter },
    },
  ]);
  return Object.fromEntries([["global", global], ...others]);
}

/** An emptied stack keeps its workspace, its readers and its identity, and nothing starts it by itself: what it publishes goes. */
function workspace(estate: Estate, spec: Described, all: readonly Described[], existing: boolean): WorkspaceProps {
  const { id, layer, environment, execution } = spec;
  const emptied = isEmptied(spec);
  const emptiedIds = new Set(all.filter(isEmptied).map((other) => other.id));
  const isOpen = kindOf(estate, environment) === "open";
  const automatic = environment !== "global" && estate.environments[environment]?.autoApply === true;
  const tag = (key: string): string => spec.tags[key] ?? "";
  return {
    name: workspaceName(estate.terraform, id),
    environment,
    description: existing ? ownDescription(estate) : `Stack ${id} of ${estate.github.owner}/${estate.github.repository}`,
    existing,
    execution,
    destroyPlans: isOpen,
    autoApply: automatic && isOpen && !emptied,
    assessed: !emptied,
    tags: { environment, layer, owner: tag("owner"), "cost-center": tag("cost-center") },
    readers: all.filter(({ consumes }) => consumes.some((read) => read.id === id)).map((reader) => reader.id),
    triggers: emptied ? [] : spec.consumes.map((read) => read.id).filter((read) => !emptiedIds.has(read)),
  };
}

const ownDescription = ({ terraform, github }: Estate): string =>
  `Workspaces of ${github.owner}/${github.repository}. Set here by hand before the first run: TFE_TOKEN (environment, sensitive), a token of the owners team${
    terraform.notifications === "none" ? "" : "; notification_url (terraform, sensitive), where reports go"
  }`;
