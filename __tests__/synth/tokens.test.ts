import { Fn, TerraformOutput, TerraformStack, Token } from "cdktf";
import { ref } from "cdktf/lib/tfExpression";
import { TokenMap } from "cdktf/lib/tokens/private/token-map";
import { describe, expect, it } from "vitest";
import { Engine } from "../../synth/engine.ts";
import type { StackSource } from "../../synth/source.ts";

/** What a module makes before any stack is built. */
const module = ref("path.module");
const [text, list, number] = [Token.asString(ref("path.root")), Token.asList(ref("var.list")), Token.asNumber(ref("var.number"))];

const sizes = () => {
  const { stringTokenMap, numberTokenMap } = TokenMap.instance() as unknown as Record<string, Map<unknown, unknown>>;
  return [stringTokenMap?.size, numberTokenMap?.size];
};

const source = (id: string, value: () => unknown): StackSource => ({
  id,
  consumes: [],
  build: (scope) => new TerraformOutput(new TerraformStack(scope, id), "value", { value: value() }),
});

function valuesOf(...sources: StackSource[]): unknown[] {
  const engine = new Engine();
  try {
    return sources.map((one) => JSON.parse(engine.render(one)[0]?.bytes.toString("utf8") ?? "").output.value.value);
  } finally {
    engine.close();
  }
}

describe("tokens", () => {
  it("of a stack are forgotten with it", () => {
    const before = sizes();
    const many = Array.from({ length: 20 }, (_, index) =>
      source(`s${index}`, () => Fn.join("", [Token.asString(ref("a.b")), Fn.upper("c")])),
    );
    expect(valuesOf(...many)).toHaveLength(20);
    expect(sizes()).toEqual(before);
  });

  it("of modules mean the same in every stack, also those that a stack was the first to write", () => {
    const value = () => [`${Token.asString(module)}/x`, text, Fn.join(",", list), number, Token.asNumber(module), Token.asList(module)];
    const [one, two, three] = valuesOf(source("one", value), source("two", value), source("three", value));
    expect(one).toEqual([
      "${path.module}/x",
      "${path.root}",
      '${join(",", var.list)}',
      "${var.number}",
      "${path.module}",
      "${path.module}",
    ]);
    expect([two, three]).toEqual([one, one]);
  });

  it("keep their traces nowhere but where something is wrong", () => {
    const { captureStackTrace } = Error;
    valuesOf(source("one", () => Fn.upper("a")));
    expect(Error.captureStackTrace).toBe(captureStackTrace);
    const failing = source("two", () =>
      Token.asString({
        resolve: () => {
          throw new Error("no");
        },
        creationStack: ["here"],
        toString: () => "",
      } as never),
    );
    expect(() => valuesOf(failing)).toThrow(/no[\s\S]*Object creation stack:\n\s+at here/);
  });
});
