import { parse } from "@babel/parser";
import type { ClassDeclaration, Expression, Node, ObjectExpression, Statement } from "@babel/types";

/** The statements of a generated file, without its source map: JavaScript, or declarations for `.d.ts`. */
export function statements(text: string, language: "javascript" | "declarations"): readonly Statement[] {
  const end = text.lastIndexOf("\n//# sourceMappingURL=");
  const code = end === -1 ? text : text.slice(0, end);
  return parse(code, {
    sourceType: "unambiguous",
    plugins: language === "declarations" ? [["typescript", { dts: true }]] : [],
    attachComment: language === "javascript",
  }).program.body;
}

/** The name of an identifier, or of what is behind the last dot. */
export function lastName(node: Node | null | undefined): string | undefined {
  if (node?.type === "Identifier") return node.name;
  return node?.type === "MemberExpression" ? lastName(node.property) : undefined;
}

/** The text of a string literal. */
export function text(node: Node | null | undefined): string | undefined {
  return node?.type === "StringLiteral" ? node.value : undefined;
}

/** The entries of an object literal, by key. */
export function entries(node: ObjectExpression): readonly (readonly [string, Node])[] {
  return node.properties.flatMap((property) => {
    if (property.type !== "ObjectProperty") return [];
    const key = text(property.key) ?? lastName(property.key);
    return key === undefined ? [] : [[key, property.value] as const];
  });
}

/** The first object literal a function declares as a constant of this name. */
export function objectNamed(name: string, body: readonly Statement[]): ObjectExpression | undefined {
  for (const statement of body) {
    if (statement.type !== "VariableDeclaration") continue;
    for (const { id, init } of statement.declarations) if (lastName(id) === name && init?.type === "ObjectExpression") return init;
  }
  return undefined;
}

/** The methods of a class of one kind, with their names and statements. */
export function methods(node: ClassDeclaration, kind: "constructor" | "get" | "method") {
  return node.body.body.flatMap((member) =>
    member.type === "ClassMethod" && member.kind === kind && !member.static
      ? [{ name: lastName(member.key) ?? "", body: member.body.body, remarks: member.leadingComments }]
      : [],
  );
}

/** What a call calls and with what, or undefined for another expression. */
export function called(node: Node | null | undefined): { readonly callee: Expression; readonly first: Node | undefined } | undefined {
  if (node?.type !== "CallExpression" || node.callee.type === "V8IntrinsicIdentifier" || node.callee.type === "Super") return undefined;
  return { callee: node.callee, first: node.arguments[0] };
}
