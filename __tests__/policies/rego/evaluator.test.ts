import { describe, expect, it } from "vitest";
import { Policy } from "./evaluator.ts";
import { plain, type Value } from "./values.ts";

const module = (rules: string): string => `package sample.rules\n\nimport rego.v1\n\n${rules}\n`;
const answer = (rules: string, input: Value = {}, data: Value = {}): unknown => {
  const value = new Policy(module(rules), data).query("answer", input);
  return value === undefined ? undefined : plain(value);
};

const projects: Value = { projects: [{ name: "a", cost: 1 }, { name: "b", cost: 3 }, { name: "c" }], byName: { x: 1, y: 2 } };

/** [what it shows, rules, what `answer` is for `projects`]. */
const cases: [string, string, unknown][] = [
  ["a constant", 'answer := "text"', "text"],
  ["a rule without a value is true", "answer if input.projects", true],
  ["nothing there is undefined, not an error", "answer if input.absent.deeper", undefined],
  ["a false statement ends the body", "answer if 1 > 2", undefined],
  ["null is not false", "answer if null", true],
  ["a default where no rule holds", "default answer := 7\n\nanswer := 1 if input.absent", 7],
  ["no default where a rule holds", "default answer := 7\n\nanswer := 1 if input.projects", 1],
  [
    "a set: each member once, from all rules of the name",
    'answer contains "b" if true\n\nanswer contains "a"\n\nanswer contains "b"',
    ["a", "b"],
  ],
  ["an empty set, not undefined, where nothing holds", "answer contains 1 if false", []],
  ["every way in which a body holds", "answer contains p.name if {\n\tsome p in input.projects\n\tp.cost > 0\n}", ["a", "b"]],
  ["keys and values of an object", 'answer contains sprintf("%s=%d", [key, value]) if some key, value in input.byName', ["x=1", "y=2"]],
  ["indexes of an array", "answer contains index if {\n\tsome index, p in input.projects\n\tp.cost == 3\n}", [1]],
  ["a wildcard", "answer contains input.projects[_].name", ["a", "b", "c"]],
  ["a computed key", 'answer := input.byName[key] if key := "y"', 2],
  ["nothing to iterate in a number", "answer if {\n\tsome x in 5\n\tx\n}", undefined],
  ["an array comprehension keeps doubles", "answer := [1 | some p in input.projects]", [1, 1, 1]],
  ["a set comprehension does not", "answer := {1 | some p in input.projects}", [1]],
  ["an object comprehension", "answer := {p.name: p.cost | some p in input.projects}", { a: 1, b: 3 }],
  ["a comprehension over several lines", "answer := sum([cost |\n\tsome p in input.projects\n\tcost := p.cost\n])", 4],
  ["not: of undefined", "answer if not input.absent", true],
  ["not: of what holds", "answer if not input.projects", undefined],
  ["every: all", 'answer if every p in input.projects {\n\tp.name != "z"\n}', true],
  ["every: not all", "answer if every p in input.projects {\n\tp.cost < 9\n}", undefined],
  [
    "every: of nothing is true, of undefined is not",
    "answer := [a, b] if {\n\ta := all\n\tb := none\n}\n\nall if every x in [] {\n\tx > 1\n}\n\nnone := 1 if not other\n\nother if every x in input.absent {\n\tx > 1\n}",
    [true, 1],
  ],
  ["functions", "answer := double(4)\n\ndouble(x) := x * 2", 8],
  ["a function that holds for some arguments", "answer contains x if {\n\tsome x in [1, 5]\n\tbig(x)\n}\n\nbig(x) if x > 3", [5]],
  ["a parameter that is null", "answer := f(null)\n\nf(x) := [x]", [null]],
  ["precedence", "answer := 1 + 2 * 3 - 4 / 2", 5],
  ["brackets", "answer := (1 + 2) * 3", 9],
  ["remainder and negative numbers", "answer := [7 % 4, -1 + 3]", [3, 2]],
  ["division by zero is undefined", "answer := 1 / 0", undefined],
  ["equality of structures", 'answer := {"a": [1, {2}]} == {"a": [1, {2}]}', true],
  ["membership", 'answer if "b" in {"a", "b"}', true],
  ["differences and unions of sets", 'answer := ({"a", "b"} - {"b"}) | {"c"}', ["a", "c"]],
  ["common members of sets", 'answer := {"a", "b"} & {"b"}', ["b"]],
  ["comments, raw strings, semicolons", "# comment\nanswer := x if { x := `a\\b`; true } # more", "a\\b"],
  ["data", 'answer := data.limits["max usd"]', 5],
  ["several rules that agree", "answer := 1 if true\n\nanswer := 1 if input.projects", 1],
];

describe("evaluator of Rego", () => {
  it.each(cases)("%s", (_, rules, expected) => expect(answer(rules, projects, { limits: { "max usd": 5 } })).toEqual(expected));

  it("knows its package and refuses to be asked for what it does not have", () => {
    const policy = new Policy(module("answer := 1"));
    expect(policy.package).toBe("sample.rules");
    expect(() => policy.query("other", {})).toThrow("other: no rule of this name");
  });

  it.each([
    ["two values", "answer := 1\n\nanswer := 2", /its rules give several values: 1, 2/],
    ["an order between types", "answer if null < 5", /null < 5: these do not go together/],
    ["arithmetic with text", 'answer := "1" + 1', /these do not go together/],
    ["a key with two values", 'answer := {"a": x | some x in [1, 2]}', /the key a has two values/],
    ["a key that is no text", "answer := {x: 1 | some x in [1]}", /1 is a key of an object/],
  ])("refuses to compute %s", (_, rules, message) => expect(() => answer(rules, projects)).toThrow(message));
});

/** What OPA would refuse, or what is outside of the subset: refused when the policy is read, also where no test comes by. */
const refused: [string, string, RegExp][] = [
  ["an unknown name", "answer if {\n\tfalse\n\tunknown > 1\n}", /line 5, answer: unknown is given nowhere/],
  ["a name from inside a comprehension", "answer := x if [x | some x in [1]]", /x is given nowhere/],
  ["an unknown function", "answer := http.send({})", /http\.send is no function/],
  ["too few arguments", 'answer := split("a")', /split takes 2 arguments, got 1/],
  ["too many arguments of a function", "answer := f(1, 2)\n\nf(x) := x", /f takes 1 arguments, got 2/],
  ["a function that is not called", "answer := f\n\nf(x) := x", /f is a function; call it/],
  ["a name given twice", "answer if {\n\tx := 1\n\tx := 2\n}", /x is given twice/],
  ["a name that is a rule", "answer if {\n\tother := 1\n\tother\n}\n\nother := 2", /other is given twice/],
  ["rules of two kinds", "answer := 1\n\nanswer contains 2", /answer: rules of 2 kinds/],
  ["only a default", "default answer := 1", /answer: rules of 0 kinds/],
  ["recursion", "answer := other\n\nother := answer", /answer -> other -> answer/],
  ["unification", "answer if x = 1", /line 5: "= 1/],
  ["else", "answer := 1 if false else := 2", /wanted the end of the line/],
  ["with", "answer if input.x with input as {}", /wanted the end of the line/],
  ["a loop variable that is not given", "answer if {\n\tsome i\n\tinput.projects[i]\n}", /wanted "in"/],
  ["rules of before Rego v1", "answer[x] { x := 1 }", /wanted "if"/],
  ["an empty body", "answer if {\n}", /a body is empty/],
  ["two statements on a line", "answer if { true false }", /wanted ";"/],
  ["a chain of comparisons", "answer if 1 < 2 == true", /wanted brackets around/],
  ["a computed head of a comprehension", "answer := [x + 1 | some x in [1]]", /wanted a single term/],
  ["a word of Rego as a name", "answer if {\n\timport := 1\n}", /wanted a name/],
  ["a character of no meaning", "answer := 1 ? 2", /is not Rego that these tests understand/],
  ["an unclosed string", 'answer := "open', /is not Rego/],
  ["a second value on the line", "answer := 1 2", /wanted the end of the line/],
];

describe("subset of Rego", () => {
  it.each(refused)("refuses %s", (_, rules, message) => expect(() => new Policy(module(rules))).toThrow(message));

  it.each([
    ["no import", "package a\n\nanswer := 1\n", /wanted "import"/],
    ["another import", "package a\n\nimport data.b\n\nanswer := 1\n", /import rego\.v1 and no other import/],
    ["a second import", "package a\n\nimport rego.v1\nimport data.b\n\nanswer := 1\n", /got "import"/],
    ["no package", "import rego.v1\n", /wanted "package"/],
  ])("refuses a file with %s", (_, source, message) => expect(() => new Policy(source)).toThrow(message));
});
