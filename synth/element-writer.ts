import { TerraformDataSource, TerraformOutput, TerraformProvider, TerraformResource, type TerraformStack } from "cdktf";
import { deepMerge, isPlainText, keysToSnakeCase } from "./cdktf-internals.ts";
import { blocksOf, learnBlocks, type TypedElement } from "./nested-blocks.ts";
import { Unusual, ValueWriter } from "./value-writer.ts";

type Attributes = Record<string, unknown>;

/** What the writer needs of cdktf's resources and data sources, some of it private. */
interface Ordinary {
  readonly terraformMetaArguments: Attributes;
  readonly constructNodeMetadata: object;
  synthesizeAttributes(): Attributes;
}

/** What it needs of providers and outputs. */
interface Simple extends Pick<Ordinary, "synthesizeAttributes"> {
  readonly rawOverrides: object;
}

/** Fields that, once set, call for more than the element's attributes. */
const unusual = ["connection", "provisioners", "_movedById", "_movedByTarget", "_imported"];

/** Fields that are written as meta-arguments, as cdktf's `terraformMetaArguments` gives them. */
const meta = ["dependsOn", "count", "provider", "lifecycle", "forEach"];

/** The element, if nothing but its attributes and meta-arguments makes it up, as for nearly all of them. */
function ordinary(element: TypedElement): Ordinary | undefined {
  const { toTerraform } = element;
  if (toTerraform !== TerraformResource.prototype.toTerraform && toTerraform !== TerraformDataSource.prototype.toTerraform)
    return undefined;
  const fields = element as unknown as Attributes & Ordinary;
  const isUnusual = fields._hasMoved || unusual.some((name) => fields[name] !== undefined) || !isEmpty(fields.rawOverrides as object);
  return isUnusual ? undefined : fields;
}

function isEmpty(object: object): boolean {
  for (const _ in object) return false;
  return true;
}

/** Writes the elements of a stack that are ordinary. */
export class ElementWriter {
  private readonly values: ValueWriter;

  constructor(stack: TerraformStack) {
    this.values = new ValueWriter(stack);
  }

  /** A resource's or data source's block as JSON; undefined where cdktf's own way has to be taken. */
  resourceText(element: TypedElement, level: number): string | undefined {
    const fields = ordinary(element);
    if (fields === undefined) return undefined;
    const attributes = withMeta(fields);
    return unlessUnusual(() => {
      const sorted = sortedKeys(element, attributes);
      const text = this.write(element, attributes, sorted, level);
      if (this.values.unknownArguments === 0) return text;
      learnBlocks(element, attributes);
      return this.write(element, attributes, sorted, level);
    });
  }

  /** A provider's block as JSON; undefined where cdktf's own way has to be taken. */
  providerText(provider: TerraformProvider, level: number): string | undefined {
    const fields = provider as unknown as Simple;
    if (provider.toTerraform !== TerraformProvider.prototype.toTerraform) return undefined;
    const attributes = keysToSnakeCase(withValue(fields.synthesizeAttributes())) as Attributes;
    return unlessUnusual(() => this.values.text(deepMerge(attributes, fields.rawOverrides, provider.metaAttributes), level));
  }

  /** An output's block as JSON; undefined where cdktf's own way has to be taken. */
  outputText(output: TerraformOutput, level: number): string | undefined {
    const fields = output as unknown as Simple;
    if (output.toTerraform !== TerraformOutput.prototype.toTerraform || !isEmpty(fields.rawOverrides)) return undefined;
    return unlessUnusual(() => this.values.text(fields.synthesizeAttributes(), level));
  }

  private write(element: TypedElement, attributes: Attributes, sorted: readonly string[], level: number): string {
    this.values.unknownArguments = 0;
    return this.values.attributes(attributes, sorted, level, blocksOf(element));
  }
}

function unlessUnusual<T>(write: () => T): T | undefined {
  try {
    return write();
  } catch (error) {
    if (error instanceof Unusual) return undefined;
    throw error;
  }
}

/** Those that somebody set: a provider has dozens that nobody did, and their names cost as much as those of others. */
const withValue = (attributes: Attributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));

/** The attributes with what cdktf adds to them; those that nobody set are undefined. */
function withMeta(element: Ordinary): Attributes {
  const attributes = element.synthesizeAttributes();
  const fields = element as unknown as Attributes;
  if (meta.some((name) => fields[name] !== undefined)) {
    const added = keysToSnakeCase(element.terraformMetaArguments) as Attributes;
    for (const name of Object.keys(added)) if (added[name] !== undefined) attributes[name] = added[name];
  }
  attributes["//"] = element.constructNodeMetadata;
  return attributes;
}

interface Sorted {
  readonly unsorted: readonly string[];
  readonly sorted: readonly string[];
}

const known = new WeakMap<object, Sorted>();

/** The attributes' names, sorted once for all elements of a class that have the same ones. */
function sortedKeys(element: TypedElement, attributes: Attributes): readonly string[] {
  const unsorted = Object.keys(attributes);
  const last = known.get(element.constructor);
  if (last !== undefined && last.unsorted.length === unsorted.length && last.unsorted.every((name, index) => name === unsorted[index]))
    return last.sorted;
  if (!unsorted.every(isPlainText) || unsorted.includes("__proto__")) throw new Unusual();
  const sorted = [...unsorted].sort();
  known.set(element.constructor, { unsorted, sorted });
  return sorted;
}
