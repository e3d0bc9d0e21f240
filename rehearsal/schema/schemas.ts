import type { Stack } from "../stacks.ts";
import { type InstalledProvider, installedNames, installedProvider } from "./installed.ts";
import { ProviderTypes, type TypeKind } from "./provider-types.ts";
import type { ProviderSchema, Schemas, TypeSchema } from "./schema.ts";
import { SchemaCache } from "./schema-cache.ts";
import type { UsedTypes } from "./used.ts";

/** Where providers without a host in their source come from. */
const REGISTRY = "registry.terraform.io";
const NAMESPACE = "hashicorp";

/**
 * The schemas of the types a stack uses, by provider: those it requires, and those whose types it uses without saying so. Types that
 * the bindings do not have are left out. Derived once, then read from the cache.
 * @param cacheFolder where derived schemas are kept; made if it is not there
 * @throws if the binding of a required provider is not installed
 */
export function schemasFor(stack: Stack, used: UsedTypes, cacheFolder: string, root = "."): Schemas {
  const providers = requiredProviders(stack, root);
  for (const name of impliedNames(used, providers, root)) {
    const installed = installedProvider(name, root);
    if (installed !== undefined) providers.set(installed.address, installed);
  }
  return Object.fromEntries([...providers].map(([address, installed]) => [address, schemaOf(installed, used, cacheFolder, root)]));
}

function requiredProviders({ id, json }: Stack, root: string): Map<string, InstalledProvider> {
  const providers = new Map<string, InstalledProvider>();
  for (const [local, { source }] of Object.entries(json.terraform?.required_providers ?? {})) {
    const address = fullAddress(source);
    const installed = installedProvider(address.slice(address.lastIndexOf("/") + 1), root);
    if (installed === undefined) throw notInstalled(id, local, address, root);
    providers.set(address, installed);
  }
  return providers;
}

function fullAddress(source: string): string {
  const parts = source.split("/");
  return [REGISTRY, NAMESPACE]
    .slice(0, 3 - parts.length)
    .concat(parts)
    .join("/");
}

function notInstalled(stack: string, local: string, address: string, root: string): Error {
  const installed = installedNames(root).join(", ");
  const name = address.slice(address.lastIndexOf("/") + 1);
  return new Error(
    `${stack}: provider ${local} (${address}): its schema is derived from a binding that is not installed; installed are ${installed}; run npm install @cdktf/provider-${name}`,
  );
}

/** Providers of types that no required provider has: terraform asks for them too, for what a state still holds. */
function impliedNames(used: UsedTypes, providers: ReadonlyMap<string, InstalledProvider>, root: string): readonly string[] {
  const known = new Set([...providers.values()].map(({ name }) => name));
  const types = [...used.resources, ...used.data, ...used.ephemeral];
  return installedNames(root).filter((name) => !known.has(name) && types.some((type) => type.startsWith(`${name}_`)));
}

function schemaOf(installed: InstalledProvider, used: UsedTypes, cacheFolder: string, root: string): ProviderSchema {
  const cache = new SchemaCache(cacheFolder, installed, root);
  let types: ProviderTypes | undefined;
  const source = (): ProviderTypes => {
    types ??= ProviderTypes.of(installed, root);
    return types;
  };
  const section = (kind: TypeKind, wanted: ReadonlySet<string>): Readonly<Record<string, TypeSchema>> =>
    Object.fromEntries(
      [...wanted].flatMap((type) => {
        const schema = cache.get(`${kind}.${type}`, () => source().type(kind, type));
        return schema === undefined ? [] : [[type, schema] as const];
      }),
    );
  return {
    provider: cache.get("provider", () => source().provider()),
    resource_schemas: section("resource", used.resources),
    data_source_schemas: section("data", used.data),
    ephemeral_resource_schemas: section("ephemeral", used.ephemeral),
  };
}
