import { closest } from "fastest-levenshtein";
import { isRunBy } from "./order.ts";
import { isEmptied, type Layer, type StackSpec } from "./stack-spec.ts";

/** They read an emptied account until the configuration goes: what empties its places acts as what it publishes. */
const readsAccountsToTheEnd: readonly Layer[] = ["credentials", "github"];

/**
 * What is wrong with the stacks that the configuration takes away.
 *
 * @param retired ids it lists
 */
export function retirementProblems(specs: readonly StackSpec[], retired: readonly string[]): string[] {
  const ids = specs.map(({ id }) => id);
  return [
    ...retired.filter((id) => !ids.includes(id)).map((id) => unknown(id, ids)),
    ...specs.filter(isEmptied).flatMap((spec) => [...stillRead(spec, specs), ...stillRuns(spec, specs)]),
  ];
}

const unknown = (id: string, ids: string[]): string =>
  `retired: ${id} is not a stack; did you mean ${closest(id, ids)}? Take it away when the stack is gone from the configuration`;

function stillRead(producer: StackSpec, specs: readonly StackSpec[]): string[] {
  const readers = specs.filter(
    (spec) => !isEmptied(spec) && !isRunBy(spec, producer) && spec.consumes.some(({ id }) => id === producer.id),
  );
  return readers
    .filter(({ layer }) => !(producer.layer === "account" && readsAccountsToTheEnd.includes(layer)))
    .map(({ id }) => `retired: ${producer.id} is still read by ${id}; retire that too, or stop it from reading`);
}

/** Without workspace and credentials nothing can be planned or applied, nor emptied. */
function stillRuns(spec: StackSpec, specs: readonly StackSpec[]): string[] {
  const [one, ...more] = specs.filter((other) => !isEmptied(other) && isRunBy(other, spec));
  if (one === undefined) return [];
  const others = more.length > 0 ? ` and ${more.length} more` : "";
  const gives = spec.layer === "workspaces" ? "the workspaces" : "the credentials of runs";
  return [`retired: ${spec.id} holds ${gives} of ${one.id}${others}; retire all of them too, or take it off the list`];
}
