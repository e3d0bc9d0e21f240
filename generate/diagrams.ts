import { layers, type StackEnvironment, type StackSpec } from "../stacks/stack-spec.ts";

/** A Mermaid block as GitHub draws it. */
const mermaid = (lines: readonly string[]): string => ["```mermaid", "flowchart LR", ...lines.map((line) => `  ${line}`), "```"].join("\n");

/** Hyphens mean arrows in a Mermaid id. */
const nodeId = (name: string): string => name.replaceAll("-", "_");

/** Which kinds of stack read which: a node per layer. */
export function layerDiagram(stacks: readonly StackSpec[]): string {
  const layerOf = new Map(stacks.map(({ id, layer }) => [id, layer]));
  const used = layers.filter((layer) => stacks.some((spec) => spec.layer === layer));
  const reads = new Set(
    stacks.flatMap(({ layer, consumes }) => consumes.map(({ id }) => `${nodeId(layerOf.get(id) ?? "")} --> ${nodeId(layer)}`)),
  );
  const nodes = used.map((layer) => {
    const count = stacks.filter((spec) => spec.layer === layer).length;
    return `${nodeId(layer)}["${layer}<br/>${count === 1 ? "1 stack" : `${count} stacks`}"]`;
  });
  return mermaid([...nodes, ...[...reads].sort()]);
}

/**
 * The stacks of one environment and what they read: an arrow from each producer to its reader. Its own stacks are boxes, by
 * cloud; producers of other environments are rounded.
 */
export function environmentDiagram(environment: StackEnvironment, stacks: readonly StackSpec[]): string {
  const own = stacks.filter((spec) => spec.environment === environment);
  const box = ({ id }: StackSpec): string => `${nodeId(id)}["${id}"]`;
  const clouds = [...new Set(own.flatMap(({ place }) => (place === undefined ? [] : [place.cloud])))];
  const groups = clouds.flatMap((cloud) => [
    `subgraph ${environment}_${cloud} ["${cloud}"]`,
    ...own.filter(({ place }) => place?.cloud === cloud).map((spec) => `  ${box(spec)}`),
    "end",
  ]);
  const elsewhere = own.flatMap(({ consumes }) => consumes).filter(({ id }) => !own.some((spec) => spec.id === id));
  const rounded = [...new Set(elsewhere.map(({ id }) => id))].sort().map((id) => `${nodeId(id)}(["${id}"])`);
  const reads = own.flatMap(({ id, consumes }) => consumes.map((producer) => `${nodeId(producer.id)} --> ${nodeId(id)}`));
  return mermaid([...own.filter(({ place }) => place === undefined).map(box), ...groups, ...rounded, ...reads]);
}
