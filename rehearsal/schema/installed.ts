import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A provider whose binding is installed. */
export interface InstalledProvider {
  /** The last part of its source, e.g. `aws`. */
  readonly name: string;
  /** Its full address, e.g. `registry.terraform.io/hashicorp/aws`. */
  readonly address: string;
  /** The provider version the binding was generated from. */
  readonly version: string;
  /** Of the npm package. */
  readonly packageVersion: string;
  /** The folder with one folder per type. */
  readonly library: string;
}

/** The kinds of types a binding has classes for. */
export type BoundKind = "resource" | "data";

/** Folder of `node_modules` with the bindings of all providers. */
const BINDINGS = join("node_modules", "@cdktf");
const PACKAGE = /^provider-(.+)$/;

/** The binding of a provider, or undefined if it is not installed. */
export function installedProvider(name: string, root = "."): InstalledProvider | undefined {
  const folder = join(root, BINDINGS, `provider-${name}`);
  const file = join(folder, "package.json");
  if (!existsSync(file)) return undefined;
  const { version, cdktf } = JSON.parse(readFileSync(file, "utf8")) as PackageJson;
  if (cdktf?.provider === undefined) return undefined;
  return { name, address: cdktf.provider.name, version: cdktf.provider.version, packageVersion: version, library: join(folder, "lib") };
}

interface PackageJson {
  readonly version: string;
  readonly cdktf?: { readonly provider?: { readonly name: string; readonly version: string } };
}

/** The short names of all providers whose binding is installed. */
export function installedNames(root = "."): readonly string[] {
  return readdirSync(join(root, BINDINGS))
    .flatMap((folder) => PACKAGE.exec(folder)?.[1] ?? [])
    .sort();
}

/** The folder of a type's binding, or undefined if the provider has no such type. */
export function bindingFolder({ name, library }: InstalledProvider, kind: BoundKind, type: string): string | undefined {
  if (!type.startsWith(`${name}_`)) return undefined;
  const dashed = type.slice(name.length + 1).replaceAll("_", "-");
  const folder = join(library, kind === "data" ? `data-${name}-${dashed}` : dashed);
  // A type named as a class of JavaScript's is: random_string is in string-resource.
  return [folder, `${folder}-resource`].find((candidate) => stands(candidate, type));
}

/** Whether the folder's generated class is that of the type: names alone do not tell `foo_resource` from a renamed `foo`. */
function stands(folder: string, type: string): boolean {
  const file = join(folder, "index.js");
  return existsSync(file) && readFileSync(file, "utf8").includes(`.tfResourceType = "${type}"`);
}

/** The folder of the provider block's binding. */
export function providerFolder({ library }: InstalledProvider): string {
  return join(library, "provider");
}

/** All types of a provider and the folders of their bindings. */
export function typeFolders({
  library,
  name,
}: InstalledProvider): readonly { readonly kind: BoundKind; readonly type: string; readonly folder: string }[] {
  const folders = readdirSync(library, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== "provider");
  return folders.map((entry) => {
    const folder = join(library, entry.name);
    return { kind: entry.name.startsWith(`data-${name}-`) ? "data" : "resource", type: typeIn(folder), folder };
  });
}

function typeIn(folder: string): string {
  const [, type] = /\.tfResourceType = "([^"]+)"/.exec(readFileSync(join(folder, "index.js"), "utf8")) ?? [];
  if (type === undefined) throw new Error(`${folder}: its index.js names no tfResourceType; install the packages anew with npm ci`);
  return type;
}
