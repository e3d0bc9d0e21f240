import type { Project } from "./atlantis.ts";
import type { Git } from "./git.ts";
import type { StackChange } from "./report.ts";
import type { Range, RangeOptions } from "./revisions.ts";
import { atlantisFile, dirtyPaths, type Snapshot, stackOf } from "./snapshot.ts";

/** How many names a note lists. */
const fewNames = 6;

const someOf = (names: readonly string[]): string =>
  names.slice(0, fewNames).join(", ") + (names.length > fewNames ? ` and ${names.length - fewNames} more` : "");

/** What is said of the choice of revisions; that only edits show goes without saying where there are any. */
export function rangeNotes(git: Git, { head }: RangeOptions, { notes }: Range): readonly string[] {
  const paths = head === undefined ? dirtyPaths(git) : [];
  if (paths.length === 0) return notes;
  const names = [...new Set(paths.map((path) => stackOf(path) ?? path))].sort();
  return [`not committed, and part of this: ${someOf(names)}; --head HEAD leaves that out`];
}

/** What is said of `atlantis.yaml`, which the order of the steps comes from. */
export function atlantisNotes(
  projects: ReadonlyMap<string, Project> | undefined,
  base: Snapshot,
  head: Snapshot,
  stacks: readonly StackChange[],
): string[] {
  if (projects === undefined || projects.size === 0) {
    const [what, remedy] = projects ? ["no projects, as where state is local", "apply by hand"] : ["no such file", "run npm run synth"];
    return stacks.length === 0 ? [] : [`${atlantisFile} in ${head.revision.name}: ${what}; the steps only know who reads what; ${remedy}`];
  }
  const missing = stacks.filter(({ id, action }) => action !== "removed" && !projects.has(id)).map(({ id }) => id);
  return [
    ...(base.files.get(atlantisFile) === head.files.get(atlantisFile) ? [] : [`${atlantisFile} differs: projects or their order changed`]),
    ...(missing.length > 0 ? [`${atlantisFile} has no project for ${someOf(missing)}; run npm run synth`] : []),
  ];
}
