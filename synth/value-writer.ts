import { type TerraformStack, Tokenization } from "cdktf";
import {
  isPlainNumber,
  isPlainText,
  onlyReference,
  type ReferenceToken,
  resolve,
  splitAtTokens,
  TerraformDynamicBlock,
} from "./cdktf-internals.ts";
import { jsonText, lineAt, listText, objectText, quoted } from "./json-text.ts";
import type { Block, Blocks } from "./nested-blocks.ts";

/** From where on what is inside may be deeper than cdktf resolves: it takes that for circular. */
const DEEPEST = 200;

/** Thrown where a value is not what the writer knows; the element is then resolved in cdktf's own way. */
export class Unusual extends Error {}

/**
 * Resolves and writes values of a stack's elements in one pass. What is no token is written as it is found; the token that nearly
 * every other one is, a reference within the stack, by its identifier; everything else is left to cdktf's resolution.
 */
export class ValueWriter {
  /** Arguments that were met and of which it is not known whether they are blocks. */
  unknownArguments = 0;

  constructor(private readonly stack: TerraformStack) {}

  /** @returns undefined for what is left out */
  text(value: unknown, level: number): string | undefined {
    switch (typeof value) {
      case "string":
        return this.string(value, level);
      case "boolean":
        return value ? "true" : "false";
      case "number":
        return isPlainNumber(value) ? JSON.stringify(value) : this.resolved(value, level);
      case "undefined":
        return undefined;
      case "object":
        return value === null ? "null" : this.container(value, level);
      default:
        throw new Unusual();
    }
  }

  /** The attributes of an element, of whose blocks it is known which are lists. */
  attributes(attributes: Record<string, unknown>, sortedKeys: readonly string[], level: number, blocks: Blocks): string {
    return objectText(sortedKeys, level, (key) => this.argument(attributes[key], level + 1, key, blocks));
  }

  /** What cdktf itself makes of the value. */
  private resolved(value: unknown, level: number): string | undefined {
    return jsonText(this.resolution(value), level);
  }

  /** @throws Unusual for what is no JSON: what cdktf makes of that depends on where it stands */
  private resolution(value: unknown): unknown {
    const resolved: unknown = resolve(this.stack, value, true);
    if (!isJson(resolved)) throw new Unusual();
    return resolved;
  }

  private string(value: string, level: number): string | undefined {
    if (isPlainText(value)) return quoted(value);
    const reference = onlyReference(value);
    if (reference !== undefined && this.isOurs(reference)) return quoted(`\${${reference.identifier}}`);
    const mixed = this.mixed(value);
    return mixed === undefined ? this.resolved(value, level) : quoted(mixed);
  }

  private isOurs({ originStack, identifier }: ReferenceToken): boolean {
    return (originStack === undefined || originStack === this.stack) && isPlainText(identifier);
  }

  /**
   * Text with tokens in it. Between a `${` of the text's own and the next `}` it is an expression already, in which references stand
   * without their braces.
   *
   * @returns undefined where cdktf's own resolution is needed
   */
  private mixed(value: string): string | undefined {
    let isInside = false;
    const [first, only, ...more] = splitAtTokens(value);
    if (only === undefined || only === value) return undefined; // one token may stand for more than text
    const parts = [first as string, only, ...more].map((part, index) => {
      if (index % 2 === 0) {
        const [opened, closed] = [part.lastIndexOf("${"), part.lastIndexOf("}")];
        if (opened >= 0 || closed >= 0) isInside = opened > closed;
        return part;
      }
      const reference = onlyReference(part);
      if (reference !== undefined && this.isOurs(reference)) return isInside ? reference.identifier : `\${${reference.identifier}}`;
      const resolved: unknown = isInside ? undefined : resolve(this.stack, part, true);
      return typeof resolved === "string" ? resolved : undefined;
    });
    const text = parts.includes(undefined) ? undefined : parts.join("");
    return text !== undefined && isPlainText(text) ? text : undefined;
  }

  private container(value: object, level: number): string | undefined {
    if (level >= DEEPEST) throw new Unusual();
    if (Array.isArray(value)) {
      return value.some(isListToken) ? this.resolved(value, level) : listText(value, level, (item) => this.text(item, level + 1));
    }
    const keys = this.plainKeys(value);
    if (keys === undefined) return this.resolved(value, level);
    return objectText(keys, level, (key) => this.text((value as Record<string, unknown>)[key], level + 1));
  }

  /** The sorted keys of a plain object; undefined for a token. @throws Unusual for what is neither */
  private plainKeys(value: object): string[] | undefined {
    if (TerraformDynamicBlock.isTerraformDynamicBlock(value)) throw new Unusual();
    if (Tokenization.isResolvable(value)) return undefined;
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) throw new Unusual();
    if (Object.hasOwn(value, "__proto__")) throw new Unusual();
    const keys = Object.keys(value);
    return keys.every(isPlainText) ? keys.sort() : undefined;
  }

  private argument(value: unknown, level: number, name: string, blocks: Blocks): string | undefined {
    if (value === undefined) return undefined;
    const block = blocks.get(name);
    if (block !== undefined) return this.block(value, level, block);
    if (!blocks.has(name)) this.unknownArguments++;
    return this.text(value, level);
  }

  private block(value: unknown, level: number, block: Block): string | undefined {
    if (typeof value === "string" && !isPlainText(value)) return this.resolvedBlock(value, level, block);
    if (typeof value !== "object" || value === null) return this.text(value, level);
    if (Array.isArray(value)) {
      return value.some(isListToken)
        ? this.resolved(value, level)
        : listText(value, level, (item) => this.insideBlock(item, level + 1, block.inside));
    }
    const keys = this.plainKeys(value);
    if (keys === undefined) return this.resolvedBlock(value, level, block);
    const write = (at: number): string => this.attributes(value as Record<string, unknown>, keys, at, block.inside);
    return block.isListed ? `[${lineAt(level + 1)}${write(level + 1)}${lineAt(level)}]` : write(level);
  }

  /** A token that stands for a block, or for its blocks. */
  private resolvedBlock(value: unknown, level: number, { isListed }: Block): string | undefined {
    const resolved = this.resolution(value);
    const isOne = typeof resolved === "object" && resolved !== null && !Array.isArray(resolved);
    return jsonText(isListed && isOne ? [resolved] : resolved, level);
  }

  private insideBlock(value: unknown, level: number, blocks: Blocks): string | undefined {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return this.text(value, level);
    if (level >= DEEPEST) throw new Unusual();
    const keys = this.plainKeys(value);
    return keys === undefined ? this.resolved(value, level) : this.attributes(value as Record<string, unknown>, keys, level, blocks);
  }
}

/** Whether a resolved value is JSON: dates and symbols are none, and cdktf writes them otherwise in objects than in lists. */
function isJson(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return typeof value !== "symbol" && typeof value !== "bigint";
  return !(value instanceof Date) && Object.values(value).every(isJson);
}

/** Whether an item of a list stands for a whole list. */
const isListToken = (item: unknown): boolean =>
  typeof item === "string" ? item.includes("#{TfToken[") : typeof item === "number" && item < -1e200;
