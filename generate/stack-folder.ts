import type { StackSpec } from "../stacks/stack-spec.ts";
import { commands } from "./template.ts";

/** Gives the JSON of a stack as the running synth leaves it; undefined where it has none yet. */
export type ReadStack = (stackId: string) => string | undefined;

/** A synthesized stack, as far as what is derived looks into it. */
export interface StackJson {
  readonly terraform?: {
    readonly required_version?: string;
    readonly cloud?: { readonly workspaces?: { readonly name?: string } };
  };
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const home = "cdktf.out/stacks";

/** Where a stack's JSON is, from the repository's root. */
export const folderOf = (stackId: string): string => `${home}/${stackId}`;

/** A terraform command in a stack's folder, from the repository's root. */
export const terraform = (stackId: string, command: string): string => `terraform -chdir=${folderOf(stackId)} ${command}`;

/** Parsed once for all that looks into them: a parse of the whole estate takes as long as everything that is derived from it. */
const parsed = new WeakMap<ReadStack, Map<string, StackJson | undefined>>();

/**
 * The stack as this synth leaves it.
 *
 * @throws where a file that this synth does not write is no JSON: a merge conflict, mostly
 */
export function readJson(read: ReadStack, stackId: string): StackJson | undefined {
  const known = parsed.get(read) ?? new Map<string, StackJson | undefined>();
  parsed.set(read, known);
  if (!known.has(stackId)) known.set(stackId, parse(read, stackId));
  return known.get(stackId);
}

function parse(read: ReadStack, stackId: string): StackJson | undefined {
  const text = read(stackId);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as StackJson;
  } catch {
    throw new Error(`${folderOf(stackId)}/cdk.tf.json: is not JSON; run npm run synth without patterns, which writes it anew`);
  }
}

/** By id, so that a new stack is one new place in a list and moves nothing. */
export const byId = (stacks: readonly StackSpec[]): StackSpec[] => [...stacks].sort((a, b) => (a.id < b.id ? -1 : 1));

/** The commands that apply stacks for the first time, one after the other. */
export const applies = (stacks: readonly StackSpec[]): string =>
  commands(stacks.flatMap(({ id }) => [terraform(id, "init"), terraform(id, "apply")]));
