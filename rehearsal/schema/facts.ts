import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { NestingStyle } from "./derive.ts";
import type { Attribute, NestedBlock, ProviderSchema } from "./schema.ts";

/** Marks of an attribute that facts switch on and off. */
export const FLAGS = ["computed", "sensitive", "deprecated", "write_only"] as const;

/** One of `FLAGS`. */
export type Flag = (typeof FLAGS)[number];

/** Paths separated by blanks, each a name or names joined by dots; `.` is the type itself; a `-` before it switches the mark off. */
export type Paths = string;

/** A block in which a block met more than once is the name of a shape. */
export interface PackedBlock {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly block_types?: Readonly<Record<string, PackedNestedBlock>>;
  readonly deprecated?: boolean;
}

/** A nested block whose content may be the name of a shape. */
export type PackedNestedBlock = Omit<NestedBlock, "block"> & { readonly block: PackedBlock | string };

/** What stands at a path in place of what was derived; null for nothing. */
export type Replacement = Attribute | PackedNestedBlock | null;

/** What the binding of one type cannot say. */
export type TypeFacts = { readonly [flag in Flag]?: Paths } & {
  /** Of the schema; 0 if not given. */
  readonly version?: number;
  /** How many there may be of a block: `path:least-most`, 0 for no bound. */
  readonly items?: Paths;
  readonly members?: Readonly<Record<string, Replacement>>;
};

/** Facts of a kind of types, by type. */
export type FactsByType = Readonly<Record<string, TypeFacts>>;

/** What the bindings of a provider cannot say. */
export interface Corrections {
  /** Names that mostly carry a mark: `id` at the top of a type, `*.id` below it. A type's own facts come after. */
  readonly usually: { readonly [flag in Flag]?: Paths };
  readonly provider: TypeFacts;
  readonly resources: FactsByType;
  readonly data: FactsByType;
  readonly ephemeral: FactsByType;
  readonly shapes: Readonly<Record<string, PackedBlock>>;
}

/** The facts of a provider: one file of `rehearsal/schema/facts/`. */
export interface ProviderFacts extends Corrections {
  /** The provider's full address. */
  readonly address: string;
  /** The version they were taken from. */
  readonly version: string;
  readonly nesting: NestingStyle;
}

/** Where the facts of a provider are, by its short name, e.g. `aws`. */
export function factsFile(name: string, root = "."): string {
  return join(root, "rehearsal", "schema", "facts", `${name}.json`);
}

/** The facts of a provider, or undefined where nobody has made them yet. */
export function readFacts(name: string, root = "."): ProviderFacts | undefined {
  const file = factsFile(name, root);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as ProviderFacts) : undefined;
}

/** The section of the facts for each kind of types in a schema. */
export const SECTIONS = {
  resource_schemas: "resources",
  data_source_schemas: "data",
  ephemeral_resource_schemas: "ephemeral",
} as const satisfies Partial<Record<keyof ProviderSchema, keyof Corrections>>;

/** The facts as their file has them: one line per type, so that a change of version can be read in a diff. */
export function factsText(facts: ProviderFacts): string {
  const sections = Object.entries(facts).map(
    ([key, section]) => `${JSON.stringify(key)}: ${key in LINED ? linedText(section) : JSON.stringify(section)}`,
  );
  return `{\n${sections.join(",\n")}\n}\n`;
}

const LINED: Readonly<Record<string, true>> = { usually: true, resources: true, data: true, ephemeral: true, shapes: true };

function linedText(section: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(section).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n}`;
}

/** How many differences the facts settle: every path, version and replacement in them counts one. */
export function countFacts({ provider, resources, data, ephemeral }: Corrections): number {
  const types = [provider, ...[resources, data, ephemeral].flatMap((section) => Object.values(section))];
  return types.reduce((sum, { version, items, members, ...flags }) => {
    const paths = [items, ...Object.values(flags)].reduce((count, list) => count + splitPaths(list).length, 0);
    return sum + paths + (version === undefined ? 0 : 1) + Object.keys(members ?? {}).length;
  }, 0);
}

/** The paths one by one. */
export function splitPaths(paths: Paths | undefined): readonly string[] {
  return paths === undefined || paths === "" ? [] : paths.split(" ");
}
