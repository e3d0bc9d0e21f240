/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** A resource or a data source of a stack. */
export interface Block {
  /** `aws_vpc.Network`, or `data.aws_ami.Node`. */
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly body: JsonObject;
}

/** The committed JSON of one stack, as far as it matters here. */
export interface StackJson {
  readonly blocks: ReadonlyMap<string, Block>;
  readonly outputs: ReadonlyMap<string, JsonObject>;
  /** Everything else: terraform, provider, variable, locals, moved, removed, import. */
  readonly settings: JsonObject;
  /** Resources under a new address that keep their state: the old address by the new one. */
  readonly moved: ReadonlyMap<string, string>;
  /** Addresses that leave the state without being destroyed. */
  readonly forgotten: ReadonlySet<string>;
}

/** A stack of which nothing is known: one that is not there. */
export const noStack: StackJson = { blocks: new Map(), outputs: new Map(), settings: {}, moved: new Map(), forgotten: new Set() };

/** Whether a value is an object. */
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether a stack manages nothing: what is left of one that is going away. */
export const isEmpty = ({ blocks }: StackJson): boolean => ![...blocks.values()].some(({ mode }) => mode === "managed");

/**
 * Reads a stack's JSON.
 *
 * @param where names the file and its revision in messages; the text itself is never shown, it may hold anything
 */
export function parseStack(text: string, where: string): StackJson {
  const json = parse(text, where);
  if (!isObject(json)) throw new Error(`${where}: got JSON that is not an object; run npm run synth to write it anew`);
  const { resource, data, output, "//": _comment, ...settings } = json;
  const blocks = [...blocksOf(resource, "managed"), ...blocksOf(data, "data")];
  return {
    blocks: new Map(blocks.map((block) => [block.address, block])),
    outputs: new Map(Object.entries(isObject(output) ? output : {}).map(([name, value]) => [name, single(value)])),
    settings,
    moved: new Map(listOf(settings.moved).flatMap(({ from, to }) => [[addressOf(to), addressOf(from)] as const])),
    forgotten: new Set(listOf(settings.removed).flatMap((block) => (isForgetting(block) ? [addressOf(block.from)] : []))),
  };
}

function parse(text: string, where: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    const conflict = text.split("\n").findIndex((row) => /^(<{7}|={7}|>{7})( |$)/.test(row));
    if (conflict >= 0)
      throw new Error(`${where}: has a merge conflict at line ${conflict + 1}; resolve it in config/, then run npm run synth`);
    throw new Error(`${where}: is not JSON; run npm run synth to write it anew`);
  }
}

function blocksOf(section: Json | undefined, mode: Block["mode"]): Block[] {
  if (!isObject(section)) return [];
  return Object.entries(section).flatMap(([type, byName]) =>
    Object.entries(isObject(byName) ? byName : {}).map(([name, value]) => {
      const { "//": _comment, ...body } = single(value);
      return { address: `${mode === "data" ? "data." : ""}${type}.${name}`, mode, type, body };
    }),
  );
}

/** A block that terraform takes as an object and as a list of one. */
const single = (value: Json | undefined): JsonObject => {
  const first = Array.isArray(value) ? (value as readonly Json[])[0] : (value as Json | undefined);
  return isObject(first) ? first : {};
};

const listOf = (value: Json | undefined): JsonObject[] => {
  const list = Array.isArray(value) ? (value as readonly Json[]) : [value as Json | undefined];
  return list.filter(isObject);
};

/** An address, with or without the braces of an expression. */
const addressOf = (value: Json | undefined): string => (typeof value === "string" ? value.replace(/^\$\{(.*)\}$/, "$1") : "");

const isForgetting = (block: JsonObject): boolean => single(block.lifecycle).destroy === false;

/** Every string in a value, at any depth, values only. */
export function* stringsIn(value: Json | undefined): Generator<string> {
  if (typeof value === "string") yield value;
  else if (Array.isArray(value)) for (const item of value) yield* stringsIn(item);
  else if (isObject(value)) for (const key in value) yield* stringsIn(value[key]);
}

const reference = /(?<![\w.-])((?:data\.)?[a-z][a-z0-9]*_\w+\.[A-Za-z_][\w-]*)(?:\.([A-Za-z_]\w*))?/g;

/** A reference of an expression to a block of the same stack: its address, and the attribute that is read. */
export interface Reference {
  readonly address: string;
  readonly attribute?: string;
}

/** References to blocks in a text; those outside `${...}` are not any. */
export function referencesIn(text: string): Reference[] {
  if (!text.includes("${")) return [];
  return [...text.matchAll(reference)].map(([, address = "", attribute]) => ({ address, attribute }));
}
