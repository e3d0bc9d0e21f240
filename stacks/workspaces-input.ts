import type { Environment, Estate } from "../config/estate.ts";
import type { Credential } from "../constructs/delivery/contract.ts";
import type { ProjectKind } from "../constructs/delivery/team-rights.ts";
import { credentialsTeam } from "../constructs/delivery/terraform-teams.ts";
import type { WorkspaceProps } from "../constructs/delivery/workspaces.ts";
import { dynamicCredentials, isDynamic, variableSetKey } from "./run-credentials.ts";
import { isEmptied, projectName, type StackEnvironment, type StackSpec, workspaceName } from "./stack-spec.ts";
import type { CredentialSetInput, WorkspacesInput } from "./workspaces.ts";

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
  const environments = Object.values(estate.environments);
  const plannable = all.filter(({ credentials }) => credentials.every(isDynamic));
  return {
    connection: { hostname, organization },
    terraformVersion: version,
    agentPool: `${organization}-agents`,
    projects: projects(estate),
    workspaces: Object.fromEntries(all.map((spec) => [spec.id, workspace(estate, spec, all, spec.id === own.id)])),
    sets: Object.fromEntries([...environments.flatMap((environment) => setsOf(estate, environment, all)), githubSet(estate, all)]),
    groups: estate.identity.groups,
    credentials: all.filter(({ layer }) => layer === "credentials").map(({ environment }) => environment),
    plannable: Object.fromEntries(plannable.map(({ id, environment }) => [id, environment])),
    notifications,
  };
}

/** What runs everything else is guarded like production: all environments' workspaces, and where Vault and Atlantis run. */
function kindOf({ environments }: Estate, environment: StackEnvironment): ProjectKind {
  if (environment === "global") return "global";
  return environment === "mgmt" || environments[environment]?.deletionProtection ? "protected" : "open";
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

function setsOf(estate: Estate, { name }: Environment, all: readonly Described[]): [string, CredentialSetInput][] {
  const dynamic = dynamicCredentials(estate, name).map((credential) =>
    set(estate, name, credential, all, { description: `Short-lived ${credential} tokens for runs of ${name}`, published: true }),
  );
  const token = set(estate, name, "terraform", all, {
    description: `Lets the credentials stack of ${name} fill the variable sets of ${name}`,
    published: false,
    secret: { key: "TFE_TOKEN", description: `Token of the team ${credentialsTeam(name)}. A person sets it, here, once` },
  });
  return [...dynamic, token];
}

const githubSet = (estate: Estate, all: readonly Described[]): [string, CredentialSetInput] =>
  set(estate, "global", "github", all, {
    description: "Lets the github stack act as its GitHub App",
    published: false,
    secret: {
      key: "GITHUB_APP_PEM_FILE",
      description: "Private key of the GitHub App in PEM, on one line with \\n for line ends. A person sets it, here, once",
    },
  });

/** Given to exactly the stacks of the environment whose spec asks for the credential. */
function set(
  { terraform }: Estate,
  environment: StackEnvironment,
  credential: Credential,
  all: readonly Described[],
  rest: Pick<CredentialSetInput, "description" | "published" | "secret">,
): [string, CredentialSetInput] {
  const users = all.filter((spec) => spec.environment === environment && spec.credentials.includes(credential));
  const name = `${projectName(terraform, environment)}-${credential}`;
  return [variableSetKey(environment, credential), { name, environment, stacks: users.map(({ id }) => id), ...rest }];
}
