import { blocksOf, isSame, quoted } from "./blocks.ts";
import type { Policy, Problem } from "./policy.ts";
import { afterPublishedList, isPublishedValue } from "./published.ts";
import { isObject } from "./strict-json.ts";

const execKeys = ["api_version", "command", "args"];

/**
 * Refuses a program run for a cluster's token unless it is known, is begun with known arguments and known options after them (one
 * such as `--authority-host` would send the run's own token elsewhere), and has no environment (`LD_PRELOAD`, `AWS_CONFIG_FILE`).
 */
export function execSettings(value: unknown, path: string, policy: Policy, states: ReadonlySet<string>): Problem[] {
  const problems: Problem[] = [];
  const blocks = blocksOf(value, 0, path, (at) =>
    problems.push({ path: at, message: `is ${quoted(value)}; it must be written out: ${execKeys.join(", ")}` }),
  );
  return [...problems, ...blocks.flatMap(({ body }) => blockProblems(body, path, policy, states))];
}

function blockProblems(body: Readonly<Record<string, unknown>>, path: string, { exec }: Policy, states: ReadonlySet<string>): Problem[] {
  const { command, args } = body;
  const others = Object.keys(body).filter((key) => !execKeys.includes(key) && !(key === "env" && isEmpty(body.env)));
  const isPublished = typeof command === "string" && isPublishedValue(command, states);
  const program = typeof command === "string" && Object.hasOwn(exec, command) ? exec[command] : undefined;
  const options = program?.options ?? Object.values(exec).flatMap((known) => known.options);
  const wanted = `${program ? `begin with ${quoted(program.begin)}` : "be the producer's output"} and go on with pairs of ${options.join(", ")}`;
  const hasProgram = isPublished || program !== undefined;
  return [
    ...others.map((key) => ({ path: `${path}.${key}`, message: `is not allowed; only ${execKeys.join(", ")} are` })),
    ...(hasProgram ? [] : [{ path: `${path}.command`, message: `is ${quoted(command)}; allowed are ${Object.keys(exec).join(", ")}` }]),
    ...(!hasProgram || isKnown(args, program?.begin, options, states)
      ? []
      : [{ path: `${path}.args`, message: `is ${quoted(args)}; it must ${wanted}` }]),
  ];
}

const isEmpty = (value: unknown): boolean => isObject(value) && Object.keys(value).length === 0;

/** @param begin undefined: only a list that another stack published will do */
function isKnown(
  args: unknown = [],
  begin: readonly string[] | undefined,
  options: readonly string[],
  states: ReadonlySet<string>,
): boolean {
  if (typeof args === "string") {
    const more = afterPublishedList(args, states);
    return more !== undefined && arePairs(listed(more), options);
  }
  if (begin === undefined || !Array.isArray(args)) return false;
  return isSame(args.slice(0, begin.length), begin) && arePairs(args.slice(begin.length), options);
}

/** An option is taken as it is written; its value may be an expression, as no program reads an option where it wants a value. */
const arePairs = (words: readonly unknown[], options: readonly string[]): boolean =>
  words.length % 2 === 0 && words.every((word, index) => typeof word === "string" && (index % 2 === 1 || options.includes(word)));

/** Text without an expression, text that is one reference or call, or the same without quotes; none has a comma or a bracket. */
const element = /^\s*(?:"([^"\\$%[\]]*|\$\{[\w.()-]+\})"|([\w.()-]+))\s*$/;

/** Elements of a list written in an expression; undefined where one is of another form, and could end the list. */
const listed = (text: string): (string | undefined)[] =>
  text.trim() === ""
    ? []
    : text.split(",").map((part) =>
        element
          .exec(part)
          ?.slice(1)
          .find((found) => found !== undefined),
      );
