import type { Estate } from "../config/estate.ts";
import { agentNames } from "../stacks/agents.ts";
import { centralPlace } from "../stacks/central.ts";
import type { Layer, StackSpec } from "../stacks/stack-spec.ts";
import type { WorkspacesInput } from "../stacks/workspaces.ts";
import { applies } from "./stack-folder.ts";
import { fillTemplate } from "./template.ts";

/** What to have running before stacks that need an agent; nothing where there are none. */
export function agentsSection(estate: Estate, stacks: readonly StackSpec[]): string {
  const onAgents = stacks.filter(({ execution }) => execution === "agent");
  if (onAgents.length === 0) return "";
  const { agentPool = "" } = (stacks.find(({ layer }) => layer === "workspaces")?.input ?? {}) as Partial<WorkspacesInput>;
  const agents = stacks.filter(({ layer }) => layer === "agents");
  const [own] = agents;
  const shared = {
    stackCount: String(onAgents.length),
    hostname: estate.terraform.hostname,
    agentPool,
    networks: networksOf(stacks, onAgents),
  };
  if (own?.place === undefined) return fillTemplate("first-agents-by-hand.md", shared);
  const { account, region } = own.place;
  return fillTemplate("first-agents.md", {
    ...shared,
    central: own.place.environment,
    registry: applies(ownRegistry(stacks)),
    apply: applies(agents),
    accountId: account.cloud === "aws" ? account.accountId : "",
    region,
    ...agentNames(own.place),
    tag: estate.versions.images.agents,
  });
}

/** The networks, and which stacks run on agents inside each. */
function networksOf(stacks: readonly StackSpec[], onAgents: readonly StackSpec[]): string {
  const named = (specs: readonly StackSpec[]) => specs.map((spec) => `\`${spec.id}\``).join(", ");
  const isIn = (spec: StackSpec, { place }: StackSpec) => JSON.stringify(spec.place) === JSON.stringify(place);
  const networks = stacks.filter((spec) => spec.layer === "network" && onAgents.some((other) => isIn(other, spec)));
  const across = onAgents.filter(({ place }) => place === undefined);
  return [
    ...networks.map((network) => `- ${named([network])}: ${named(onAgents.filter((spec) => isIn(spec, network)))}`),
    ...across.map((spec) => `- all networks of ${spec.environment}: ${named([spec])}`),
  ].join("\n");
}

const of = (stacks: readonly StackSpec[], layer: Layer): StackSpec[] => stacks.filter((spec) => spec.layer === layer);

/** The registry of the images that the central place itself runs: it waits for no cluster. */
const ownRegistry = (stacks: readonly StackSpec[]): StackSpec[] => of(stacks, "registry").filter(({ place }) => place?.cloud === "aws");

/** The registries that let in the nodes of clusters by name. */
export function registriesSection(stacks: readonly StackSpec[]): string {
  const others = of(stacks, "registry").filter((spec) => of(stacks, "agents").length === 0 || spec.place?.cloud !== "aws");
  if (others.length === 0) return "";
  return `### Images\n\nWhere the clusters of each cloud find the applications' images: they let in the nodes that are there now.\n\n${applies(others)}`;
}

/** How Vault is started for the first time; nothing where there is none. */
export function vaultSection(estate: Estate, stacks: readonly StackSpec[]): string {
  const [platform] = of(stacks, "central");
  const [vault] = of(stacks, "vault");
  const central = centralPlace(estate);
  if (platform === undefined || vault === undefined || central === undefined) return "";
  const { account, region } = central.place;
  const profile = account.cloud === "aws" ? `AWS_PROFILE=<profile for ${account.accountId}> ` : "";
  return fillTemplate("first-vault.md", {
    central: platform.environment,
    platform: applies([platform]),
    session: `${profile}aws eks update-kubeconfig --region ${region} --name ${estate.organization.name}-${platform.id.replace(/-platform$/, "")}`,
    data: platform.id.replace(/platform$/, "data"),
    domain: estate.organization.domain,
    vault: vault.id,
    access: applies(of(stacks, "vault-access")),
  });
}

/** How Vault gets to make logins of databases; nothing where it reaches none. */
export function databaseSection(stacks: readonly StackSpec[]): string {
  const access = of(stacks, "database-access");
  return access.length === 0 ? "" : fillTemplate("first-databases.md", { namespace: "databases", apply: applies(access) });
}
