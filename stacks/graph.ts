import { retirementProblems } from "./retirement.ts";
import { layers, type StackSpec, workspaceName } from "./stack-spec.ts";

/** HCP Terraform: run triggers per workspace, https://developer.hashicorp.com/terraform/cloud-docs/workspaces/settings/run-triggers */
const MAX_RUN_TRIGGERS = 20;
/** Azure: workspaces an identity can trust by name, https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations */
const MAX_AZURE_WORKSPACES = 20;
/** HCP Terraform: characters of a workspace name. */
const MAX_WORKSPACE_NAME = 90;
/** Atlantis takes folders of these names for modules. */
const FORBIDDEN_IDS = ["env", "modules"];

/**
 * Checks that the stacks can be applied in some order and that HCP Terraform and Atlantis can hold them.
 *
 * @param retired ids the configuration wants retired
 *
 * @throws one error with every problem found
 */
export function checkGraph(specs: readonly StackSpec[], retired: readonly string[] = []): void {
  const byId = new Map(specs.map((spec) => [spec.id, spec]));
  const problems = [
    ...duplicates(specs),
    ...azureTrust(specs),
    ...retirementProblems(specs, retired),
    ...specs.flatMap((spec) => [...named(spec), ...edges(spec, byId)]),
    ...cycles(byId),
  ];
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

function duplicates(specs: readonly StackSpec[]): string[] {
  const ids = specs.map((spec) => spec.id);
  const twice = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
  return twice.map((id) => `${id}: two stacks have this id; rename one`);
}

/** Azure matches the subject of a run's token whole: one federated credential per workspace, and an identity holds only so many. */
function azureTrust(specs: readonly StackSpec[]): string[] {
  const counts = new Map<string, number>();
  for (const { environment, credentials } of specs) {
    if (credentials.includes("azure")) counts.set(environment, (counts.get(environment) ?? 0) + 1);
  }
  const over = [...counts].filter(([, count]) => count > MAX_AZURE_WORKSPACES);
  return over.map(
    ([environment, count]) =>
      `environments.${environment}.clouds.azure.regions: give ${count} workspaces, and an identity trusts at most ${MAX_AZURE_WORKSPACES}; take regions away`,
  );
}

function named(spec: StackSpec): string[] {
  const workspace = workspaceName(spec.terraform, spec.id);
  const problems: string[] = [];
  if (workspace.length > MAX_WORKSPACE_NAME) {
    problems.push(
      `${spec.id}: workspace ${workspace} has ${workspace.length} characters, at most ${MAX_WORKSPACE_NAME}; shorten terraform.organization`,
    );
  }
  if (FORBIDDEN_IDS.includes(spec.id)) problems.push(`${spec.id}: Atlantis takes a folder of this name for a module; rename the stack`);
  return problems;
}

function edges(spec: StackSpec, byId: ReadonlyMap<string, StackSpec>): string[] {
  const problems: string[] = [];
  for (const { id } of spec.consumes) {
    const producer = byId.get(id);
    if (producer === undefined) {
      problems.push(`${spec.id}: consumes ${id}, which does not exist; enable it or stop consuming it`);
    } else if (layers.indexOf(producer.layer) >= layers.indexOf(spec.layer)) {
      problems.push(
        `${spec.id}: is in layer ${spec.layer} and consumes ${id} of layer ${producer.layer}, which is not earlier; move one of them (order: ${layers.join(", ")})`,
      );
    }
  }
  if (spec.consumes.length > MAX_RUN_TRIGGERS) {
    problems.push(
      `${spec.id}: consumes ${spec.consumes.length} stacks; HCP Terraform allows ${MAX_RUN_TRIGGERS} run-trigger sources; split the stack`,
    );
  }
  return problems;
}

/** Every cycle once, as the path that closes it. */
function cycles(byId: ReadonlyMap<string, StackSpec>): string[] {
  const problems: string[] = [];
  const done = new Set<string>();
  const visit = (id: string, path: readonly string[]): void => {
    const at = path.indexOf(id);
    if (at >= 0) {
      problems.push(`${[...path.slice(at), id].join(" -> ")}: a cycle; no order of applying them exists; remove one of the reads`);
      return;
    }
    if (done.has(id)) return;
    for (const producer of byId.get(id)?.consumes ?? []) visit(producer.id, [...path, id]);
    done.add(id);
  };
  for (const id of byId.keys()) visit(id, []);
  return problems;
}
