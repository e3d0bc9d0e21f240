import { parseExpression, reserved } from "./expression-parser.ts";
import { tokens } from "./lexer.ts";
import type { Body, Expression, Module, Rule, Statement } from "./syntax.ts";
import { TokenStream } from "./token-stream.ts";

/**
 * The part of Rego v1 that the policies of this repository are written in: it means the same with every OPA from 0.59 on.
 * @throws on anything else, with the line
 */
export function parseModule(source: string): Module {
  const stream = new TokenStream(tokens(source));
  stream.skipNewlines();
  stream.expect("package");
  const name = dotted(stream);
  endOfLine(stream);
  stream.skipNewlines();
  stream.expect("import");
  if (dotted(stream) !== "rego.v1") throw stream.refusal("import rego.v1 and no other import");
  endOfLine(stream);
  const rules: Rule[] = [];
  for (stream.skipNewlines(); stream.peek().kind !== "end"; stream.skipNewlines()) {
    rules.push(parseRule(stream));
    endOfLine(stream);
  }
  return { package: name, rules };
}

function dotted(stream: TokenStream): string {
  const parts = [stream.name()];
  while (stream.accept(".")) parts.push(stream.name());
  return parts.join(".");
}

function endOfLine(stream: TokenStream): void {
  if (stream.peek().kind !== "newline" && stream.peek().kind !== "end") throw stream.refusal("the end of the line");
}

function ownName(stream: TokenStream): string {
  if (reserved.has(stream.peek().text)) throw stream.refusal("a name that is not a word of Rego");
  return stream.name();
}

const yes: Expression = { kind: "literal", value: true };

function parseRule(stream: TokenStream): Rule {
  const { line } = stream.peek();
  const isDefault = stream.accept("default");
  const name = ownName(stream);
  if (isDefault) {
    stream.expect(":=");
    return { kind: "default", name, line, params: [], head: parseExpression(stream, parseBody), body: [] };
  }
  if (stream.accept("contains")) {
    const head = parseExpression(stream, parseBody);
    return { kind: "set", name, line, params: [], head, body: optionalBody(stream) };
  }
  const isFunction = stream.accept("(");
  const params = isFunction ? stream.list(")", () => ownName(stream)) : [];
  const head = stream.accept(":=") ? parseExpression(stream, parseBody) : yes;
  const body = head === yes ? requiredBody(stream) : optionalBody(stream);
  return { kind: isFunction ? "function" : "complete", name, line, params, head, body };
}

const optionalBody = (stream: TokenStream): Body => (stream.is("if") ? requiredBody(stream) : []);

function requiredBody(stream: TokenStream): Body {
  stream.expect("if");
  return stream.accept("{") ? parseBody(stream, "}") : [parseStatement(stream)];
}

/** Statements up to the closing bracket, which is taken too; on lines of their own or parted by `;`. */
function parseBody(stream: TokenStream, close: string): Body {
  const body: Statement[] = [];
  stream.skipNewlines();
  while (!stream.accept(close)) {
    body.push(parseStatement(stream));
    if (stream.peek().kind !== "newline" && !stream.is(close)) stream.expect(";");
    stream.skipNewlines();
  }
  if (body.length === 0) throw new Error(`line ${stream.peek().line}: a body is empty`);
  return body;
}

function parseStatement(stream: TokenStream): Statement {
  if (stream.accept("not")) return { kind: "not", expression: parseExpression(stream, parseBody) };
  if (stream.accept("some")) return { kind: "some", ...parseBinding(stream) };
  if (stream.accept("every")) {
    const binding = parseBinding(stream);
    stream.expect("{");
    return { kind: "every", ...binding, body: parseBody(stream, "}") };
  }
  if (stream.is(":=", 1)) {
    const name = ownName(stream);
    stream.take();
    return { kind: "assign", name, expression: parseExpression(stream, parseBody) };
  }
  return { kind: "test", expression: parseExpression(stream, parseBody) };
}

function parseBinding(stream: TokenStream): { key?: string; value: string; of: Expression } {
  const first = ownName(stream);
  const second = stream.accept(",") ? ownName(stream) : undefined;
  stream.expect("in");
  const of = parseExpression(stream, parseBody);
  return second === undefined ? { value: first, of } : { key: first, value: second, of };
}
