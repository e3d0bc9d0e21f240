import type { Estate } from "../config/estate.ts";
import { inOrder } from "../stacks/order.ts";
import { isEmptied, type Layer, projectName, type StackSpec } from "../stacks/stack-spec.ts";
import type { WorkspacesInput } from "../stacks/workspaces.ts";
import { accountSections, accountTable } from "./first-accounts.ts";
import { platformSecrets } from "./platform-secrets.ts";
import { terraform } from "./stack-folder.ts";
import { commands, fillTemplate, markdownPage, table } from "./template.ts";

const file = "docs/runbooks/first-deployment.md";

/** `docs/runbooks/first-deployment.md`: every stack in the order in which it is first applied, with the exact commands. */
export function firstDeploymentFile(estate: Estate, stacks: readonly StackSpec[]): Record<string, string> {
  // One on its way out is not deployed any more.
  const ordered = inOrder(stacks.filter((spec) => !isEmptied(spec)));
  return { [file]: estate.terraform.backend === "local" ? localPage(estate, ordered) : page(estate, ordered) };
}

function localPage(estate: Estate, stacks: readonly StackSpec[]): string {
  return markdownPage("first-deployment-local.md", {
    terraformVersion: estate.terraform.version,
    accountTable: accountTable(estate),
    commands: applies(stacks),
  });
}

function page(estate: Estate, stacks: readonly StackSpec[]): string {
  const { terraform: settings, github, identity } = estate;
  const of = (layer: Layer): StackSpec[] => stacks.filter((spec) => spec.layer === layer);
  const first = of("workspaces").map(({ id }) => id);
  const { sets = {}, agentPool = "" } = workspacesOf(stacks);
  return markdownPage("first-deployment.md", {
    organization: settings.organization,
    organizationName: estate.organization.name,
    hostname: settings.hostname,
    terraformVersion: settings.version,
    tokenVariable: tokenVariable(settings.hostname),
    owner: github.owner,
    repository: github.repository,
    globalProject: projectName(settings, "global"),
    teams: Object.values(identity.groups)
      .map((name) => `\`${name}\``)
      .join(", "),
    notificationRow: settings.notifications === "none" ? "" : notificationRow,
    accountTable: accountTable(estate),
    workspacesInit: commands(first.map((id) => terraform(id, "init"))),
    workspacesApply: commands(first.map((id) => terraform(id, "apply"))),
    secrets: secretTable(sets),
    accounts: accountSections(estate, of("account")),
    accountPlans: commands(of("account").map(({ id }) => terraform(id, "plan"))),
    credentials: applies(of("credentials")),
    github: applies(of("github")),
    network: applies(of("network")),
    agents: agents(stacks, settings.hostname, agentPool),
    cluster: applies(of("cluster")),
    data: applies(of("data")),
    platformSecrets: platformSecrets(stacks),
    platform: applies(of("platform")),
    onTop: applies([...of("mesh"), ...of("services"), ...of("apps")]),
    lastStack: stacks.at(-1)?.id ?? "",
  });
}

/** What the stack of the workspaces is built from. */
const workspacesOf = (stacks: readonly StackSpec[]): Partial<WorkspacesInput> =>
  stacks.find(({ layer }) => layer === "workspaces")?.input ?? {};

/** The variables of variable sets that a person fills in, with the first sentence of what they say of themselves. */
function secretTable(sets: WorkspacesInput["sets"]): string {
  const rows = Object.values(sets).flatMap(({ name, secret }) =>
    secret ? [[`\`${name}\``, `\`${secret.key}\``, secret.description.split(". ")[0] ?? ""]] : [],
  );
  return table(["variable set", "variable", "value"], rows);
}

const applies = (stacks: readonly StackSpec[]): string =>
  commands(stacks.flatMap(({ id }) => [terraform(id, "init"), terraform(id, "apply")]));

/** https://developer.hashicorp.com/terraform/cli/config/config-file#environment-variable-credentials */
const tokenVariable = (hostname: string): string => `TF_TOKEN_${hostname.replaceAll("-", "__").replaceAll(".", "_")}`;

const notificationRow = "| `notification_url` | terraform | address of the chat channel's webhook, for failed runs and drift |";

/** What to have running before stacks that need an agent; nothing where there are none. */
function agents(stacks: readonly StackSpec[], hostname: string, agentPool: string): string {
  const onAgents = stacks.filter(({ execution }) => execution === "agent");
  if (onAgents.length === 0) return "";
  const named = (specs: readonly StackSpec[]) => specs.map((spec) => `\`${spec.id}\``).join(", ");
  const isIn = (spec: StackSpec, { place }: StackSpec) => JSON.stringify(spec.place) === JSON.stringify(place);
  const networks = stacks.filter((spec) => spec.layer === "network" && onAgents.some((other) => isIn(other, spec)));
  const across = onAgents.filter(({ place }) => place === undefined);
  const rows = [
    ...networks.map((network) => `- ${named([network])}: ${named(onAgents.filter((spec) => isIn(spec, network)))}`),
    ...across.map((spec) => `- all networks of ${spec.environment}: ${named([spec])}`),
  ];
  return fillTemplate("first-agents.md", { stackCount: String(onAgents.length), hostname, agentPool, networks: rows.join("\n") });
}
