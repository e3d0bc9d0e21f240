import { describe, expect, it } from "vitest";
import { afterEach, inWaves } from "../../constructs/addons/order.ts";

const addon = (name: string, ...after: string[]) => ({ name, after });
const names = (waves: readonly (readonly { name: string }[])[]) => waves.map((wave) => wave.map(({ name }) => name));

describe("the order of add-ons", () => {
  it("puts each after what it comes after, and what is independent together", () => {
    expect(names(inWaves([addon("d", "b", "c"), addon("b", "a"), addon("c", "a"), addon("a"), addon("e")]))).toEqual([
      ["a", "e"],
      ["b", "c"],
      ["d"],
    ]);
  });

  it("waits for what an add-on that is passed over would have waited for", () => {
    const passed = [addon("b", "a"), addon("c", "b")];
    expect(afterEach([addon("a"), addon("d", "c")], passed)).toEqual(
      new Map([
        ["a", []],
        ["d", ["a"]],
      ]),
    );
  });

  it("refuses names that nobody knows, all at once", () => {
    expect(() => inWaves([addon("a", "x"), addon("b", "y")], [addon("c")])).toThrow(
      "a: comes after x, which is no add-on; it knows a, b, c\nb: comes after y, which is no add-on; it knows a, b, c",
    );
  });

  it("refuses a cycle, and names it", () => {
    expect(() => inWaves([addon("a"), addon("b", "a", "d"), addon("c", "b"), addon("d", "c")])).toThrow(
      "addons: b comes after d comes after c comes after b: no order of installing them exists",
    );
    expect(() => inWaves([addon("a", "a")])).toThrow("addons: a comes after a:");
  });

  it("does not run forever where add-ons that are passed over go in a circle", () => {
    expect(names(inWaves([addon("a", "b")], [addon("b", "c"), addon("c", "b")]))).toEqual([["a"]]);
  });
});
