import { layers, type StackSpec } from "./stack-spec.ts";

/** The step of a first deployment a stack is applied in: its layer. Retired stacks come last, and undo the layers from their end. */
export const stepOf = ({ layer, retired }: StackSpec): number => {
  const step = layers.indexOf(layer);
  return retired ? 2 * layers.length - 1 - step : step;
};

/** In steps; within one, in the given order. */
export const inOrder = (specs: readonly StackSpec[]): StackSpec[] => [...specs].sort((a, b) => stepOf(a) - stepOf(b));

/**
 * Ids of the stacks that must be applied before this one, sorted. Those whose outputs it reads; the workspaces stack, which
 * makes its workspace; and the credentials its runs act with. A retired stack waits for those that read it to be gone.
 */
export function appliedBefore(spec: StackSpec, specs: readonly StackSpec[]): string[] {
  if (spec.retired)
    return specs
      .filter(({ retired, consumes }) => retired && consumes.some(({ id }) => id === spec.id))
      .map(({ id }) => id)
      .sort();
  const foundation = specs.filter((other) => isFoundation(other, spec) && stepOf(other) < stepOf(spec));
  const read = spec.consumes.filter(({ id }) => !specs.some((other) => other.id === id && other.retired));
  return [...new Set([...read, ...foundation].map(({ id }) => id))].sort();
}

/** Whether `other` gives `spec` its workspace or its credentials. */
const isFoundation = (other: StackSpec, spec: StackSpec): boolean =>
  !other.retired && (other.layer === "workspaces" || (other.layer === "credentials" && other.environment === spec.environment));
