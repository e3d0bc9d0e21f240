import { type Shape, shapeOf } from "../provider/shape.ts";
import { validated } from "../provider/validate.ts";
import type { TypeSchema } from "../schema/schema.ts";
import { isObject, type ObjectValue, type Value } from "../values.ts";
import { decoded, type WireValue } from "./codec.ts";
import { diagnosticMessages, thrownMessages } from "./diagnostics.ts";
import type { Diagnosed, Request, Responses, Rpc } from "./messages.ts";

/** The types of one kind that a provider serves, and what to call the kind in messages. */
export interface Kind {
  readonly noun: "resource type" | "data source" | "ephemeral resource";
  readonly types: Readonly<Record<string, TypeSchema>>;
}

/** The schema of the type a request is about. Throws when the provider serves none. */
export function typeIn({ noun, types }: Kind): (request: Request) => TypeSchema {
  return ({ type_name: name = "" }) => {
    const type = Object.hasOwn(types, name) ? types[name] : undefined;
    if (type === undefined) throw new Error(`no ${noun} "${name}" is served; those are: ${Object.keys(types).join(", ") || "none"}`);
    return type;
  };
}

/**
 * A call that answers with diagnostics whatever goes wrong in it, as a dead connection says nothing.
 * @param otherwise what to answer beside them
 */
export function answering<R extends Rpc>(
  rpc: R,
  schemaFor: (request: Request) => TypeSchema,
  answer: (type: TypeSchema, request: Request) => Responses[R],
  otherwise: (request: Request) => Omit<Responses[R], "diagnostics"> = () => ({}) as Responses[R],
): (request: Request) => Responses[R] {
  return (request) => {
    let shape: Shape = new Map();
    try {
      const type = schemaFor(request);
      shape = shapeOf(type.block);
      return answer(type, request);
    } catch (thrown) {
      return { ...otherwise(request), diagnostics: thrownMessages(shape, thrown, rpc, request) } as Responses[R];
    }
  };
}

/** Answers what is wrong with a configuration. */
export function validate({ block }: TypeSchema, request: Request): Diagnosed {
  return { diagnostics: diagnosticMessages(shapeOf(block), validated(block, objectOf(request.config))) };
}

/** A value that must be an object. */
export function objectOf(wire: WireValue | null | undefined): ObjectValue {
  const value = decoded(wire);
  if (isObject(value)) return value;
  throw new Error(`expected an object, got ${describe(value)}`);
}

function describe(value: Value): string {
  return value === null ? "null" : Array.isArray(value) ? "a list" : typeof value === "object" ? "an unknown value" : `a ${typeof value}`;
}
