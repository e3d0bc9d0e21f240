import { readFileSync } from "node:fs";
import fc from "fast-check";
import { jsonSchemas, jsonSchemaText } from "../config/json-schema.ts";
import { type Allowed, type ConfigFiles, KINDS, type Mutation } from "./mutation.ts";

const paths = ["config/estate.yaml", ...["dev", "staging", "prod"].map((name) => `config/environments/${name}.yaml`)];

/** The default configuration. */
export const defaultFiles = (): ConfigFiles => new Map(paths.map((path) => [path, readFileSync(path, "utf8")]));

/** One to three mutations; smaller numbers are simpler ones. */
export const mutationLists: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record({ kind: fc.nat(KINDS - 1), place: fc.nat(5000), variant: fc.nat(5000) }),
  { minLength: 1, maxLength: 3 },
);

/** Words that the schemas list for a key, whatever it is a key of. */
export function allowedWords(): Allowed {
  const words = new Map<string, unknown[]>();
  const walk = (node: unknown, key: string): void => {
    if (typeof node !== "object" || node === null) return;
    const { enum: listed, examples, properties = {}, ...rest } = node as Record<string, unknown>;
    for (const more of [listed, examples]) if (Array.isArray(more)) words.set(key, [...(words.get(key) ?? []), ...more]);
    for (const [name, inner] of Object.entries(properties as object)) walk(inner, name);
    for (const inner of Object.values(rest)) walk(inner, key);
  };
  for (const schema of Object.values(jsonSchemas)) walk(JSON.parse(jsonSchemaText(schema)), "");
  return words;
}
