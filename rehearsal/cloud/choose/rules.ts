import type { Value } from "../../values.ts";
import type { Question } from "./question.ts";
import { render } from "./template.ts";

/**
 * What is chosen for attributes whose place (`<type>.<path>`) a pattern fits: a row to be filled in, or what a function says. A row
 * that takes what is not known and a function that says undefined leave the choice to later rules.
 */
export type Rule = readonly [where: RegExp, choose: string | ((question: Question) => Value | undefined)];

/** The answer of the first rule that has one. */
export function firstOf(rules: readonly Rule[], question: Question): Value | undefined {
  for (const [where, choose] of rules) {
    if (!where.test(question.place)) continue;
    const value = typeof choose === "string" ? render(choose, question) : choose(question);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** What a cloud takes for an argument that is left out, from a table by `<type>.<path>` and `*.<name>`. */
export function defaultOf(table: Readonly<Record<string, Value>>, { place, name }: Question): Value | undefined {
  return [place, `*.${name}`].map((key) => (Object.hasOwn(table, key) ? table[key] : undefined)).find((value) => value !== undefined);
}
