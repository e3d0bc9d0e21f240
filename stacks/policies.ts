import { policies } from "../constructs/policies/index.ts";
import { Judge, type Verdict } from "../constructs/policies/judge.ts";
import { policyReport } from "../constructs/policies/report.ts";
import { type StackFacts, StackView } from "../constructs/policies/stack-view.ts";
import type { AccountInput } from "./account.ts";
import { refusesDeletion } from "./retired-config.ts";
import { isEmptied, type StackEnvironment, type StackSpec } from "./stack-spec.ts";

/** Environments whose data must not be lost by mistake; the global stacks hold what all of them go by. */
const guarded: readonly StackEnvironment[] = ["global", "mgmt", "prod"];

const judge = new Judge(policies);

/** What the rules may know of a stack besides its JSON. */
export function factsOf(spec: StackSpec): StackFacts {
  const { id, environment, layer, place, input, retirement } = spec;
  const hasBudget = layer === "account" && place !== undefined && !isEmptied(spec);
  return {
    id,
    environment,
    // A stack on its way out is written such that everything in it can be destroyed.
    isProtected: guarded.includes(environment) && retirement === undefined,
    ...(hasBudget && { budgets: { [place.cloud]: (input as AccountInput).budgetUsd } }),
    isLinked: isLinked(spec),
  };
}

/** The stack of links is there only if they are asked for; those that hold an end of one are told so. */
function isLinked({ layer, input }: StackSpec): boolean {
  const { vpnGateway, linked } = input as { readonly vpnGateway?: boolean; readonly linked?: boolean };
  return layer === "interconnect" || vpnGateway === true || linked === true;
}

/**
 * What the rules hold against a stack: a pure function of the spec, the JSON that it gave, and the day. One on its way out is not
 * held to what would keep it.
 *
 * @param today `YYYY-MM-DD`
 */
export function judgeStack(spec: StackSpec, json: object, today: string): Verdict {
  const verdict = judge.judge(new StackView(factsOf(spec), json), today);
  if (spec.retirement === undefined) return verdict;
  return { ...verdict, violations: verdict.violations.filter(({ argument = "" }) => !refusesDeletion(argument)) };
}

/** The texts to refuse with, one for each rule that is broken; none if nothing is. */
export const problemsIn = (verdicts: readonly Verdict[]): string[] => policyReport(verdicts, policies);

/** Both at once, for stacks that are all at hand. */
export const policyProblems = (stacks: readonly { readonly spec: StackSpec; readonly json: object }[], today: string): string[] =>
  problemsIn(stacks.map(({ spec, json }) => judgeStack(spec, json, today)));

/**
 * The policies as what a synth keeps to.
 *
 * @param today `YYYY-MM-DD`, for suppressions that end
 */
export function rulesFor(specs: readonly StackSpec[], today: string) {
  const byId = new Map(specs.map((spec) => [spec.id, spec]));
  return {
    judge: (stackId: string, document: object): Verdict => judgeStack(byId.get(stackId) as StackSpec, document, today),
    problems: (verdicts: readonly Verdict[]): string[] => problemsIn(verdicts),
  };
}
