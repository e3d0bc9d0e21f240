import type { Stack } from "../stacks.ts";
import { withAddresses } from "./addresses.ts";
import type { Chosen } from "./choose-stacks.ts";
import { unmet } from "./find-terraform.ts";
import { overrideOf } from "./override.ts";
import { variableValues } from "./variables.ts";
import type { WorkFolder } from "./work-folder.ts";

/** What is placed where. */
export interface Placing {
  readonly all: readonly Stack[];
  readonly chosen: readonly Chosen[];
  readonly work: WorkFolder;
  /** Of the machine's terraform. */
  readonly version: string;
  /** Values of variables that were given, by name. */
  readonly variables: Readonly<Record<string, string>>;
  /** Real providers are used: they know no `rehearsal_address`. */
  readonly areReal: boolean;
}

/**
 * Copies the chosen stacks into the work folder, each with its override.
 *
 * @returns what is assumed that the stacks do not say, for people
 */
export function placeStacks({ all, chosen, work, version, variables, areReal }: Placing): string[] {
  const stacks = chosen.map(({ stack }) => stack);
  const otherVersions = unmet(stacks, version);
  const byWorkspace = new Map(
    all.flatMap(({ id, json }) => (json.terraform?.cloud?.workspaces?.name ? [[json.terraform.cloud.workspaces.name, id]] : [])),
  );
  const overrides = {
    stateFile: (id: string) => work.stateFile(id),
    byWorkspace,
    anyVersion: otherVersions.length > 0,
    addresses: !areReal,
  };
  for (const stack of stacks) work.place(stack, overrideOf(stack, overrides), (text) => (areReal ? text : withAddresses(text, stack)));
  return [
    ...otherVersions.map((constraint) => `terraform is ${version}, the stacks ask for ${constraint}: rehearsed all the same`),
    ...stacks.flatMap((stack) => standIns(stack, variables)),
  ];
}

function standIns({ id, json }: Stack, given: Readonly<Record<string, string>>): string[] {
  return Object.entries(variableValues(json, given))
    .filter(([name]) => given[name] === undefined)
    .map(([name, value]) => `${id}: the variable ${name} has the stand-in ${value}; give another with --var ${name}=...`);
}
