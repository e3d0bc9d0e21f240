import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { gunzipSync } from "node:zlib";
import { type Agreement, agreement, countProvider } from "./agreement.ts";
import type { NestingStyle } from "./derive.ts";
import { factsFile, factsText, type ProviderFacts, readFacts } from "./facts.ts";
import { type InstalledProvider, installedProvider, providerFolder, typeFolders } from "./installed.ts";
import { factsFrom } from "./make-facts.ts";
import { plainSchema } from "./members.ts";
import { derive, typeFolder } from "./provider-types.ts";
import type { ProviderSchema, TypeSchema } from "./schema.ts";
import { TABLE_PAGE, withRows } from "./table.ts";

const USAGE = `usage: node synth/run.cjs rehearsal/schema/facts-command.ts <file>...
  Writes rehearsal/schema/facts/<provider>.json and the table of ${TABLE_PAGE}.
  <file>: output of "terraform providers schema -json", may be gzipped`;

/** Makes the facts of every provider in the files that has a binding. */
function run(files: readonly string[]): number {
  const missing = files.filter((file) => !existsSync(file));
  if (files.length === 0 || missing.length > 0) {
    console.error(missing.length === 0 ? USAGE : `${missing.join(", ")}: no such file\n${USAGE}`);
    return 2;
  }
  const made = files.flatMap((file) => Object.entries(readSchemas(file)).flatMap(([address, real]) => make(address, plainSchema(real))));
  writeFileSync(TABLE_PAGE, withRows(readFileSync(TABLE_PAGE, "utf8"), made));
  return 0;
}

function readSchemas(file: string): Readonly<Record<string, Partial<ProviderSchema>>> {
  const bytes = readFileSync(file);
  const text = bytes[0] === 0x1f ? gunzipSync(bytes).toString() : bytes.toString();
  return (JSON.parse(text) as { readonly provider_schemas: Readonly<Record<string, Partial<ProviderSchema>>> }).provider_schemas;
}

function make(address: string, real: ProviderSchema): readonly Agreement[] {
  const name = address.slice(address.lastIndexOf("/") + 1);
  const installed = installedProvider(name);
  if (installed === undefined) {
    console.log(`${address}: left out, for @cdktf/provider-${name} is not installed`);
    return [];
  }
  const nesting = nestingOf(real);
  const derived = deriveAll(installed, nesting, real);
  const corrections = factsFrom(real, derived);
  const ephemeral = Object.keys(real.ephemeral_resource_schemas).length > 0 ? corrections.ephemeral : (readFacts(name)?.ephemeral ?? {});
  const facts: ProviderFacts = { address: installed.address, version: installed.version, nesting, ...corrections, ephemeral };
  mkdirSync(dirname(factsFile(name)), { recursive: true });
  writeFileSync(factsFile(name), factsText(facts));
  const result = agreement(installed, facts, derived, real);
  console.log(
    `${address} ${installed.version}: ${result.members} attributes and blocks, ${result.alone} differ, ${result.withFacts} with ${result.facts} facts`,
  );
  return [result];
}

/** The style most of what is nested in the provider has. */
function nestingOf(real: ProviderSchema): NestingStyle {
  const { blocks, nestedAttributes } = countProvider(real);
  return nestedAttributes > blocks ? "attributes" : "blocks";
}

function deriveAll(installed: InstalledProvider, nesting: NestingStyle, real: ProviderSchema): ProviderSchema {
  const resources: Record<string, TypeSchema> = {};
  const data: Record<string, TypeSchema> = {};
  for (const { kind, type, folder } of typeFolders(installed)) (kind === "data" ? data : resources)[type] = derive(folder, nesting);
  const ephemeral = Object.keys(real.ephemeral_resource_schemas).flatMap((type) => {
    const folder = typeFolder(installed, "ephemeral", type);
    return folder === undefined ? [] : [[type, derive(folder, nesting)] as const];
  });
  return {
    provider: derive(providerFolder(installed), nesting),
    resource_schemas: resources,
    data_source_schemas: data,
    ephemeral_resource_schemas: Object.fromEntries(ephemeral),
  };
}

process.exitCode = run(process.argv.slice(2));
