import { z } from "zod";
import type { Path } from "./problems.ts";

/** The schema of the key at `path` with everything it is wrapped in (optional, default, nullable), outermost first. */
function layersAt(schema: z.core.$ZodType, path: Path): z.core.$ZodType[] {
  const layers = [schema];
  let inner = schema;
  while ("innerType" in inner._zod.def) {
    inner = inner._zod.def.innerType as z.core.$ZodType;
    layers.push(inner);
  }
  const [key, ...rest] = path;
  if (key === undefined) return layers;
  const next = childOf(inner, key);
  return next ? layersAt(next, rest) : [];
}

function childOf(schema: z.core.$ZodType, key: string): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodObject) return schema.shape[key];
  if (schema instanceof z.ZodRecord) return schema.valueType;
  if (schema instanceof z.ZodArray) return schema.element;
  return undefined;
}

/** The keys a map at `path` may have. */
export function childrenOf(schema: z.ZodType, path: Path): string[] {
  const map = layersAt(schema, path).at(-1);
  return map instanceof z.ZodObject ? Object.keys(map.shape) : [];
}

interface Meta {
  readonly description?: string;
  readonly examples?: readonly unknown[];
}

const metaAt = (schema: z.ZodType, path: Path): Meta[] =>
  layersAt(schema, path).map((layer) => (z.globalRegistry.get(layer) ?? {}) as Meta);

/** What the key at `path` is for, as the middle of a sentence. */
export function descriptionOf(schema: z.ZodType, path: Path): string | undefined {
  const description = metaAt(schema, path).find((meta) => meta.description)?.description;
  return description?.replace(/\.$/, "");
}

/** A valid value for the required key at `path`: the schema's first example, else the plainest there is. */
export function standInFor(schema: z.ZodType, path: Path): unknown {
  const example = metaAt(schema, path).find((meta) => meta.examples)?.examples?.[0];
  if (example !== undefined) return example;
  const plain = layersAt(schema, path).at(-1);
  if (plain instanceof z.ZodArray) return [];
  if (plain instanceof z.ZodEnum) return plain.options[0];
  return plain instanceof z.ZodNumber ? 1 : {};
}
