import { unquoted } from "./lexer.ts";
import type { Body, Expression } from "./syntax.ts";
import type { TokenStream } from "./token-stream.ts";

type ParseBody = (stream: TokenStream, close: string) => Body;

/** Words with a meaning of their own. */
export const reserved = new Set("as contains data default else every false if import in input not null package some true with".split(" "));

/** Loosest first; what is on one row binds alike, from left to right. The first row does not chain without brackets. */
const precedence = [["in", "==", "!=", "<", "<=", ">", ">="], ["|"], ["&"], ["+", "-"], ["*", "/", "%"]];

/** Reads an expression up to what cannot belong to it. */
export function parseExpression(stream: TokenStream, parseBody: ParseBody, level = 0): Expression {
  const operators = precedence[level];
  if (operators === undefined) return parseTerm(stream, parseBody);
  let left = parseExpression(stream, parseBody, level + 1);
  while (operators.some((operator) => stream.is(operator))) {
    const operator = stream.take().text;
    const right = parseExpression(stream, parseBody, level + 1);
    left = { kind: "operation", operator, left, right };
    if (level === 0 && operators.some((other) => stream.is(other))) throw stream.refusal("brackets around one of the comparisons");
  }
  return left;
}

/** A literal, a name with what is looked up in it, a call, a collection or a bracketed expression. */
function parseTerm(stream: TokenStream, parseBody: ParseBody): Expression {
  const { kind, text } = stream.peek();
  if (kind === "string") return { kind: "literal", value: unquoted(stream.take().text) };
  if (kind === "number") return { kind: "literal", value: Number(stream.take().text) };
  if (stream.is("-") && stream.peek(1).kind === "number" && !stream.peek(1).spaced) {
    stream.take();
    return { kind: "literal", value: -Number(stream.take().text) };
  }
  if (stream.accept("[")) return parseArray(stream, parseBody);
  if (stream.accept("{")) return parseBraces(stream, parseBody);
  if (stream.accept("(")) {
    const inner = parseExpression(stream, parseBody);
    stream.expect(")");
    return inner;
  }
  if (kind !== "name") throw stream.refusal("a value");
  const constants: Record<string, boolean | null> = { true: true, false: false, null: null };
  if (Object.hasOwn(constants, text)) return { kind: "literal", value: constants[stream.take().text] ?? null };
  if (reserved.has(text) && text !== "data" && text !== "input" && text !== "contains") throw stream.refusal("a value");
  return parseNamed(stream, parseBody);
}

/** `name`, `name.field[key]`, or a call `name(...)`, `part.name(...)`; nothing is looked up in the result of a call. */
function parseNamed(stream: TokenStream, parseBody: ParseBody): Expression {
  const parts = [stream.name()];
  let found: Expression | undefined;
  const start = (): Expression => (parts[0] === "_" ? { kind: "wildcard" } : { kind: "name", name: parts[0] ?? "" });
  const look = (of: Expression, key: Expression): Expression => ({ kind: "reference", of, key });
  let isPath = true;
  while (!stream.peek().spaced) {
    if (stream.is("(") && isPath) {
      stream.take();
      const args = stream.list(")", () => parseExpression(stream, parseBody));
      return { kind: "call", name: parts.join("."), args };
    }
    if (stream.accept(".")) {
      parts.push(stream.name());
      found = look(found ?? start(), { kind: "literal", value: parts.at(-1) ?? "" });
    } else if (stream.accept("[")) {
      isPath = false;
      found = look(found ?? start(), parseExpression(stream, parseBody));
      stream.expect("]");
    } else break;
  }
  return found ?? start();
}

/** A head of a comprehension is one term: `[x | ...]`. */
function isComprehension(stream: TokenStream, head: Expression): boolean {
  if (!stream.is("|")) return false;
  if (head.kind === "operation") throw stream.refusal("a single term before |");
  stream.take();
  return true;
}

/** Above `|`, which parts the head of a comprehension from its body. */
const headLevel = 2;

function parseArray(stream: TokenStream, parseBody: ParseBody): Expression {
  stream.skipNewlines();
  if (stream.accept("]")) return { kind: "array", items: [] };
  const head = parseExpression(stream, parseBody, headLevel);
  if (isComprehension(stream, head)) return { kind: "array comprehension", head, body: parseBody(stream, "]") };
  return { kind: "array", items: [head, ...rest(stream, "]", () => parseExpression(stream, parseBody, headLevel))] };
}

function parseBraces(stream: TokenStream, parseBody: ParseBody): Expression {
  const element = () => parseExpression(stream, parseBody, headLevel);
  const value = () => {
    stream.expect(":");
    stream.skipNewlines();
    return element();
  };
  stream.skipNewlines();
  if (stream.accept("}")) return { kind: "object", entries: [] };
  const first = element();
  if (isComprehension(stream, first)) return { kind: "set comprehension", head: first, body: parseBody(stream, "}") };
  if (!stream.is(":")) return { kind: "set", items: [first, ...rest(stream, "}", element)] };
  const head = value();
  if (isComprehension(stream, head)) return { kind: "object comprehension", key: first, head, body: parseBody(stream, "}") };
  return { kind: "object", entries: [[first, head], ...rest(stream, "}", () => [element(), value()] as const)] };
}

function rest<T>(stream: TokenStream, close: string, read: () => T): T[] {
  stream.skipNewlines();
  if (stream.accept(close)) return [];
  stream.expect(",");
  return stream.list(close, read);
}
