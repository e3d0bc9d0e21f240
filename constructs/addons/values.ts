import { Fn, Token, Tokenization } from "cdktf";
import type { Values } from "./addon.ts";
import { Bare, blockYaml, Quoted, type Yaml } from "./block-yaml.ts";

/**
 * Values as YAML inside a Terraform string: known text stays readable, tokens become `${...}`, and what would be an expression of
 * Terraform's in a chart's own language (`${POD_NAME}`) is escaped. Text with a token in it is quoted, so that an account number
 * stays text; lists and numbers that are tokens are written as the JSON they will be.
 */
export const yamlOf = (values: Values): string => blockYaml(encoded(values));

function encoded(value: unknown): Yaml {
  if (typeof value === "string") return Token.isUnresolved(value) ? new Quoted(escaped(value)) : escaped(value);
  if (typeof value === "number") return Token.isUnresolved(value) ? new Bare(Token.asString(value)) : value;
  if (Array.isArray(value)) {
    if (Token.isUnresolved(value)) return new Bare(Token.asString(Fn.jsonencode(value)));
    return value.filter((element) => element !== undefined).map(encoded);
  }
  if (typeof value !== "object" || value === null) return value as boolean | null;
  if (Tokenization.isResolvable(value)) return new Bare(Token.asString(Fn.jsonencode(value)));
  const given = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(given.map(([key, inner]) => [key, encoded(inner)]));
}

/** Terraform's `${` and `%{` in what is no token. */
const escaped = (text: string): string =>
  text.includes("{") ? text.replace(/\$\{(?!TfToken\[)|%\{/g, (opening) => `${opening[0]}${opening}`) : text;
