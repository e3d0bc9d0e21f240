import { decode, ExtData, encode } from "@msgpack/msgpack";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decoded, encoded } from "../../../rehearsal/protocol/codec.ts";
import { parseState } from "../../../rehearsal/protocol/parse-state.ts";
import { Dynamic, UNKNOWN, Unknown, type Value } from "../../../rehearsal/values.ts";

/** Values as terraform sends them: fractions as text, what a double counts exactly as numbers, the rest as bigints. */
const values: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constant(null),
    fc.boolean(),
    fc.string({ unit: "grapheme" }),
    fc.maxSafeInteger().map((integer) => integer + 0),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
    fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
    fc.constant(UNKNOWN),
    fc.uint8Array({ minLength: 1 }).map((refinement) => new Unknown(refinement)),
    fc.tuple(fc.constantFrom("string", ["list", "number"]), tie("value")).map(([type, value]) => new Dynamic(type, value)),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: "grapheme" }), tie("value"), { maxKeys: 4 }).map((map) => ({ ...map })),
  ),
})).value;

const bytes = (value: unknown): Uint8Array => encode(value, { useBigInt64: true });
const json = (text: string): Value => parseState(Buffer.from(text));

describe("values on the wire", () => {
  it("come back as they went", () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(decoded(encoded(value))).toEqual(value);
      }),
    );
  });

  it("are null where there is no message or an empty one", () => {
    expect([decoded(undefined), decoded(null), decoded({}), decoded({ msgpack: new Uint8Array(), json: new Uint8Array() })]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it("are read from JSON where there is no msgpack", () => {
    expect(decoded({ json: Buffer.from('{"a": [1, null]}') })).toEqual({ a: [1, null] });
  });

  it("take any extension for an unknown, and send a refined one back byte for byte", () => {
    expect(decoded({ msgpack: bytes(new ExtData(0, Uint8Array.of(0))) })).toBe(UNKNOWN);
    expect(decoded({ msgpack: bytes(new ExtData(99, Uint8Array.of(7))) })).toBe(UNKNOWN);
    const refined = bytes([new ExtData(12, Uint8Array.of(0x81, 1, 0xc2))]);
    expect(Buffer.from(encoded(decoded({ msgpack: refined })).msgpack ?? []).equals(Buffer.from(refined))).toBe(true);
  });

  it("count large integers exactly, whichever way they come, and send as text what no number of msgpack holds", () => {
    expect(decoded({ msgpack: bytes([5n, 2n ** 53n + 1n, 2 ** 63]) })).toEqual([5, 9007199254740993n, 9223372036854775808n]);
    expect(decode(encoded([2n ** 65n + 1n, -(2n ** 63n) - 1n, 0.1, 2.5, 7]).msgpack ?? [])).toEqual([
      "36893488147419103233",
      "-9223372036854775809",
      "0.1",
      "2.5",
      7,
    ]);
  });

  it("carry the type of a dynamic value as bytes of JSON", () => {
    const [type, value] = decode(encoded(new Dynamic(["list", "string"], ["a"])).msgpack ?? []) as [Uint8Array, unknown];
    expect([Buffer.from(type).toString(), value]).toEqual(['["list","string"]', ["a"]]);
    expect(
      decoded({
        msgpack: bytes([
          ["not", "typed"],
          ["a", "b"],
        ]),
      }),
    ).toEqual([
      ["not", "typed"],
      ["a", "b"],
    ]);
  });
});

describe("the JSON of a state", () => {
  it("keeps numbers that a double would round as their digits, and leaves text alone", () => {
    expect(json('{"a": 9007199254740993, "b": [0.1, 3.14159265358979323846, -5], "c": "9007199254740993 \\" 1.10", "1.10": null}')).toEqual(
      {
        a: "9007199254740993",
        b: [0.1, "3.14159265358979323846", -5],
        c: '9007199254740993 " 1.10',
        "1.10": null,
      },
    );
  });

  it("reads any JSON as JSON.parse does, but for such numbers", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        expect(json(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    expect(json("")).toBe(null);
  });
});
