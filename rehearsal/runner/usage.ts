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
      .map((address) => `--fail ${address}: no stack has such a resource; write it as <stack>/<type>.<name>`),
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
  return chosen.some(({ stack }) =>
    Object.entries(stack.json.resource ?? {}).some(([type, byName]) =>
      Object.keys(byName).some((name) => matches(`${type}.${name}`) || matches(`${stack.id}/${type}.${name}`)),
    ),
  );
}
