import { catalog } from "../../../stacks/catalog.ts";
import type { StackSpec } from "../../../stacks/stack-spec.ts";
import { type Edits, edited, inMemory, load } from "../../config/fixture.ts";
import { type StackJson, synthesized } from "../../estate.ts";
import { lookup } from "../variants.ts";

/** A resource's attributes, as far as tests look into them. */
export type Attributes = Record<string, unknown>;

export const { all, one, get } = lookup<Attributes>("github_");

/** The GitHub stack of the default estate with `edits` (`estate:github.approvals`), as data. */
export const githubSpec = (edits: Edits = {}): StackSpec => find(catalog(load(edited(edits))));

/** The same, as the code gives it now. */
export const github = (edits?: Edits): StackJson => synthesized(githubSpec(edits));

/** The same, of an estate without one of its environments. */
export const githubWithout = (environment: string): StackJson =>
  synthesized(find(catalog(load(inMemory({ [`environments/${environment}.yaml`]: undefined })))));

/** Ids of the repositories in the stack: `Platform`, `RepositoryPlatformGitops`. */
export const repositoryIds = (stack: StackJson): string[] => Object.keys(all(stack, "repository")).sort();

function find(specs: readonly StackSpec[]): StackSpec {
  const spec = specs.find(({ id }) => id === "global-github");
  if (spec === undefined) throw new Error("the catalog has no global-github");
  return spec;
}
