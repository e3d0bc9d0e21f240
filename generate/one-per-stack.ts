import { nearest } from "../config/did-you-mean.ts";
import type { StackSpec } from "../stacks/stack-spec.ts";
import { folderOf } from "./stack-folder.ts";

/** A project of Atlantis or Infracost, as far as both have the same: a name and a folder. */
export interface NamedFolder {
  readonly name: string;
  readonly folder: string;
}

/** Every stack has exactly one project, called like the stack and in its folder. */
export function onePerStack(projects: readonly NamedFolder[], stacks: readonly StackSpec[], folderKey: string): string[] {
  const ids = stacks.map(({ id }) => id);
  const names = projects.map(({ name }) => name);
  return [
    ...twice(names).map((name) => `${name}: two projects have this name; take one away`),
    ...twice(projects.map(({ folder }) => folder)).map((folder) => `${folder}: two projects have this ${folderKey}; take one away`),
    ...ids.filter((id) => !names.includes(id)).map((id) => `${id}: the stack has no project; add one`),
    ...projects.flatMap((project) => misplaced(project, ids, folderKey)),
  ];
}

function misplaced({ name, folder }: NamedFolder, ids: readonly string[], folderKey: string): string[] {
  if (!ids.includes(name)) {
    const likely = nearest(name, ids);
    return [`${name}: is not a stack; ${likely === undefined ? "take the project away" : `did you mean ${likely}?`}`];
  }
  if (folder === folderOf(name)) return [];
  return [`${name}: ${folderKey}: got ${folder}, which is not the stack's folder; use ${folderOf(name)}`];
}

const twice = (values: readonly string[]): string[] => [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
