import { policies } from "../../constructs/policies/index.ts";
import type { StackFacts } from "../../constructs/policies/stack-view.ts";
import { inShort, stackOf, verdictOn } from "../constructs/policies/judged.ts";
import { type Attributes, type ByAddress, planned } from "./planned.ts";
import type { Value } from "./rego/values.ts";
import { type Change, type PolicyCase, planOf } from "./terraform-cases.ts";

/** A resource that rules over plans and rules over what is synthesized must say the same of. */
export interface Mirrored {
  readonly type: string;
  /** What is known of its stack besides. @default one of production */
  readonly facts?: Partial<StackFacts>;
  /** As all rules over plans want it; undefined where they want none of the type. */
  readonly fine: Attributes | undefined;
  /** What it takes besides to be fine, by address. @default nothing */
  readonly beside?: ByAddress;
  /** Changes to it that break nothing. */
  readonly alsoFine?: readonly Attributes[];
  /** Changes to it that break the rule of the id. */
  readonly broken: readonly (readonly [id: string, change: Attributes])[];
}

const text = (value: unknown): string => JSON.stringify(value);

const changesIn = (stack: ByAddress): Change[] =>
  Object.entries(stack).map(([address, attributes]) => {
    const [type = "", name = ""] = address.split(".");
    return { type, name, actions: ["create"], ...planned(attributes, stack) };
  });

/** A plan that makes all of a stack. */
export const planOfStack = (stack: ByAddress): Value => planOf(...changesIn(stack));

const plan = ({ type, fine, beside }: Mirrored, change: Attributes): Value =>
  planOfStack({ [`${type}.It`]: { ...fine, ...change }, ...beside });

/** The fixtures as plans: what is fine, what is not by the rule's id, and what is not known yet. */
export const planCases = (fixtures: readonly Mirrored[]): PolicyCase[] =>
  fixtures.flatMap((fixture) => {
    const { type, fine, alsoFine = [], broken } = fixture;
    return [
      ...(fine === undefined ? [] : [{}, ...alsoFine]).map((change) => ({
        name: `${type} with ${text(change)}`,
        input: plan(fixture, change),
        refused: [],
      })),
      ...broken.map(([id, change]) => ({
        name: `${type} with ${text(change)}`,
        input: plan(fixture, change),
        refused: [new RegExp(`^${id}: ${type}\\.It needs \\S.*npm run policies -- --id ${id}`)],
      })),
      ...(fine === undefined ? [] : [unknownCase(fixture, fine)]),
    ];
  });

/** Nothing can be said of what the apply decides. */
const unknownCase = ({ type, beside = {} }: Mirrored, fine: Attributes): PolicyCase => ({
  name: `${type} of which nothing is known yet`,
  input: planOf(
    { type, actions: ["create"], after: {}, unknown: Object.fromEntries(Object.keys(fine).map((key) => [key, true])) },
    ...changesIn(beside),
  ),
  refused: [],
});

/** What the rules over what is synthesized find in addition once a fixture is broken; undefined if there is no rule of the id. */
export function foundBySynth({ type, facts, fine, beside }: Mirrored, id: string, change: Attributes): string[] | undefined {
  const rules = policies.filter((policy) => policy.id === id);
  if (rules.length === 0) return undefined;
  const found = (attributes: Attributes): string[] =>
    verdictOn(rules, stackOf({ [`${type}.It`]: attributes, ...beside }), facts).violations.map(inShort);
  const before = new Set(fine === undefined ? [] : found(fine));
  return found({ ...fine, ...change }).filter((finding) => !before.has(finding));
}

/** Resources of one stack that are judged together. */
export interface Together {
  readonly name: string;
  readonly stack: ByAddress;
  /** What is known of the stack besides. @default it is one of production */
  readonly facts?: Partial<StackFacts>;
  /** Rule and address of each thing that is held against it. */
  readonly refused: readonly (readonly [id: string, address: string])[];
}

/** The stacks as plans. */
export const togetherCases = (stacks: readonly Together[]): PolicyCase[] =>
  stacks.map(({ name, stack, refused }) => ({
    ...{ name, input: planOfStack(stack) },
    refused: refused.map(([id, address]) => new RegExp(`^${id}: ${address.replaceAll(".", "\\.")} needs \\S`)),
  }));

/** What the rules of these ids hold against a stack: rule and address. */
export function heldBySynth({ stack, facts }: Together, ids: ReadonlySet<string>): string[] {
  const { violations } = verdictOn(policies, stackOf(stack), facts);
  const ofIts = violations.filter(({ policy, address }) => ids.has(policy) && address in stack);
  return [...new Set(ofIts.map(({ policy, address }) => `${policy} ${address}`))].sort();
}
