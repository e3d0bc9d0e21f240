import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Finding, Policy, Subject } from "../../../constructs/policies/policy.ts";
import { type StackFacts, StackView } from "../../../constructs/policies/stack-view.ts";

/** Subjects by address: `aws_eip.It`, `data.external.It`, `provider.aws`, `variable.it`, `output.it`, `terraform`. */
export type Subjects = Readonly<Record<string, object>>;

/** Subjects, and a pattern for each thing that is held against them, in order. */
export type PolicyCase = readonly [name: string, subjects: Subjects, found: readonly RegExp[], facts?: Partial<StackFacts>];

/** A stack of one place in production. */
const production: StackFacts = { id: "prod-aws-use1-data", environment: "prod", isProtected: true };
export const development: Partial<StackFacts> = { id: "dev-aws-use1-data", environment: "dev", isProtected: false };

function jsonOf(subjects: Subjects): object {
  const json: Record<string, Record<string, unknown>> = {};
  const put = (kind: string, name: string, value: unknown): void => {
    json[kind] = { ...json[kind], [name]: value };
  };
  for (const [address, attributes] of Object.entries(subjects)) {
    const [first = "", second = "", third = ""] = address.split(".");
    if (first === "terraform") Object.assign(json, { terraform: attributes });
    else if (first === "provider") put("provider", second, [...((json.provider?.[second] as object[]) ?? []), attributes]);
    else if (first === "variable" || first === "output") put(first, second, attributes);
    else if (first === "data" || first === "ephemeral") put(first, second, { ...(json[first]?.[second] as object), [third]: attributes });
    else put("resource", first, { ...(json.resource?.[first] as object), [second]: attributes });
  }
  return json;
}

const kindOf = ({ kind, type }: Subject): string => (kind === "resource" ? type : type === "" ? kind : `${kind}.${type}`);
const applies = (policy: Policy, subject: Subject): boolean =>
  policy.appliesTo.some((type) => (type.endsWith("*") ? kindOf(subject).startsWith(type.slice(0, -1)) : type === kindOf(subject)));

const inShort = (subject: Subject, { argument, got, wanted }: Finding): string =>
  `${subject.address}${argument === undefined ? "" : ` ${argument}`}: got ${JSON.stringify(got) ?? "nothing"}, wanted ${wanted}`;

interface Judged {
  readonly policy: Policy;
  readonly texts: readonly string[];
}

const judge = (policies: readonly Policy[], view: StackView): Judged[] =>
  view.subjects.flatMap((subject) =>
    policies
      .filter((policy) => applies(policy, subject))
      .map((policy) => ({ policy, texts: [...policy.judge(subject)].map((finding) => inShort(subject, finding)) })),
  );

/** The default estate as it is committed. */
const estate = "cdktf.out/stacks";

/** A test for each case, one that every rule has a subject that passes and one that does not, and one that the default estate has nothing. */
export function testPolicies(policies: readonly Policy[], cases: readonly PolicyCase[]): void {
  const judged = (subjects: Subjects, facts: Partial<StackFacts> = {}) =>
    judge(policies, new StackView({ ...production, ...facts }, jsonOf(subjects)));

  for (const [name, subjects, found, facts] of cases)
    it(name, () => {
      const texts = judged(subjects, facts).flatMap((one) => one.texts);
      expect(texts.length, texts.join("\n")).toBe(found.length);
      found.forEach((pattern, index) => {
        expect(texts[index]).toMatch(pattern);
      });
    });

  it("sees every rule both kept and broken", () => {
    const all = cases.flatMap(([, subjects, , facts]) => judged(subjects, facts));
    const lacking = policies.filter((policy) => {
      const own = all.filter((one) => one.policy === policy);
      return !own.some(({ texts }) => texts.length === 0) || !own.some(({ texts }) => texts.length > 0);
    });
    expect(lacking.map(({ id, title }) => `${id} ${title}`)).toEqual([]);
  });

  it("holds nothing against the default estate, where each rule has something to look at", () => {
    const all = readdirSync(estate).flatMap((id) => {
      const [environment = ""] = id.split("-");
      const facts = { id, environment, isProtected: /^(prod|mgmt|global)$/.test(environment) };
      return judge(policies, new StackView(facts, JSON.parse(readFileSync(`${estate}/${id}/cdk.tf.json`, "utf8")))).map((one) => ({
        ...one,
        id,
      }));
    });
    expect(all.flatMap(({ id, texts }) => texts.map((text) => `${id} ${text}`))).toEqual([]);
    const seen = new Set(all.map(({ policy }) => policy));
    expect(policies.filter((policy) => !seen.has(policy)).map(({ appliesTo }) => appliesTo)).toEqual([]);
  });
}

/** The subjects with changes to one. */
export const but = (subjects: Subjects, address: string, changes: object): Subjects => ({
  ...subjects,
  [address]: { ...subjects[address], ...changes },
});

/** The subjects without some. */
export const without = (subjects: Subjects, ...addresses: readonly string[]): Subjects =>
  Object.fromEntries(Object.entries(subjects).filter(([address]) => !addresses.includes(address)));
