import { policies } from "../../constructs/policies/index.ts";
import { inShort, stackOf, verdictOn } from "../constructs/policies/judged.ts";
import type { Value } from "./rego/values.ts";
import { created, type PolicyCase } from "./terraform-cases.ts";

type Attributes = Readonly<Record<string, unknown>>;

/** A resource that rules over plans and rules over what is synthesized must say the same of. */
export interface Mirrored {
  readonly type: string;
  /** As all rules over plans want it; undefined where they want none of the type. */
  readonly fine: Attributes | undefined;
  /** Changes to it that break nothing. */
  readonly alsoFine?: readonly Attributes[];
  /** Changes to it that break the rule of the id. */
  readonly broken: readonly (readonly [id: string, change: Attributes])[];
}

const text = (value: unknown): string => JSON.stringify(value);
const plan = (type: string, attributes: Attributes): Value => created(type, attributes as Readonly<Record<string, Value>>);

/** The fixtures as plans: what is fine, what is not by the rule's id, and what is not known yet. */
export const planCases = (fixtures: readonly Mirrored[]): PolicyCase[] =>
  fixtures.flatMap(({ type, fine, alsoFine = [], broken }) => [
    ...(fine === undefined
      ? []
      : [{}, ...alsoFine].map((change) => ({
          name: `${type} with ${text(change)}`,
          input: plan(type, { ...fine, ...change }),
          refused: [],
        }))),
    ...broken.map(([id, change]) => ({
      name: `${type} with ${text(change)}`,
      input: plan(type, { ...fine, ...change }),
      refused: [new RegExp(`^${id}: ${type}\\.It needs \\S.*npm run policies -- --id ${id}`)],
    })),
    ...(fine === undefined ? [] : [unknownCase(type, fine)]),
  ]);

/** Nothing can be said of what the apply decides. */
const unknownCase = (type: string, fine: Attributes): PolicyCase => ({
  name: `${type} of which nothing is known yet`,
  input: created(type, {}, Object.fromEntries(Object.keys(fine).map((key) => [key, true]))),
  refused: [],
});

/** What the rules over what is synthesized find in addition once a fixture is broken; undefined if there is no rule of the id. */
export function foundBySynth({ type, fine }: Mirrored, id: string, change: Attributes): string[] | undefined {
  const rules = policies.filter((policy) => policy.id === id);
  if (rules.length === 0) return undefined;
  const found = (attributes: Attributes): string[] => verdictOn(rules, stackOf({ [`${type}.It`]: attributes })).violations.map(inShort);
  const before = new Set(fine === undefined ? [] : found(fine));
  return found({ ...fine, ...change }).filter((finding) => !before.has(finding));
}
