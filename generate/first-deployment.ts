import type { Estate } from "../config/estate.ts";
import { inOrder } from "../stacks/order.ts";
import { isEmptied, type Layer, projectName, type StackSpec } from "../stacks/stack-spec.ts";
import type { WorkspacesInput } from "../stacks/workspaces.ts";
import { accountSections, accountTable } from "./first-accounts.ts";
import { linksSection, replicationSection } from "./first-between.ts";
import { agentsSection, databaseSection, registriesSection, vaultSection } from "./first-central.ts";
import { platformSecrets } from "./platform-secrets.ts";
import { applies, terraform } from "./stack-folder.ts";
import { commands, markdownPage, table } from "./template.ts";

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
  const { sets = {} } = workspacesOf(stacks);
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
    github: applies([...of("github"), ...of("okta")]),
    network: applies([...of("edge"), ...of("network")]),
    interconnect: linksSection(of("interconnect")),
    agents: agentsSection(estate, stacks),
    cluster: applies(of("cluster")),
    data: applies([...of("data"), ...of("names")]),
    registries: registriesSection(stacks),
    platformSecrets: platformSecrets(stacks),
    vault: vaultSection(estate, stacks),
    platform: applies(of("platform")),
    databaseAccess: databaseSection(stacks),
    replication: replicationSection(stacks),
    onTop: applies([...of("mesh"), ...of("services"), ...of("apps"), ...of("traffic"), ...of("observability")]),
    lastStack: stacks.at(-1)?.id ?? "",
  });
}

/** What the stack of the workspaces is built from. */
const workspacesOf = (stacks: readonly StackSpec[]): Partial<WorkspacesInput> =>
  stacks.find(({ layer }) => layer === "workspaces")?.input ?? {};

/** The variables of variable sets that a person fills in, with the first sentence of what they say of themselves. */
function secretTable(sets: WorkspacesInput["sets"]): string {
  const rows = Object.values(sets).flatMap(({ name, secrets = [] }) =>
    secrets.map(({ key, description }) => [`\`${name}\``, `\`${key}\``, description.split(". ")[0] ?? ""]),
  );
  return table(["variable set", "variable", "value"], rows);
}

/** https://developer.hashicorp.com/terraform/cli/config/config-file#environment-variable-credentials */
const tokenVariable = (hostname: string): string => `TF_TOKEN_${hostname.replaceAll("-", "__").replaceAll(".", "_")}`;

const notificationRow = "| `notification_url` | terraform | address of the chat channel's webhook, for failed runs and drift |";
