import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ClassDeclaration, Statement } from "@babel/types";
import type { Binding, BindingKind, Struct } from "./binding.ts";
import { readReadings } from "./read-readings.ts";
import { readSettings } from "./read-settings.ts";
import { lastName, methods, statements, text } from "./syntax.ts";

/** The folder the generator moves the structs of a large type to. */
const STRUCTS = "index-structs";

/** Reads the generated files of one type: a folder of `node_modules/@cdktf/provider-<name>/lib`. Nothing of them is run. */
export function readBinding(folder: string): Binding {
  const reader = new Reader();
  for (const file of generatedFiles(folder)) {
    for (const statement of statements(readFileSync(`${file}.js`, "utf8"), "javascript")) reader.code(statement);
    for (const statement of statements(readFileSync(`${file}.d.ts`, "utf8"), "declarations")) reader.declaration(statement);
  }
  return reader.binding(folder);
}

function generatedFiles(folder: string): readonly string[] {
  const structs = join(folder, STRUCTS);
  const more = existsSync(structs) ? readdirSync(structs).filter((name) => /^structs\d+\.js$/.test(name)) : [];
  return [join(folder, "index"), ...more.sort().map((name) => join(structs, name.slice(0, -".js".length)))];
}

/** Kinds of types, by the class of the library theirs extends. */
const KINDS: Readonly<Record<string, BindingKind>> = {
  TerraformResource: "resource",
  TerraformDataSource: "data",
  TerraformProvider: "provider",
};

/** Collects what the statements of a type's files say; keeps no syntax tree. */
class Reader {
  private readonly settings = new Map<string, Struct["settings"]>();
  private readonly readings = new Map<string, Struct["readings"]>();
  private readonly required = new Map<string, ReadonlySet<string>>();
  private root = "";
  private kind: BindingKind = "resource";
  private type = "";

  code(statement: Statement): void {
    if (statement.type === "FunctionDeclaration") this.mapper(statement.id?.name ?? "", statement.body.body);
    if (statement.type === "ClassDeclaration") this.class(statement);
    if (statement.type !== "ExpressionStatement" || statement.expression.type !== "AssignmentExpression") return;
    if (lastName(statement.expression.left) === "tfResourceType") this.type = text(statement.expression.right) ?? "";
  }

  declaration(statement: Statement): void {
    const declared = statement.type === "ExportNamedDeclaration" ? statement.declaration : undefined;
    if (declared?.type !== "TSInterfaceDeclaration") return;
    const properties = declared.body.body.flatMap((member) =>
      member.type === "TSPropertySignature" && !member.optional ? [lastName(member.key) ?? ""] : [],
    );
    this.required.set(declared.id.name, new Set(properties));
  }

  binding(folder: string): Binding {
    if (this.root === "") throw new Error(`${folder}: no generated class of a resource, data source or provider in it; run npm ci`);
    const names = new Set([...this.settings.keys(), ...this.readings.keys()]);
    const structs = new Map([...names].map((name) => [name, this.struct(name)]));
    return { type: this.type, kind: this.kind, root: this.root, structs, required: this.required };
  }

  private struct(name: string): Struct {
    return { settings: this.settings.get(name) ?? {}, readings: this.readings.get(name) ?? {} };
  }

  private mapper(name: string, body: readonly Statement[]): void {
    const [, struct] = /^(.*)ToHclTerraform$/.exec(name) ?? [];
    if (struct !== undefined) this.settings.set(struct.charAt(0).toUpperCase() + struct.slice(1), readSettings(body));
  }

  private class(node: ClassDeclaration): void {
    const name = node.id?.name ?? "";
    const parent = lastName(node.superClass) ?? "";
    if (parent === "ComplexObject") this.readings.set(name.replace(/OutputReference$/, ""), readReadings(node));
    const kind = KINDS[parent];
    if (kind === undefined) return;
    this.kind = kind;
    this.root = `${name}Config`;
    this.readings.set(this.root, readReadings(node));
    const synthesis = methods(node, "method").find((method) => method.name === "synthesizeHclAttributes");
    this.settings.set(this.root, readSettings(synthesis?.body ?? []));
  }
}
