import type { Estate } from "../config/estate.ts";
import { stepOf } from "../stacks/order.ts";
import { isEmptied, type StackEnvironment, type StackSpec } from "../stacks/stack-spec.ts";
import { environmentDiagram, layerDiagram } from "./diagrams.ts";
import { byId } from "./stack-folder.ts";
import { markdownPage, table } from "./template.ts";

/** `docs/architecture.md`: how the platform hangs together, with a diagram per environment and a table of all stacks. */
export function architectureFile(estate: Estate, stacks: readonly StackSpec[]): Record<string, string> {
  const present: StackEnvironment[] = [...new Set(stacks.map(({ environment }) => environment))];
  const environments = present.sort().map((name) => `### ${name}\n\n${about(estate, name)}\n\n${environmentDiagram(name, stacks)}`);
  const values = {
    stackCount: String(stacks.length),
    state: stateText(estate),
    layers: layerDiagram(stacks),
    environments: environments.join("\n\n"),
    stacks: stackTable(stacks),
  };
  return { "docs/architecture.md": markdownPage("architecture.md", values) };
}

const stateText = ({ terraform: { backend, hostname, organization } }: Estate): string =>
  backend === "local"
    ? "State is kept in files beside the repository (`terraform.backend: local`), so nothing below about HCP Terraform and Atlantis is in use."
    : `State is kept in HCP Terraform (organization \`${organization}\` on ${hostname}), one workspace per stack.`;

function about({ environments }: Estate, name: StackEnvironment): string {
  if (name === "global") return "What all environments have in common.";
  const environment = environments[name];
  if (environment === undefined) return "";
  const clouds = Object.entries(environment.clouds).map(([cloud, { regions }]) => `${cloud} (${Object.keys(regions).join(", ")})`);
  const protectedOrNot = environment.deletionProtection ? "Stateful resources refuse deletion." : "Stateful resources may be deleted.";
  return `${clouds.join(", ")}. Availability \`${environment.ha}\`, ${environment.budgetUsd} USD a month. ${protectedOrNot}`;
}

function stackTable(stacks: readonly StackSpec[]): string {
  const rows = byId(stacks).map((spec) => [
    `\`${spec.id}\``,
    `${stepOf(spec)} ${isEmptied(spec) ? "(emptied)" : spec.layer}`,
    spec.execution,
    spec.credentials.join(", ") || "-",
    names(spec.consumes),
    names(stacks.filter(({ consumes }) => consumes.some(({ id }) => id === spec.id))),
  ]);
  return table(["stack", "step", "runs", "acts as", "reads", "read by"], rows);
}

const names = (stacks: readonly { readonly id: string }[]): string =>
  stacks
    .map(({ id }) => id)
    .sort()
    .join(", ") || "-";
