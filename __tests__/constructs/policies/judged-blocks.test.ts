import { describe, expect, it } from "vitest";
import { argumentOf, blocksOf, fits, ifSet, inEach, isEverywhere, isUsed } from "../../../constructs/policies/expect.ts";
import type { Json, Subject } from "../../../constructs/policies/policy.ts";
import { StackView } from "../../../constructs/policies/stack-view.ts";

function subject(attributes: object, more: object = {}): Subject {
  const json = { resource: { aws_vpc: { It: attributes } }, ...more };
  const [first] = new StackView({ id: "prod-x", environment: "prod", isProtected: true }, json).ofType("aws_vpc");
  if (first === undefined) throw new Error("no resource aws_vpc.It; make one");
  return first;
}

describe("a dynamic block", () => {
  const made = { dynamic: { rule: { for_each: "${var.rules}", content: { port: 22, deep: [{ on: true }] } } } };

  it("is present, and is judged by what it makes", () => {
    expect(argumentOf(subject(made), "rule.port")).toBe(22);
    expect(argumentOf(subject(made), "rule.deep.on")).toBe(true);
    expect(argumentOf(subject(made), "other")).toBeUndefined();
  });

  it("is one of several, wherever it is written", () => {
    expect(blocksOf(subject({ ...made, rule: [{ port: 80 }] }), "rule").map(({ port }) => port)).toEqual([80, 22]);
    expect(
      blocksOf(subject({ dynamic: { rule: [made.dynamic.rule, { content: [{ port: 443 }] }] } }), "rule").map(({ port }) => port),
    ).toEqual([22, 443]);
    expect(argumentOf(subject({ outer: [made] }), "outer.rule.port")).toBe(22);
  });

  it("without content is a block that says nothing", () => {
    expect(blocksOf(subject({ dynamic: { rule: { for_each: [] } } }), "rule")).toEqual([{}]);
  });
});

it("judges each block of a name, and says which one it was", () => {
  const found = inEach(subject({ rule: [{ port: 22 }, { port: 80 }, { port: 22 }] }), "rule", ({ attributes: { port } }) =>
    port === 22 ? [{ argument: "port", got: port, wanted: "another" }] : port === 80 ? [{ got: port, wanted: "none" }] : [],
  );
  expect(found.map(({ argument }) => argument)).toEqual(["rule.port", "rule[1]", "rule[2].port"]);
});

it("takes what is not set where the default is right, and nothing else", () => {
  const of = (on: Json | undefined) => ifSet(subject(on === undefined ? {} : { on }), "on", [true]);
  expect([undefined, null, true, "true"].flatMap(of)).toEqual([]);
  expect(of(false)).toEqual([{ argument: "on", got: false, wanted: "true" }]);
  expect(fits(subject({ on: null }), "on", (got) => got === undefined, "nothing")).toEqual([]);
});

it.each([
  ["0.0.0.0/0", true],
  ["128.0.0.0/1", true],
  ["10.0.0.0/8", false],
  ["::/0", true],
  ["2000::/3", true],
  ["2001:db8::/32", false],
  ["Internet", true],
  ["*", true],
  ["203.0.113.7", false],
  ["${var.ranges}", false],
  [["10.0.0.0/8", "0.0.0.0/0"], true],
  [["10.0.0.0/8"], false],
  [undefined, false],
])("%j is everywhere: %j", (source, wanted) => expect(isEverywhere(source as Json | undefined)).toBe(wanted));

it("knows whether anything refers to a resource", () => {
  const vpc = "${aws_vpc.It.id}";
  const used = (more: object) => isUsed(subject({ peer: vpc }, more));
  expect(used({})).toBe(false);
  expect(used({ output: { id: { value: vpc } } })).toBe(true);
  expect(used({ data: { aws_subnets: { S: { filter: [{ values: [vpc] }] } } } })).toBe(true);
  expect(used({ output: { id: { value: "${aws_vpc.Itself.id}", depends_on: ["aws_vpc.It"] } } })).toBe(false);
});
