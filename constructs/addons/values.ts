import { Fn, Token, Tokenization } from "cdktf";
import { Document, isCollection, isScalar, Scalar, visit } from "yaml";
import type { Values } from "./addon.ts";

/**
 * Values as YAML inside a Terraform string: known text stays readable, tokens become `${...}`, and what would be an expression of
 * Terraform's in a chart's own language (`${POD_NAME}`) is escaped. Text with a token in it is quoted, so that an account number
 * stays text; lists and numbers that are tokens are written as the JSON they will be.
 */
export function yamlOf(values: Values): string {
  const document = new Document(encoded(values), { aliasDuplicateObjects: false });
  const bare = new Set<string>();
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value !== "string" || !Token.isUnresolved(node.value)) return;
      if (node.value.startsWith(BARE)) {
        const token = node.value.slice(BARE.length);
        bare.add(token);
        node.value = token;
      }
      node.type = Scalar.QUOTE_DOUBLE;
    },
    Node(_, node) {
      if (isCollection(node) || isScalar(node)) node.anchor = undefined;
    },
  });
  let text = document.toString({ lineWidth: 0 });
  for (const token of bare) text = text.replaceAll(`"${token}"`, token);
  return text;
}

/** Marks text that is to stand without quotes; no token begins so. */
const BARE = "\u0000";

function encoded(value: unknown): unknown {
  if (typeof value === "string") return escaped(value);
  if (typeof value === "number") return Token.isUnresolved(value) ? `${BARE}${Token.asString(value)}` : value;
  if (Array.isArray(value)) {
    if (Token.isUnresolved(value)) return `${BARE}${Token.asString(Fn.jsonencode(value))}`;
    return value.filter((element) => element !== undefined).map(encoded);
  }
  if (typeof value !== "object" || value === null) return value;
  if (Tokenization.isResolvable(value)) return `${BARE}${Token.asString(Fn.jsonencode(value))}`;
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, encoded(inner)]])));
}

/** Terraform's `${` and `%{` in what is no token. */
const escaped = (text: string): string => text.replace(/\$\{(?!TfToken\[)|%\{/g, (opening) => `${opening[0]}${opening}`);
