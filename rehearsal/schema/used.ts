import type { Blocks, Stack } from "../stacks.ts";

/** The types a stack uses, by kind. */
export interface UsedTypes {
  readonly resources: ReadonlySet<string>;
  readonly data: ReadonlySet<string>;
  readonly ephemeral: ReadonlySet<string>;
}

/**
 * The types in a stack's JSON and, if given, in the parsed file of its state: what is gone from the JSON must still be destroyed.
 * Terraform's own (`terraform_remote_state`, `terraform_data`) are left out.
 */
export function usedTypes(stack: Stack, state?: unknown): UsedTypes {
  const { resource, data, ephemeral } = stack.json;
  return {
    resources: providerTypes(resource, stateTypes(state, "managed")),
    data: providerTypes(data, stateTypes(state, "data")),
    ephemeral: providerTypes(ephemeral, []),
  };
}

function providerTypes(blocks: Blocks | undefined, more: readonly string[]): ReadonlySet<string> {
  const types = [...Object.keys(blocks ?? {}), ...more].filter((type) => !type.startsWith("terraform_"));
  return new Set(types.sort());
}

function stateTypes(state: unknown, mode: "managed" | "data"): readonly string[] {
  const resources = isRecord(state) && Array.isArray(state.resources) ? state.resources : [];
  return resources.flatMap((resource: unknown) =>
    isRecord(resource) && resource.mode === mode && typeof resource.type === "string" ? [resource.type] : [],
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
