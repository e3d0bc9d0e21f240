import { z } from "zod";
import { environmentSchema } from "./environment-schema.ts";
import { estateSchema } from "./schema.ts";

/** The editors' schemas by file name, relative to this folder: one beside each kind of YAML file. */
export const jsonSchemas: Readonly<Record<string, z.ZodType>> = {
  "schema.json": estateSchema,
  "environments/schema.json": environmentSchema,
};

/** The text of the JSON Schema for `schema`, in the draft that YAML editors know best. */
export function jsonSchemaText(schema: z.ZodType): string {
  return `${written(z.toJSONSchema(schema, { target: "draft-7", io: "input" }), "", 0)}\n`;
}

const LINE_WIDTH = 140;

/** JSON as the repository's formatter writes it, so that formatting leaves generated files alone: short lists on one line. */
function written(value: unknown, indent: string, column: number): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (!Array.isArray(value)) {
    const entries = Object.entries(value).map(([key, item]) => {
      const start = `${inner}${JSON.stringify(key)}: `;
      return start + written(item, inner, start.length);
    });
    return entries.length > 0 ? `{\n${entries.join(",\n")}\n${indent}}` : "{}";
  }
  const line = `[${value.map((item) => JSON.stringify(item)).join(", ")}]`;
  const fits = value.every((item) => typeof item !== "object") && column + line.length < LINE_WIDTH;
  return fits ? line : `[\n${value.map((item) => inner + written(item, inner, inner.length)).join(",\n")}\n${indent}]`;
}
