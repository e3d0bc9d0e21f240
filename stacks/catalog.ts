import type { Estate } from "../config/estate.ts";
import { deliveryStacks } from "./delivery-stacks.ts";
import { environmentStacks } from "./environment-stacks.ts";
import { checkGraph } from "./graph.ts";
import { inOrder } from "./order.ts";
import type { StackSpec } from "./stack-spec.ts";

/**
 * Every stack of the estate as data, in an order in which it can be applied. Nothing is built to know the graph.
 *
 * @throws one error with every problem of the graph
 */
export function catalog(estate: Estate): StackSpec[] {
  const inPlaces = environmentStacks(estate);
  const specs = [...inPlaces, ...deliveryStacks(estate, inPlaces)];
  checkGraph(specs, Object.keys(estate.retired));
  return inOrder(specs);
}
