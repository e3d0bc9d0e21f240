import { Facts } from "./apply-facts.ts";
import { deriveType, type NestingStyle } from "./derive.ts";
import { type ProviderFacts, readFacts } from "./facts.ts";
import { type BoundKind, bindingFolder, type InstalledProvider, providerFolder } from "./installed.ts";
import { readBinding } from "./read-binding.ts";
import type { TypeSchema } from "./schema.ts";

/** A kind of types a provider serves. */
export type TypeKind = BoundKind | "ephemeral";

/** The schemas of one provider's types, derived from its binding when asked for and completed with its facts. */
export class ProviderTypes {
  private readonly facts: Facts;

  /** @param known the provider's facts; none for a provider that has none yet */
  constructor(
    private readonly installed: InstalledProvider,
    private readonly known: ProviderFacts = noFacts(installed),
  ) {
    this.facts = new Facts(known);
  }

  /** With the facts of the repository at `root`, if it has any of this provider. */
  static of(installed: InstalledProvider, root = "."): ProviderTypes {
    return new ProviderTypes(installed, readFacts(installed.name, root));
  }

  /** The provider block. */
  provider(): TypeSchema {
    return this.facts.apply(derive(providerFolder(this.installed), this.known.nesting), this.known.provider);
  }

  /** The schema of a type, or undefined if the provider has no such type. */
  type(kind: TypeKind, type: string): TypeSchema | undefined {
    const folder = typeFolder(this.installed, kind, type);
    return folder === undefined ? undefined : this.facts.apply(derive(folder, this.known.nesting), this.known[FACTS[kind]][type]);
  }
}

const FACTS = { resource: "resources", data: "data", ephemeral: "ephemeral" } as const satisfies Record<TypeKind, keyof ProviderFacts>;

/** The folder a type is derived from. Ephemeral resources have no binding: they are like the resource of their name, or else the data source. */
export function typeFolder(installed: InstalledProvider, kind: TypeKind, type: string): string | undefined {
  if (kind !== "ephemeral") return bindingFolder(installed, kind, type);
  return bindingFolder(installed, "resource", type) ?? bindingFolder(installed, "data", type);
}

/** The schema the generated files in a folder give, without facts. */
export function derive(folder: string, nesting: NestingStyle): TypeSchema {
  return deriveType(readBinding(folder), nesting);
}

function noFacts({ address, version }: InstalledProvider): ProviderFacts {
  return { address, version, nesting: "blocks", usually: {}, provider: {}, resources: {}, data: {}, ephemeral: {}, shapes: {} };
}
