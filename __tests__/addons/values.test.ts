import { Fn, TerraformStack, Testing, Token } from "cdktf";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Values } from "../../constructs/addons/addon.ts";
import { yamlOf } from "../../constructs/addons/values.ts";

/** The text as Terraform's JSON has it. */
function resolved(values: Values): string {
  const stack = new TerraformStack(Testing.app(), "stack");
  stack.addOverride("locals", { values: yamlOf(values) });
  return JSON.parse(Testing.synth(stack)).locals.values;
}

describe("values as YAML in a Terraform string", () => {
  it("stay what they are", () => {
    const values = { a: { "b.c/d": ["x", 1, true, null, { e: "1.30" }], text: "one\ntwo\n", zero: 0, empty: {}, none: [] } };
    expect(parse(resolved(values))).toEqual(values);
  });

  it("quote text with a token, so that an account number stays text", () => {
    const account = Token.asString(Fn.tostring(12));
    expect(resolved({ account, arn: `arn:${account}:x` })).toBe('account: "${tostring(12)}"\narn: "arn:${tostring(12)}:x"\n');
  });

  it("write lists and numbers that are tokens as what they will be", () => {
    const text = resolved({ list: Token.asList(Fn.concat([["a"]])), number: Token.asNumber(Fn.max([1, 2])) });
    expect(text).toBe('list: ${jsonencode(concat(["a"]))}\nnumber: ${max(1, 2)}\n');
  });

  it("escape what Terraform would take for an expression of its own", () => {
    expect(resolved({ pod: "${POD_NAME}-%{x}", rate: "{{ $value }} 5%" })).toBe('pod: $${POD_NAME}-%%{x}\nrate: "{{ $value }} 5%"\n');
  });

  it("leave out what is undefined, and never fold lines", () => {
    const long = "word ".repeat(60).trim();
    expect(parse(resolved({ gone: undefined, long }))).toEqual({ long });
    expect(resolved({ long }).split("\n")).toHaveLength(2);
  });

  it("write an object twice where it is used twice", () => {
    const shared = { cpu: "50m" };
    expect(resolved({ a: shared, b: shared })).toBe("a:\n  cpu: 50m\nb:\n  cpu: 50m\n");
  });
});
