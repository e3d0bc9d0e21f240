import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Finding, Json, Policy, Subject } from "../../../constructs/policies/policy.ts";
import { type StackFacts, StackView } from "../../../constructs/policies/stack-view.ts";

export type Attributes = { readonly [name: string]: unknown };

/** What is changed, by path: of the first resource, or of the one before the `|`. `undefined` takes it away. */
export type Changes = Readonly<Record<string, unknown>>;

/** A rule's resources as they should be, and what may and may not be different. */
export interface RuleCases {
  /** Id of the rule; what distinguishes it where several have the id comes after a space. */
  readonly rule: string;
  /** By address; `data.<type>.<name>` and `output.<name>` too. The first one is the subject. */
  readonly resources: Readonly<Record<string, Attributes>>;
  readonly facts?: Partial<StackFacts>;
  readonly fine?: readonly (readonly [what: string, changes: Changes, facts?: Partial<StackFacts>])[];
  readonly refused: readonly (readonly [what: string, changes: Changes, found: readonly string[], facts?: Partial<StackFacts>])[];
}

const production: StackFacts = { id: "prod-x", environment: "prod", isProtected: true };

/** Facts of an environment where nothing has to survive mistakes. */
export const staging: Partial<StackFacts> = { id: "staging-x", environment: "staging", isProtected: false };

/** Tests a rule by its cases. */
export function testRule(policies: readonly Policy[], { rule, resources, facts, fine = [], refused }: RuleCases): void {
  const chosen = policies.filter(({ id }) => id === rule.split(" ")[0]);
  const found = (changes: Changes, more?: Partial<StackFacts>): string[] =>
    judge(chosen, stackOf(changed(resources, changes)), { ...production, ...facts, ...more });

  describe(rule, () => {
    it("is one rule, and has nothing against what it is for", () => {
      expect(chosen).toHaveLength(1);
      expect(found({})).toEqual([]);
    });
    for (const [what, changes, more] of fine) it(`takes ${what}`, () => expect(found(changes, more)).toEqual([]));
    for (const [what, changes, wanted, more] of refused) it(`refuses ${what}`, () => expect(found(changes, more)).toEqual([...wanted]));
  });
}

const folder = "cdktf.out/stacks";
/** Read here: what else tests of the estate share loads all providers, which every file of rules would wait for. */
const committed: (readonly [id: string, json: object])[] = readdirSync(folder)
  .sort()
  .map((id) => [id, JSON.parse(readFileSync(`${folder}/${id}/cdk.tf.json`, "utf8"))]);

/** Arguments that the default estate's resources break the policies by, as `stack id address argument`. */
export const foundInEstate = (policies: readonly Policy[]): string[] =>
  committed.flatMap(([id, json]) => {
    const [environment = ""] = id.split("-");
    const isProtected = ["prod", "mgmt", "global"].includes(environment);
    const stack = new StackView({ id, environment, isProtected }, json);
    return policies.flatMap((policy) =>
      judged(policy, stack).map(([{ address }, { argument }]) => `${id} ${policy.id} ${address} ${argument}`),
    );
  });

/** How many resources of the default estate the policies judge: a rule that judges none is tested by its cases alone. */
export const judgedInEstate = (policy: Policy): number => {
  const views = committed.map(([id, json]) => new StackView({ ...production, id }, json));
  return views.reduce((sum, stack) => sum + policy.appliesTo.reduce((all, type) => all + stack.ofType(type).length, 0), 0);
};

/** The same of a stack that the estate does not have. */
export const foundIn = (policies: readonly Policy[], json: object, facts: Partial<StackFacts>): string[] => {
  const stack = new StackView({ ...production, ...facts }, json);
  return policies.flatMap((policy) => judged(policy, stack).map(([{ address }, { argument }]) => `${policy.id} ${address} ${argument}`));
};

const judge = (policies: readonly Policy[], json: object, facts: StackFacts): string[] =>
  policies.flatMap((policy) =>
    judged(policy, new StackView(facts, json)).map(([, { argument = "", wanted }]) => {
      expect(wanted, `${policy.id} ${argument}: what is wanted`).toMatch(/\w/);
      return argument;
    }),
  );

const judged = (policy: Policy, stack: StackView): [Subject, Finding][] =>
  policy.appliesTo.flatMap((type) =>
    stack.ofType(type).flatMap((subject) => [...policy.judge(subject)].map((finding) => [subject, finding] as [Subject, Finding])),
  );

function changed(resources: RuleCases["resources"], changes: Changes): Record<string, Attributes> {
  const copy = structuredClone(resources) as Record<string, Record<string, Json>>;
  const [first = ""] = Object.keys(copy);
  for (const [key, value] of Object.entries(changes)) {
    const [address = "", path = ""] = key.includes("|") ? key.split("|") : [first, key];
    if (path === "" && value === undefined) delete copy[address];
    else if (path === "") copy[address] = structuredClone(value) as Record<string, Json>;
    else set(copy[address] as Record<string, Json>, path.split("."), value as Json);
  }
  return copy;
}

/** Sets what the first block of every name on the way says. */
function set(block: Record<string, Json>, [name = "", ...rest]: readonly string[], value: Json | undefined): void {
  if (rest.length > 0) {
    block[name] ??= [{}];
    set([block[name]].flat()[0] as Record<string, Json>, rest, value);
  } else if (value === undefined) delete block[name];
  else block[name] = value;
}

/** Resources by address as a stack's JSON. */
function stackOf(resources: Readonly<Record<string, Attributes>>): object {
  const json: Record<string, Record<string, Record<string, Attributes>>> = {};
  const outputs: Record<string, Attributes> = {};
  for (const [address, attributes] of Object.entries(resources)) {
    const parts = address.split(".");
    const [name = "", type = "", kind = "resource"] = parts.reverse();
    if (type === "output") outputs[name] = attributes;
    else json[kind] = { ...json[kind], [type]: { ...json[kind]?.[type], [name]: attributes } };
  }
  return { ...json, output: outputs };
}
