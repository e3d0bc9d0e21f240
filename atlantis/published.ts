import { blocksOf } from "./blocks.ts";
import type { Json } from "./strict-json.ts";

const value = /^\$\{data\.terraform_remote_state\.([\w-]+)\.outputs\.\w+(?:\[\d+\])?\}$/;
const list = /^\$\{(?:concat\()?data\.terraform_remote_state\.([\w-]+)\.outputs\.\w+(?:, \[(.*)\]\))?\}$/;

/** Names of the remote states whose outputs can only be what their stack published: `defaults` would answer for outputs it lacks. */
export function publishedStates(json: Json): ReadonlySet<string> {
  const states = blocksOf(json.data, 2, "data", () => {}).filter(({ labels }) => labels[0] === "terraform_remote_state");
  const answering = new Set(states.filter(({ body }) => body.defaults !== undefined).map(({ labels }) => labels[1]));
  return new Set(states.flatMap(({ labels: [, name = ""] }) => (answering.has(name) ? [] : [name])));
}

/** Whether text is `${data.terraform_remote_state.prod-aws-use1-cluster.outputs.cluster__endpoint}`: what another stack published. */
export const isPublishedValue = (text: string, states: ReadonlySet<string>): boolean => states.has(value.exec(text)?.[1] ?? "");

/**
 * What follows a published list: nothing after `${data....outputs.x}`, `"--a", b` after `${concat(data....outputs.x, ["--a", b])}`;
 * undefined where the text is neither.
 */
export function afterPublishedList(text: string, states: ReadonlySet<string>): string | undefined {
  const found = list.exec(text);
  if (found === null || !states.has(found[1] ?? "")) return undefined;
  return text.startsWith("${concat(") === (found[2] !== undefined) ? (found[2] ?? "") : undefined;
}
