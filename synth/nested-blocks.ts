import { TerraformDataSource, type TerraformElement, TerraformResource, Tokenization } from "cdktf";

type Json = Record<string, unknown>;

/** Under which key of the document an element with a type and a name is; undefined for all others. */
export function kindOf(element: TerraformElement): "resource" | "data" | undefined {
  if (TerraformResource.isTerraformResource(element)) return "resource";
  return TerraformDataSource.isTerraformDataSource(element) ? "data" : undefined;
}

/** What cdktf's typed rendering of an element says of one of its arguments. */
interface HclAttribute {
  readonly value: unknown;
  readonly isBlock?: boolean;
  readonly type?: string;
}

/** An element whose arguments cdktf can also give with their kinds: resources and data sources. */
export interface TypedElement extends TerraformElement {
  readonly terraformResourceType: string;
  synthesizeHclAttributes(): Json;
}

/** A nested block: whether one of its kind is written as a list of one, and the blocks inside it by argument. */
export interface Block {
  readonly isListed: boolean;
  readonly inside: Blocks;
}

/** What is known of arguments by name: a block, or not one (undefined). */
export type Blocks = Map<string, Block | undefined>;

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

const isListed = ({ type }: HclAttribute): boolean => type === "list" || type === "set";

const schemaOf = (element: TerraformElement): Json => (element as TypedElement).synthesizeHclAttributes();

const learned = new WeakMap<object, Blocks>();

/** What is known of the arguments of the element's class; `learnBlocks` adds to it. */
export function blocksOf(element: TerraformElement): Blocks {
  const known = learned.get(element.constructor) ?? new Map();
  learned.set(element.constructor, known);
  return known;
}

/**
 * Learns which of the element's arguments are blocks. cdktf knows it only while it renders them in its typed way, which is slow, and
 * it says the same for every element of a class.
 */
export function learnBlocks(element: TerraformElement, attributes: Json): void {
  learn(blocksOf(element), schemaOf(element), attributes);
}

function learn(blocks: Blocks, schema: Json, attributes: Json): void {
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (value === undefined) continue;
    const attribute = (schema[name] ?? {}) as HclAttribute;
    if (!attribute.isBlock) {
      if (!blocks.has(name)) blocks.set(name, undefined);
      continue;
    }
    const block = blocks.get(name) ?? { isListed: isListed(attribute), inside: new Map() };
    blocks.set(name, block);
    learnInside(block.inside, attribute.value, value);
  }
}

function learnInside(blocks: Blocks, schema: unknown, value: unknown): void {
  if (Tokenization.isResolvable(value)) return;
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      learnInside(blocks, Array.isArray(schema) ? schema[index] : schema, item);
    });
  } else if (isObject(value)) {
    learn(blocks, isObject(schema) ? schema : {}, value);
  }
}

/**
 * Turns the nested blocks of an element's resolved attributes into lists of blocks. cdktf writes a block that may occur once as an
 * object; terraform accepts both, but Infracost reads only lists and would price the resource without the block.
 */
export const listBlocks = (element: TerraformElement, attributes: Json): void => list(schemaOf(element), attributes);

function list(schema: Json, attributes: Json): void {
  for (const [name, description] of Object.entries(schema)) {
    const attribute = (description ?? {}) as HclAttribute;
    if (!attribute.isBlock || attributes[name] === undefined) continue;
    listInside(attribute.value, attributes[name]);
    if (isListed(attribute) && isObject(attributes[name])) attributes[name] = [attributes[name]];
  }
}

function listInside(schema: unknown, value: unknown): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      listInside(Array.isArray(schema) ? schema[index] : schema, item);
    });
  } else if (isObject(value) && isObject(schema)) {
    list(schema, value);
  }
}

/** `listBlocks` for all elements of a stack's document. */
export function listBlocksOf(elements: readonly TerraformElement[], document: Json): void {
  for (const element of elements) {
    const kind = kindOf(element);
    if (kind === undefined) continue;
    const { terraformResourceType, friendlyUniqueId } = element as TypedElement;
    const attributes = ((document[kind] as Json | undefined)?.[terraformResourceType] as Json | undefined)?.[friendlyUniqueId];
    if (isObject(attributes)) listBlocks(element, attributes);
  }
}
