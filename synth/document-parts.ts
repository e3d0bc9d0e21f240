import { jsonText, listText, objectText, Written } from "./json-text.ts";

type Json = Record<string, unknown>;

/** Parts of a document that are written by themselves. */
export type Part = (typeof parts)[number];

const parts = ["resource", "data", "output", "provider"] as const;

/** Whether a key of the document is such a part. */
export const isPart = (key: string): key is Part => parts.some((part) => part === key);

/** How deep a resource stands in its document, and a provider. */
export const RESOURCE_LEVEL = 3;
/** How deep an output stands. */
export const OUTPUT_LEVEL = 2;

/** The elements of a document that are written already, by type and name. */
export class DocumentParts {
  private readonly resources = { resource: new Map<string, Map<string, string>>(), data: new Map<string, Map<string, string>>() };
  private readonly outputs = new Map<string, string>();
  private readonly providers = new Map<string, string[]>();

  /** @returns whether the address was free */
  addResource(part: "resource" | "data", type: string, name: string, text: string): boolean {
    const names = this.resources[part].get(type) ?? new Map<string, string>();
    if (names.has(name)) return false;
    this.resources[part].set(type, names.set(name, text));
    return true;
  }

  /** @returns whether the name was free */
  addOutput(name: string, text: string): boolean {
    if (this.outputs.has(name)) return false;
    this.outputs.set(name, text);
    return true;
  }

  /** Behind those of its type. */
  addProvider(type: string, text: string): void {
    this.providers.set(type, [...(this.providers.get(type) ?? []), text]);
  }

  /** The whole document. @param rest what is not written yet, by key */
  text(rest: Json): string {
    const { resource, data } = this.resources;
    return jsonText(
      { ...rest, ...typed("resource", resource), ...typed("data", data), ...this.writtenProviders(), ...this.writtenOutputs() },
      0,
    ) as string;
  }

  private writtenProviders(): Json {
    if (this.providers.size === 0) return {};
    const textOf = (type: string): string => listText(this.providers.get(type) as string[], 2, (text) => text);
    return { provider: new Written(objectText([...this.providers.keys()].sort(), 1, textOf)) };
  }

  private writtenOutputs(): Json {
    return this.outputs.size === 0 ? {} : { output: new Written(namesText(this.outputs, 1)) };
  }
}

function typed(part: string, types: ReadonlyMap<string, ReadonlyMap<string, string>>): Json {
  if (types.size === 0) return {};
  const text = objectText([...types.keys()].sort(), 1, (type) => namesText(types.get(type) as ReadonlyMap<string, string>, 2));
  return { [part]: new Written(text) };
}

const namesText = (names: ReadonlyMap<string, string>, level: number): string =>
  objectText([...names.keys()].sort(), level, (name) => names.get(name));
