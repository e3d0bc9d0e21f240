import { workspaceOf } from "../read-stacks.ts";
import type { Stack } from "../stacks.ts";

/** What a stack's override file depends on. */
export interface Overrides {
  /** Where the state of a stack is, by its id; for a workspace of no stack, by the workspace's name. */
  readonly stateFile: (stackOrWorkspace: string) => string;
  /** Ids of stacks by their workspaces. */
  readonly byWorkspace: ReadonlyMap<string, string>;
  /** The machine's terraform is not of a version that the stack asks for, and is to be used all the same. */
  readonly anyVersion: boolean;
}

type Resource = Readonly<Record<string, unknown>>;

/** The content of the file that makes terraform run a stack here: a local state, and the local states of others. */
export function overrideOf({ id, json }: Stack, overrides: Overrides): Record<string, unknown> {
  const remoteStates = Object.entries(json.data?.terraform_remote_state ?? {});
  const localState = (read: Resource): Resource => {
    const workspace = workspaceOf(read) ?? "unnamed-workspace";
    return { backend: "local", config: { path: overrides.stateFile(overrides.byWorkspace.get(workspace) ?? workspace) } };
  };
  return {
    terraform: {
      backend: { local: { path: overrides.stateFile(id) } },
      ...(overrides.anyVersion && { required_version: ">= 0.12" }),
    },
    ...(remoteStates.length > 0 && {
      data: { terraform_remote_state: Object.fromEntries(remoteStates.map(([name, read]) => [name, localState(read)])) },
    }),
  };
}
