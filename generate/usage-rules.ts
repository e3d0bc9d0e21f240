import { chooseAmong, nearest } from "../config/did-you-mean.ts";
import { shown } from "../config/problems.ts";
import { type UsageShape, type UsageShapes, usageKeys } from "./usage-keys.ts";

/** Resource types with a dot and a name behind are addresses. */
export const isAddress = (key: string): boolean => key.includes(".");

/** `aws_nat_gateway` of `aws_nat_gateway.Network_Nat_a`. */
export const typeOf = (key: string): string => key.split(".")[0] ?? key;

/**
 * What is wrong with usage estimates, a line each, as Infracost would only warn or say nothing at all.
 *
 * @param usage by resource type or address
 * @param addresses of every resource; undefined while some stack has no JSON to look into
 */
export function usageProblems(usage: Readonly<Record<string, unknown>>, addresses: ReadonlySet<string> | undefined): string[] {
  const problems = Object.entries(usage).flatMap(([key, values]) => [
    ...unknownResource(key, addresses),
    ...(typeOf(key) in usageKeys ? mapProblems(values, usageKeys[typeOf(key)] ?? {}, key) : []),
  ]);
  return problems.map((problem) => `cost.usage.${problem}`);
}

function unknownResource(key: string, addresses: ReadonlySet<string> | undefined): string[] {
  const type = typeOf(key);
  if (!(type in usageKeys)) {
    const likely = nearest(type, Object.keys(usageKeys));
    const known = likely === undefined ? "generate/usage-keys.ts lists those that have any" : `did you mean ${likely}?`;
    return [`${key}: ${type} is not a resource type with usage in this estate; ${known}`];
  }
  if (!isAddress(key) || addresses === undefined || addresses.has(key)) return [];
  const ofType = [...addresses].filter((address) => typeOf(address) === type).sort();
  return [`${key}: no stack has a resource of this address; ${chooseAmong(key, ofType)}`];
}

function mapProblems(values: unknown, shapes: UsageShapes, at: string): string[] {
  if (typeof values !== "object" || values === null || Array.isArray(values)) {
    return [`${at}: got ${shown(values)}; give a map of usage keys`];
  }
  return Object.entries(values).flatMap(([key, value]) => {
    const shape = shapes[key];
    if (shape === undefined) return [`${at}.${key}: Infracost has no such key; ${chooseAmong(key, Object.keys(shapes))}`];
    return valueProblems(value, shape, `${at}.${key}`);
  });
}

function valueProblems(value: unknown, shape: UsageShape, at: string): string[] {
  if (shape === "number") return numberProblems(value, at);
  if (shape === "numbers") {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [`${at}: got ${shown(value)}; give a map of numbers`];
    return Object.entries(value).flatMap(([key, item]) => numberProblems(item, `${at}.${key}`));
  }
  if (!isWords(shape)) return mapProblems(value, shape, at);
  return typeof value === "string" && shape.includes(value) ? [] : [`${at}: got ${shown(value)}; ${chooseAmong(String(value), shape)}`];
}

const isWords = (shape: readonly string[] | UsageShapes): shape is readonly string[] => Array.isArray(shape);

const numberProblems = (value: unknown, at: string): string[] =>
  typeof value === "number" && Number.isFinite(value) && value >= 0 ? [] : [`${at}: got ${shown(value)}; give a number, 0 or more`];
