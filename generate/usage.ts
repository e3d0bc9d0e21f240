import type { Estate } from "../config/estate.ts";
import type { StackSpec } from "../stacks/stack-spec.ts";
import { refuseIfAny, yamlText } from "./generated-text.ts";
import { usageFile } from "./infracost-rules.ts";
import { addressesIn, type ReadExtract } from "./stack-extract.ts";
import { type Usage, usageDefaults } from "./usage-defaults.ts";
import { isAddress, typeOf, usageProblems } from "./usage-rules.ts";

/**
 * `infracost-usage.yml`: what Infracost cannot know, by resource type, and by address where configuration names one.
 *
 * @throws one error with every key and address that Infracost would not understand
 */
export function usageEstimates({ cost }: Estate, stacks: readonly StackSpec[], read: ReadExtract): Record<string, string> {
  refuseIfAny("config/estate.yaml", usageProblems(cost.usage, addressesOf(stacks, read)));
  const given = Object.entries(cost.usage as Record<string, Usage>);
  const byType = given
    .filter(([key]) => !isAddress(key))
    .reduce((all, [type, usage]) => overlaid(all, { [type]: usage }), usageDefaults as Usage);
  // Whole, as an address's estimates stand in place of its type's.
  const byAddress = given.flatMap(([key, usage]) => (isAddress(key) ? [[key, overlaid(byType[typeOf(key)] ?? {}, usage)] as const] : []));
  const document = {
    version: 0.1,
    resource_type_default_usage: sorted(Object.entries(byType)),
    ...(byAddress.length > 0 && { resource_usage: sorted(byAddress) }),
  };
  const remarks = ["A month's usage: generate/usage-defaults.ts says why, cost.usage in config/estate.yaml is over it."];
  return { [usageFile]: yamlText(remarks, document) };
}

/** Of every resource of every stack; undefined while some stack has no JSON. */
function addressesOf(stacks: readonly StackSpec[], read: ReadExtract): ReadonlySet<string> | undefined {
  const found = new Set<string>();
  for (const { id } of stacks) {
    const extract = read(id);
    if (extract === undefined) return undefined;
    for (const address of addressesIn(extract)) found.add(address);
  }
  return found;
}

/** `over` on `under`, map by map. */
function overlaid(under: Usage[string], over: Usage): Usage {
  const base: Usage = typeof under === "object" ? under : {};
  const merged = Object.entries(over).map(([key, value]) => [key, typeof value === "object" ? overlaid(base[key] ?? {}, value) : value]);
  return { ...base, ...Object.fromEntries(merged) };
}

const sorted = <T>(entries: readonly (readonly [string, T])[]): Record<string, T> =>
  Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
