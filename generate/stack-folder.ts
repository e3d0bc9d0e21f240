import type { StackSpec } from "../stacks/stack-spec.ts";
import { commands } from "./template.ts";

const home = "cdktf.out/stacks";

/** Where a stack's JSON is, from the repository's root. */
export const folderOf = (stackId: string): string => `${home}/${stackId}`;

/** A terraform command in a stack's folder, from the repository's root. */
export const terraform = (stackId: string, command: string): string => `terraform -chdir=${folderOf(stackId)} ${command}`;

/** By id, so that a new stack is one new place in a list and moves nothing. */
export const byId = (stacks: readonly StackSpec[]): StackSpec[] => [...stacks].sort((a, b) => (a.id < b.id ? -1 : 1));

/** The commands that apply stacks for the first time, one after the other. */
export const applies = (stacks: readonly StackSpec[]): string =>
  commands(stacks.flatMap(({ id }) => [terraform(id, "init"), terraform(id, "apply")]));
