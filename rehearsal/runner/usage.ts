import { distance } from "fastest-levenshtein";
import picomatch from "picomatch";
import type { Faults } from "../cloud/faults.ts";
import type { Chosen } from "./choose-stacks.ts";
import type { Flags } from "./flags.ts";

/** The command line asks for what there is not. */
export class WrongUsage extends Error {}

/** @throws WrongUsage in place of an error of something the command line decides */
export function byUsage<T>(task: () => T): T {
  try {
    return task();
  } catch (error) {
    throw error instanceof Error && error.constructor === Error ? new WrongUsage(error.message) : error;
  }
}

/** @throws WrongUsage naming the variables and the addresses of `--var` and `--fail` that no chosen stack has */
export function checkUsage(flags: Flags, chosen: readonly Chosen[]): void {
  const variables = new Set(chosen.flatMap(({ stack }) => Object.keys(stack.json.variable ?? {})));
  const lost = [
    ...Object.keys(flags.var)
      .filter((name) => !variables.has(name))
      .map((name) => `--var ${name}: no stack has this variable; there are: ${[...variables].join(", ") || "none"}`),
    ...flags.fail
      .filter((address) => !isAnywhere(address, chosen))
      .map((address) => `--fail ${address}: no chosen stack has such a resource; ${likely(address, chosen)}`),
    ...flags.fail
      .filter((address) => flags.planOnly && isAnywhere(address, chosen) && !isAnywhere(address, appliedOf(chosen)))
      .map((address) => `--fail ${address}: with --plan-only nothing is applied there; leave --plan-only out`),
    ...(flags.seed !== undefined && flags.failRandom === undefined ? ["--seed: decides nothing without --fail-random"] : []),
  ];
  if (lost.length > 0) throw new WrongUsage(lost.join("\n"));
}

/** The faults that were asked for, if any. */
export function faultsOf({ fail, failRandom, seed = 1 }: Flags): Faults | undefined {
  if (fail.length === 0 && failRandom === undefined) return undefined;
  return { fail, ...(failRandom !== undefined && { random: { probability: failRandom, seed } }) };
}

function isAnywhere(address: string, chosen: readonly Chosen[]): boolean {
  const matches = picomatch(address.replace(/\[.*$/, ""));
  return addressesOf(chosen).some(({ within, whole }) => matches(within) || matches(whole));
}

/** Those that `--plan-only` applies: what others read. */
function appliedOf(chosen: readonly Chosen[]): Chosen[] {
  const read = new Set(chosen.flatMap(({ stack }) => stack.reads));
  return chosen.filter(({ stack }) => read.has(stack.id));
}

/** What was probably meant: at most a third of it is misspelt. */
function likely(address: string, chosen: readonly Chosen[]): string {
  const known = addressesOf(chosen).map(({ within, whole }) => (address.includes("/") ? whole : within));
  const [best] = known.map((name) => ({ name, far: distance(name, address) })).sort((a, b) => a.far - b.far);
  const isNear = best !== undefined && best.far <= address.length / 3;
  return isNear ? `did you mean ${best.name}?` : "write it as <stack>/<type>.<name>, <type>.<name> or a glob";
}

function addressesOf(chosen: readonly Chosen[]): { readonly within: string; readonly whole: string }[] {
  return chosen.flatMap(({ stack: { id, json } }) =>
    Object.entries(json.resource ?? {}).flatMap(([type, byName]) =>
      Object.keys(byName).map((name) => ({ within: `${type}.${name}`, whole: `${id}/${type}.${name}` })),
    ),
  );
}
