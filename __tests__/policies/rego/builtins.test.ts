import { describe, expect, it } from "vitest";
import { builtins } from "./builtins.ts";
import { plain, RegoSet, type Value } from "./values.ts";

const run = (name: string, ...args: Value[]): unknown => {
  const value = builtins[name]?.run(...args);
  return value === undefined ? undefined : plain(value);
};

/** [function, operands, what OPA gives]; undefined is Rego's undefined. */
const cases: [string, Value[], unknown][] = [
  ["abs", [-2.5], 2.5],
  ["ceil", [500.01], 501],
  ["ceil", [-0.5], 0],
  ["round", [2.5], 3],
  ["round", [-2.5], -3],
  ["round", ["2"], undefined],
  ["format_int", [1234567, 10], "1234567"],
  ["format_int", [12, 16], undefined],
  ["sum", [[1, 2.5, 1]], 4.5],
  ["sum", [new RegoSet([1, 1, 2])], 3],
  ["sum", [[]], 0],
  ["sum", [[1, "2"]], undefined],
  ["max", [[1, 3, 2]], 3],
  ["min", [[]], undefined],
  ["count", [{ a: 1, b: 2 }], 2],
  ["count", ["äb"], 2],
  ["count", [7], undefined],
  ["count", [null], undefined],
  ["to_number", ["12.50"], 12.5],
  ["to_number", ["-1e3"], -1000],
  ["to_number", [null], 0],
  ["to_number", [true], 1],
  ["to_number", ["NaN"], undefined],
  ["to_number", [""], undefined],
  ["to_number", [[]], undefined],
  ["sprintf", ["%s has %d of 100%%", ["a", 3]], "a has 3 of 100%"],
  ["split", ["prod-aws-data", "-"], ["prod", "aws", "data"]],
  ["split", ["prod", 1], undefined],
  ["startswith", ["prod-aws", "prod-"], true],
  ["endswith", ["prod-aws", "prod"], false],
  ["contains", ["prod-aws", "d-a"], true],
  ["regex.match", ["^v?\\d+\\.\\d+$", "v1.20"], true],
  ["regex.match", ["^v?\\d+\\.\\d+$", "~> 1.20"], false],
  ["regex.match", ["b.*d", "a\nb\nd"], false],
  ["regex.match", ["a", null], undefined],
  ["lower", ["AbC"], "abc"],
  ["concat", [", ", ["a", "b"]], "a, b"],
  ["concat", [", ", [1]], undefined],
  ["is_array", [[1]], true],
  ["is_array", [{ a: 1 }], false],
  ["json.unmarshal", ['{"a":[1]}'], { a: [1] }],
  ["json.unmarshal", ["{"], undefined],
  ["json.unmarshal", [null], undefined],
  ["object.get", [{ a: { b: 1 } }, ["a", "b"], 0], 1],
  ["object.get", [{ a: null }, ["a", "b"], 0], 0],
  ["object.get", [{ a: null }, "a", 0], null],
  ["object.get", ["text", "a", 0], undefined],
  ["object.keys", [{ b: 1, a: 2 }], ["a", "b"]],
];

describe("functions of Rego", () => {
  it.each(cases)("%s(%j) is %j", (name, args, expected) => {
    expect(builtins[name]?.arity).toBe(args.length);
    expect(run(name, ...args)).toEqual(expected);
  });

  it("are each tried here", () => {
    expect(new Set(cases.map(([name]) => name))).toEqual(new Set(Object.keys(builtins)));
  });

  it.each(["(?=a)", "(?i)a", "(?<name>a)", "(a)\\1", "\\p{Lu}", "("])(
    "regex.match(%j) is refused: RE2 has it not, or otherwise",
    (pattern) => {
      expect(() => run("regex.match", pattern, "a")).toThrow();
    },
  );

  it.each([
    ["%d", [1.5]],
    ["%s", [1]],
    ["%v", ["a"]],
    ["%s %s", ["a"]],
    ["%s", ["a", "b"]],
    ["50%", []],
  ] as [string, Value[]][])("sprintf(%j, %j) is refused: OPA would print garbage", (format, values) => {
    expect(() => run("sprintf", format, values)).toThrow(/^sprintf /);
  });
});
