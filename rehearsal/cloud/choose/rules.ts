import type { Value } from "../../values.ts";
import type { Question } from "./question.ts";

/** What is chosen for attributes whose place (`<type>.<path>`) a pattern fits; undefined leaves the choice to later rules. */
export type Rule = readonly [where: RegExp, choose: (question: Question) => Value | undefined];

/** The answer of the first rule that has one. */
export function firstOf(rules: readonly Rule[], question: Question): Value | undefined {
  for (const [where, choose] of rules) {
    const value = where.test(question.place) ? choose(question) : undefined;
    if (value !== undefined) return value;
  }
  return undefined;
}
