import { isEmptied, layers, type StackSpec } from "./stack-spec.ts";

/** The step of a first deployment a stack is applied in: its layer. Emptied stacks come last, and undo the layers from their end. */
export const stepOf = (spec: StackSpec): number => {
  const step = layers.indexOf(spec.layer);
  return isEmptied(spec) ? 2 * layers.length - 1 - step : step;
};

/** In steps; within one, in the given order. */
export const inOrder = (specs: readonly StackSpec[]): StackSpec[] => [...specs].sort((a, b) => stepOf(a) - stepOf(b));

/**
 * Ids of the stacks that must be applied before this one, sorted. Those whose outputs it reads; the workspaces stack, which
 * makes its workspace; and the credentials its runs act with. An emptied stack waits for those that need it so to be gone.
 */
export const appliedBefore = (spec: StackSpec, specs: readonly StackSpec[]): string[] =>
  specs
    .filter((other) => (isEmptied(spec) ? isEmptied(other) && needs(other, spec) : !isEmptied(other) && needs(spec, other)))
    .map(({ id }) => id)
    .sort();

const needs = (spec: StackSpec, other: StackSpec): boolean => spec.consumes.some(({ id }) => id === other.id) || isRunBy(spec, other);

/** Whether `other` gives `spec` its workspace or the credentials its runs act with. */
export const isRunBy = (spec: StackSpec, other: StackSpec): boolean =>
  layers.indexOf(other.layer) < layers.indexOf(spec.layer) &&
  (other.layer === "workspaces" || (other.layer === "credentials" && other.environment === spec.environment));
