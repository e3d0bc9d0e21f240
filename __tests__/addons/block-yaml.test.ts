import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { Bare, blockYaml, Quoted, type Yaml } from "../../constructs/addons/block-yaml.ts";

const packaged = (value: unknown): string => stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });

/** Texts that mean something to YAML, or nearly. */
const awkward = fc.constantFrom(
  ...["true", "yes", "on", "null", "~", "1.5", "0x1f", "1e3", ".5", "10.0.0.0/8", "a: b", "x #y", "", "-", "- a", "a:", "=", "<<", "? a"],
  ...[
    "a\nb\n",
    "a: x\n  b: y\n",
    "a  \n b\n\nc\n",
    "a\n\n  b",
    "line \n",
    "\n",
    "a\tb",
    "- x\ny",
    "%a",
    "@b",
    "`c`",
    "!d",
    "&e",
    "*f",
    "|",
    ">",
  ],
);
const character = fc.constantFrom(..."aB :#-\n'\"{}[]1.e~?|>é\t\\/,&*!%@`$");
const text = fc.oneof(fc.string(), fc.string({ unit: character }), awkward);
const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const { value } = fc.letrec<{ value: Yaml }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    ...[text, fc.integer(), number, fc.boolean(), fc.constant(null)],
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(text, tie("value"), { maxKeys: 4 }),
  ),
}));

describe("blockYaml", () => {
  it("writes what the package writes", () => {
    fc.assert(
      fc.property(value, (any) => {
        expect(blockYaml(any)).toBe(packaged(any));
      }),
      { seed: 7, numRuns: 3000 },
    );
  });

  it("leaves out what is undefined", () => expect(blockYaml({ a: undefined, b: 1 })).toBe("b: 1\n"));

  it("puts marked text in quotes so that it stays that text", () => {
    fc.assert(
      fc.property(text, (any) => {
        expect(parse(blockYaml({ key: [new Quoted(any)] }))).toEqual({ key: [any] });
      }),
      { seed: 7, numRuns: 1000 },
    );
    expect(blockYaml({ account: new Quoted("123") })).toBe('account: "123"\n');
  });

  it("writes bare text as it is, beside what only the package can write too", () => {
    expect(blockYaml({ list: new Bare('["a"]'), deep: [{ port: new Bare("${x}") }] })).toBe('list: ["a"]\ndeep:\n  - port: ${x}\n');
    expect(blockYaml({ port: new Bare("${x}"), odd: " \n x" })).toContain("port: ${x}\n");
  });
});
