import type { Difference } from "./attributes.ts";
import { lifecycleOf } from "./protection.ts";
import { awsReplacement } from "./replacement-aws.ts";
import { azurermReplacement } from "./replacement-azurerm.ts";
import { deliveryReplacement } from "./replacement-delivery.ts";
import { googleReplacement } from "./replacement-google.ts";
import { type Block, isObject, type Json, stringsIn } from "./stack-json.ts";

/** How sure it is that a change replaces a resource. */
export type Replacement = "likely" | "possible";

/** What is known of a resource type. */
export interface TypeFacts {
  /** Page of the provider's source or documentation that says so. */
  readonly source: string;
  /** Attributes whose change replaces the resource; in blocks as dotted paths without indexes. */
  readonly always: readonly string[];
  /** Attributes whose change replaces it in some cases: only when removed, or by what it was. */
  readonly sometimes?: readonly string[];
  /** Attributes whose change replaces it in one direction: to a smaller number or older version, or away from a value that begins so. */
  readonly oneWay?: Readonly<Record<string, "lowered" | `from ${string}`>>;
  /**
   * Whether a replacement loses data, keys, addresses or trust.
   * @default true
   */
  readonly stateful?: boolean;
}

const facts: Readonly<Record<string, TypeFacts>> = {
  ...awsReplacement,
  ...googleReplacement,
  ...azurermReplacement,
  ...deliveryReplacement,
};

/** What is known of a resource type; undefined for types that are not looked after. */
export const factsOf = (type: string): TypeFacts | undefined => (Object.hasOwn(facts, type) ? facts[type] : undefined);

/** Whether losing a resource of this type loses data, keys, addresses or trust. */
export const isStateful = (type: string): boolean => factsOf(type)?.stateful ?? factsOf(type) !== undefined;

/**
 * Whether a difference replaces its resource. A value that is an expression, and one that is set or unset (providers fill
 * those in), make it possible; two literals make it likely. What the block ignores changes of replaces nothing.
 */
export function replacementBy(block: Block, { path, before, after }: Difference): Replacement | undefined {
  const known = factsOf(block.type);
  const keys = path.filter((part): part is string => typeof part === "string");
  if (known === undefined || isIgnored(block, keys)) return undefined;
  const attribute = keys.join(".");
  const isAt = (listed: string): boolean => attribute === listed || attribute.startsWith(`${listed}.`);
  const holds = (listed: string): boolean =>
    listed.startsWith(`${attribute}.`) && [before, after].some((value) => valuesAt(value, listed.slice(attribute.length + 1)).length > 0);
  const isLiteral = isKnown(before) && isKnown(after);
  if (known.always.some(isAt)) return isLiteral ? "likely" : "possible";
  const direction = Object.entries(known.oneWay ?? {}).find(([listed]) => isAt(listed))?.[1];
  if (direction !== undefined && isLiteral) return goes(direction, before, after) ? "likely" : undefined;
  const others = [...known.always, ...(known.sometimes ?? []), ...Object.keys(known.oneWay ?? {})];
  return others.some((listed) => isAt(listed) || holds(listed)) ? "possible" : undefined;
}

/** Whether a change goes in the direction that replaces. */
function goes(direction: "lowered" | `from ${string}`, before: Json | undefined, after: Json | undefined): boolean {
  const [old, now] = [String(before), String(after)];
  const [, start] = /^from (.*)$/.exec(direction) ?? [];
  if (start !== undefined) return old.startsWith(start) && !now.startsWith(start);
  const [olds, news] = [numbersIn(old), numbersIn(now)];
  const at = olds.findIndex((part, index) => part !== (news[index] ?? 0));
  return at >= 0 && (news[at] ?? 0) < (olds[at] ?? 0);
}

/** `7`, `0` of `REDIS_7_0`. */
const numbersIn = (text: string): number[] => (text.match(/\d+/g) ?? []).map(Number);

const isKnown = (value: Json | undefined): boolean =>
  value !== undefined && ![...stringsIn(value)].some((text) => text.includes("${") && text !== "");

function isIgnored(block: Block, keys: readonly string[]): boolean {
  const ignored = lifecycleOf(block).ignore_changes;
  if (ignored === "all") return true;
  return Array.isArray(ignored) && ignored.some((name: Json) => name === "all" || name === keys[0] || name === keys.join("."));
}

/** The values at a dotted path, through every element of the lists on the way. */
export function valuesAt(value: Json | undefined, path: string): Json[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => valuesAt(item, path));
  if (path === "") return value === undefined ? [] : [value];
  if (!isObject(value)) return [];
  const [key = "", ...rest] = path.split(".");
  return valuesAt(value[key], rest.join("."));
}
