import { Judge, type Verdict, type Violation } from "../../../constructs/policies/judge.ts";
import type { Policy } from "../../../constructs/policies/policy.ts";
import { type StackFacts, StackView } from "../../../constructs/policies/stack-view.ts";
import { factsOf } from "../../../stacks/policies.ts";
import { committed, defaultStacks } from "../../estate.ts";

/** The day of the tests. */
export const today = "2026-11-23";

export type Attributes = Readonly<Record<string, unknown>>;

/** A stack's facts: production's data unless told otherwise. */
export const facts = (changes: Partial<StackFacts> = {}): StackFacts => ({
  id: "prod-aws-use1-data",
  environment: "prod",
  isProtected: true,
  ...changes,
});

/** Resources by address as a stack's JSON. */
export function stackOf(resources: Readonly<Record<string, Attributes>>): object {
  const resource: Record<string, Record<string, Attributes>> = {};
  for (const [address, attributes] of Object.entries(resources)) {
    const [type = "", name = ""] = address.split(".");
    resource[type] = { ...resource[type], [name]: attributes };
  }
  return { resource };
}

/** What the policies hold against a stack. */
export const verdictOn = (policies: readonly Policy[], json: object, changes: Partial<StackFacts> = {}): Verdict =>
  new Judge(policies).judge(new StackView(facts(changes), json), today);

/** A violation in short: `aws_s3_bucket.Logs tags: got ..., wanted ...`. */
export const inShort = ({ address, argument, got, wanted }: Violation): string =>
  `${address}${argument === undefined ? "" : ` ${argument}`}: got ${got === undefined ? "nothing" : JSON.stringify(got)}, wanted ${wanted}`;

/** What is held against resources, in short. */
export const judged = (policy: Policy, resources: Readonly<Record<string, Attributes>>, changes: Partial<StackFacts> = {}): string[] =>
  verdictOn([policy], stackOf(resources), changes).violations.map(inShort);

/** What is held against the default estate as it is committed. */
export function judgedEstate(policies: readonly Policy[]): string[] {
  const judge = new Judge(policies);
  const verdicts = defaultStacks().map((spec) => judge.judge(new StackView(factsOf(spec), committed(spec.id)), today));
  return verdicts.flatMap(({ stack, violations }) => violations.map((violation) => `${stack} ${violation.policy} ${inShort(violation)}`));
}

/** A rule that buckets are not open, with changes. */
export const rule = (changes: Partial<Policy>): Policy => ({
  id: "X-90",
  title: "Nothing is open",
  severity: "high",
  remedy: "close it",
  appliesTo: ["aws_s3_bucket"],
  judge: ({ attributes }) => (attributes.open === true ? [{ argument: "open", got: true, wanted: "false" }] : []),
  ...changes,
});
/** A rule that everything breaks. */
export const anything = (id: string, appliesTo: string[]): Policy =>
  rule({ id, appliesTo, judge: () => [{ got: undefined, wanted: "nothing" }] });
