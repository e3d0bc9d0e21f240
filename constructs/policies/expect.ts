import type { Finding, Json, Subject } from "./policy.ts";
import { names } from "./stack-view.ts";

/**
 * The value of an argument inside a subject: `vpc_config.endpoint_public_access`. A nested block is an array of blocks; its first
 * one is meant.
 */
export function argumentOf(subject: Pick<Subject, "attributes">, argument: string): Json | undefined {
  let value: Json | undefined = subject.attributes as Json;
  for (const name of argument.split(".")) {
    while (Array.isArray(value)) value = value[0];
    if (typeof value !== "object" || value === null) return undefined;
    value = within(value as Block, name);
  }
  return value;
}

type Block = { readonly [name: string]: Json };

/** What a block says of a name; a `dynamic` block stands for the blocks that it makes. */
function within(block: Block, name: string): Json | undefined {
  const content = (made: Json | undefined): Json[] =>
    [made ?? []]
      .flat()
      .flatMap((one) => (one as Block | null)?.content ?? {})
      .flat();
  const made = (block.dynamic as Block | undefined)?.[name];
  if (made === undefined) return block[name];
  return [...[block[name] ?? []].flat(), ...content(made)];
}

/** All blocks of a name, whether one or many are written. */
export function blocksOf(subject: Pick<Subject, "attributes">, argument: string): { readonly [name: string]: Json }[] {
  const value = argumentOf(subject, argument);
  return value === undefined || value === null ? [] : ([value].flat() as { readonly [name: string]: Json }[]);
}

/** A finding unless the argument is exactly `wanted` (`"true"` counts as `true`). */
export function equals(subject: Subject, argument: string, wanted: boolean | number | string): Finding[] {
  const got = argumentOf(subject, argument);
  return got === wanted || got === String(wanted) ? [] : [{ argument, got, wanted: JSON.stringify(wanted) }];
}

/** A finding unless the argument is one of `wanted`. */
export function oneOf(subject: Subject, argument: string, wanted: readonly (boolean | number | string)[]): Finding[] {
  const got = argumentOf(subject, argument);
  return wanted.some((value) => got === value) ? [] : [{ argument, got, wanted: `one of ${wanted.join(", ")}` }];
}

/** A finding unless the argument is set to something. @param what it has to be, in words */
export function isSet(subject: Subject, argument: string, what: string): Finding[] {
  const got = argumentOf(subject, argument);
  const empty = got === undefined || got === null || got === "" || (Array.isArray(got) && got.length === 0);
  return empty ? [{ argument, got, wanted: what }] : [];
}

/** A finding if the argument is set, or is something other than false where it is a switch. */
export function isUnset(subject: Subject, argument: string, what = "nothing"): Finding[] {
  const got = argumentOf(subject, argument);
  return got === undefined || got === null || got === false ? [] : [{ argument, got, wanted: what }];
}

/** A finding if the argument is set to anything else: for arguments whose default is as it should be. */
export function ifSet(subject: Subject, argument: string, wanted: readonly (boolean | number | string)[]): Finding[] {
  const got = argumentOf(subject, argument);
  return got === undefined || got === null || wanted.some((value) => got === value || got === String(value))
    ? []
    : [{ argument, got, wanted: wanted.join(" or ") }];
}

/** A finding unless the argument is as it should be. @param wanted how that is, in words */
export function fits(subject: Subject, argument: string, isRight: (got: Json | undefined) => boolean, wanted: string): Finding[] {
  const got = argumentOf(subject, argument);
  return isRight(got ?? undefined) ? [] : [{ argument, got, wanted }];
}

/** Judges every block of a name as if it were a subject of its own. */
export function inEach(subject: Subject, argument: string, check: (block: Subject) => Iterable<Finding>): Finding[] {
  return blocksOf(subject, argument).flatMap((attributes, position) => {
    const where = position === 0 ? argument : `${argument}[${position}]`;
    return [...check({ ...subject, attributes })].map((finding) => ({
      ...finding,
      argument: finding.argument === undefined ? where : `${where}.${finding.argument}`,
    }));
  });
}

/** Whether an address, a range or one of a list of them lets in more or less everybody; what is only known at apply does not. */
export function isEverywhere(source: Json | undefined): boolean {
  if (Array.isArray(source)) return source.some(isEverywhere);
  if (typeof source !== "string") return false;
  const [, address = "", bits] = /^([\d.]+|[\da-f:]+)\/(\d+)$/i.exec(source) ?? [];
  // Half of the internet is no smaller a group; the widest private range is a /8.
  if (bits !== undefined) return Number(bits) < (address.includes(":") ? 16 : 8);
  return ["*", "any", "internet", "0.0.0.0", "::"].includes(source.toLowerCase());
}

/** Whether a resource or an output of the stack refers to the subject; to come after it is no use of it. */
export function isUsed(subject: Subject): boolean {
  return subject.stack.subjects.some((other) => {
    if (other.address === subject.address) return false;
    const { depends_on: _order, "//": _remarks, ...rest } = other.attributes;
    return names(rest, subject.address);
  });
}

/** A finding unless the argument is a number of at least `least`; what is only known at apply is let through. */
export function atLeast(subject: Subject, argument: string, least: number): Finding[] {
  const got = argumentOf(subject, argument);
  if (typeof got === "string" && got.includes("${")) return [];
  return Number(got) >= least ? [] : [{ argument, got, wanted: `at least ${least}` }];
}

/** A finding unless the argument is a number of at most `most`; what is only known at apply is let through. */
export function atMost(subject: Subject, argument: string, most: number): Finding[] {
  const got = argumentOf(subject, argument);
  if (typeof got === "string" && got.includes("${")) return [];
  return Number(got) <= most ? [] : [{ argument, got, wanted: `at most ${most}` }];
}

/** A finding unless some resource of `type` names the subject in `argument`. @returns what its companions are found to lack */
export function hasCompanion(
  subject: Subject,
  type: string,
  argument: string,
  check: (companion: Subject) => Iterable<Finding> = () => [],
): Finding[] {
  const companions = subject.stack.companionsOf(subject, type, argument);
  if (companions.length === 0) return [{ argument: type, got: undefined, wanted: `one that names ${subject.address}` }];
  return companions.flatMap((companion) => [...check(companion)]);
}
