import type { Value } from "./rego/values.ts";

/** Attributes of a resource as they are synthesized. */
export type Attributes = Readonly<Record<string, unknown>>;
/** Those of a stack, by address: `aws_eip.It`. */
export type ByAddress = Readonly<Record<string, Attributes>>;

/** What a plan shows of a resource: what is known, and where what is not known will be. */
export interface Planned {
  readonly after: { readonly [argument: string]: Value };
  readonly unknown: { readonly [argument: string]: Value };
}

const isReference = (value: unknown): value is string => typeof value === "string" && /(?<!\$)\$\{/.test(value);
const isBlock = (value: unknown): value is Attributes => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * A resource as a plan shows it that makes all of the stack: a reference to what another one says is that, any other expression is
 * unknown. In a list an unknown item is null. https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 */
export function planned(attributes: Attributes, stack: ByAddress): Planned {
  const known = followed(attributes, stack) as Attributes;
  return { after: afterOf(known) as Planned["after"], unknown: unknownOf(known) as Planned["unknown"] };
}

/** The value with every reference that leads to a literal replaced by it. */
function followed(value: unknown, stack: ByAddress): unknown {
  if (isReference(value)) return target(value, stack);
  if (Array.isArray(value)) return value.map((item) => followed(item, stack));
  return isBlock(value) ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, followed(inner, stack)])) : value;
}

function target(reference: string, stack: ByAddress): unknown {
  const [, address = "", path = ""] = /^\$\{(\w+\.[\w-]+)((?:\.\w+|\[\d+\])+)\}$/.exec(reference) ?? [];
  const names = path.match(/\w+/g) ?? [];
  const found = names.reduce<unknown>((inner, name) => (inner as Attributes | undefined)?.[name], stack[address]);
  return found === undefined || typeof found === "object" ? reference : followed(found, stack);
}

function afterOf(value: unknown): Value {
  if (Array.isArray(value)) return value.map((item) => (isReference(item) ? null : afterOf(item)));
  if (!isBlock(value)) return value as Value;
  const known = Object.entries(value).filter(([, inner]) => inner !== undefined && !isReference(inner));
  return Object.fromEntries(known.map(([name, inner]) => [name, afterOf(inner)]));
}

function unknownOf(value: unknown): Value {
  if (isReference(value)) return true;
  if (Array.isArray(value)) return value.map(unknownOf);
  if (!isBlock(value)) return false;
  const unknown = Object.entries(value).map(([name, inner]) => [name, unknownOf(inner)] as const);
  return Object.fromEntries(unknown.filter(([, inner]) => inner !== false));
}
