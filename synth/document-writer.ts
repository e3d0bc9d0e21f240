import { TerraformElement, TerraformOutput, TerraformProvider, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { deepMerge, resolve } from "./cdktf-internals.ts";
import { DocumentParts, isPart, OUTPUT_LEVEL, RESOURCE_LEVEL } from "./document-parts.ts";
import { ElementWriter } from "./element-writer.ts";
import { jsonText } from "./json-text.ts";
import { kindOf, listBlocks, type TypedElement } from "./nested-blocks.ts";

type Json = Record<string, unknown>;

/** What the writer needs of a stack, some of it private. */
interface StackFields {
  readonly rawOverrides: object;
  readonly cdktfVersion: string;
}

/**
 * The stack's document, written in one pass over its elements.
 *
 * @param elements as `elementsOf` gives them
 * @returns undefined for a stack that only cdktf itself can write: one that overrides resources, or has two elements of one address
 */
export function writeDocument(stack: TerraformStack, elements: readonly TerraformElement[]): string | undefined {
  const { rawOverrides, cdktfVersion: version } = stack as unknown as StackFields;
  const overridden = Object.keys(rawOverrides);
  if (overridden.some(isPart) || stack.toTerraform !== TerraformStack.prototype.toTerraform) return undefined;
  const overrides = overridden.length > 0 && { overrides: { stack: overridden } };
  const metadata = { version, stackName: stack.node.id, backend: "local", ...overrides };
  const document = new Document(stack, metadata, { "//": { metadata, outputs: outputsOf(elements) } });
  if (!elements.every((element) => document.add(element))) return undefined;
  if (elementsOf(stack).length !== elements.length) return undefined; // resolving a value made another element
  return document.text(overrides ? rawOverrides : undefined);
}

/** Every element of the stack, in cdktf's order. */
export function elementsOf(node: IConstruct, into: TerraformElement[] = []): TerraformElement[] {
  if (TerraformElement.isTerraformElement(node)) into.push(node);
  for (const child of node.node.children) if (!TerraformStack.isStack(child)) elementsOf(child, into);
  return into;
}

class Document {
  private readonly parts = new DocumentParts();
  private readonly writer: ElementWriter;

  constructor(
    private readonly stack: TerraformStack,
    private readonly metadata: Json,
    private readonly rest: Json,
  ) {
    this.writer = new ElementWriter(stack);
  }

  /** @returns whether its address was free */
  add(element: TerraformElement): boolean {
    const kind = kindOf(element);
    if (kind !== undefined) {
      const text = this.writer.resourceText(element as TypedElement, RESOURCE_LEVEL);
      const { terraformResourceType } = element as TypedElement;
      if (text !== undefined) return this.parts.addResource(kind, terraformResourceType, element.friendlyUniqueId, text);
    } else if (TerraformOutput.isTerraformOutput(element)) {
      const text = this.writer.outputText(element, OUTPUT_LEVEL);
      if (text !== undefined) return this.parts.addOutput(element.friendlyUniqueId, text);
    } else if (TerraformProvider.isTerraformProvider(element)) {
      const text = this.writer.providerText(element, RESOURCE_LEVEL);
      if (text !== undefined) return this.addProvider(element, text);
    }
    return this.merge(element);
  }

  private addProvider(provider: TerraformProvider, text: string): true {
    const { terraformResourceType: type, terraformProviderSource: source, terraformGeneratorMetadata: made } = provider;
    const version = made?.providerVersion || made?.providerVersionConstraint;
    deepMerge(this.metadata, resolve(this.stack, provider.toMetadata(), true));
    deepMerge(this.rest, { terraform: { required_providers: { [type]: { version, source } } } });
    this.parts.addProvider(type, text);
    return true;
  }

  /** @param overrides of the stack, merged as cdktf does it */
  text(overrides: object | undefined): string {
    return this.parts.text(overrides ? resolve(this.stack, deepMerge(this.rest, overrides)) : this.rest);
  }

  /** Takes up an element in cdktf's own way. */
  private merge(element: TerraformElement): boolean {
    deepMerge(this.metadata, resolve(this.stack, element.toMetadata(), true));
    const {
      resource,
      data,
      output,
      provider = {},
      ...others
    } = deepMerge({}, resolve(this.stack, element.toTerraform(), true)) as Fragment;
    deepMerge(this.rest, others);
    for (const [type, blocks] of Object.entries(provider))
      for (const block of blocks) this.parts.addProvider(type, jsonText(block, RESOURCE_LEVEL) as string);
    const outputs = Object.entries(output ?? {});
    return (
      [...blocksIn("resource", resource), ...blocksIn("data", data)].every(({ kind, type, name, attributes }) => {
        if (kind === kindOf(element)) listBlocks(element, attributes);
        return this.parts.addResource(kind, type, name, jsonText(attributes, RESOURCE_LEVEL) as string);
      }) && outputs.every(([name, value]) => this.parts.addOutput(name, jsonText(value, OUTPUT_LEVEL) as string))
    );
  }
}

type Types = Record<string, Record<string, Json>>;

interface Fragment extends Json {
  readonly resource?: Types;
  readonly data?: Types;
  readonly output?: Json;
  readonly provider?: Record<string, readonly Json[]>;
}

const blocksIn = (kind: "resource" | "data", types: Types = {}) =>
  Object.entries(types).flatMap(([type, names]) => Object.entries(names).map(([name, attributes]) => ({ kind, type, name, attributes })));

/** The tree of outputs that cdktf's command line reads, by construct path. */
function outputsOf(elements: readonly TerraformElement[]): Json {
  const outputs: Json = {};
  for (const element of elements) {
    if (!TerraformOutput.isTerraformOutput(element)) continue;
    const path = element.node.path.split("/");
    const last = path.pop() as string;
    let folder = outputs;
    for (const part of path) {
      folder[part] ??= {};
      folder = folder[part] as Json;
    }
    folder[last] = element.friendlyUniqueId;
  }
  return outputs;
}
