import { drawn } from "./chance.ts";
import type { Question } from "./question.ts";

const NAMES = /^(aws|google)_\w+\.(name|bucket|identifier|cluster_identifier|node_group_name|target_id)$/;

/**
 * The name that a provider gives an object whose configuration leaves it out: a prefix, a moment and a number, as terraform's own
 * `PrefixedUniqueId` makes it. Undefined for other attributes, and for providers that ask for every name.
 */
export function nameLeftOut({ choice }: Question, name: string): string | undefined {
  const { type, key } = choice.object;
  if (!NAMES.test(`${type}.${name}`)) return undefined;
  const prefix = choice.values[`${name}_prefix`];
  return `${typeof prefix === "string" && prefix !== "" ? prefix : "terraform-"}20250101000000${drawn(`${key} ${name}`, "digits", 12)}`;
}
