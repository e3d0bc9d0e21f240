// The one place that reaches into cdktf's own modules; the rest of the writer takes them from here.
import { AnnotationMetadataEntryType, type ISynthesisSession, Token } from "cdktf";
import { ref } from "cdktf/lib/tfExpression";
import { extractTokenDouble } from "cdktf/lib/tokens/private/encoding";
import { TokenMap } from "cdktf/lib/tokens/private/token-map";

export { resolve } from "cdktf/lib/_tokens";
export { invokeAspects } from "cdktf/lib/synthesize/synthesizer";
export { TerraformDynamicBlock } from "cdktf/lib/terraform-dynamic-block";
export { deepMerge, keysToSnakeCase } from "cdktf/lib/util";

/** What a construct writes besides its part of the document. */
interface CustomSynthesis {
  onSynthesize(session: ISynthesisSession): void;
}

const customSynthesis = Symbol.for("cdktf/customSynthesis");

/** What the construct writes itself; none for most. */
export const customSynthesisOf = (construct: object): CustomSynthesis | undefined =>
  (construct as Record<symbol, CustomSynthesis | undefined>)[customSynthesis];

/** Whether a construct's metadata is an error that synthesis has to stop at. */
export const isErrorAnnotation = ({ type }: { readonly type: string }): boolean => type === AnnotationMetadataEntryType.ERROR;

/** Whether a value held a token that the registry does not know. */
export const isUnknownToken = (error: unknown): boolean =>
  error instanceof Error && /Unrecognized Token Key|Encoded representation of unknown number Token found/.test(error.message);

/** A reference to an attribute: nearly every token is one. */
export interface ReferenceToken {
  readonly identifier: string;
  readonly originStack?: object;
}

const referencePrototype: unknown = Object.getPrototypeOf(ref("any"));

const isReference = (token: unknown): token is ReferenceToken =>
  typeof token === "object" && token !== null && Object.getPrototypeOf(token) === referencePrototype;

type Register<T> = (token: unknown, ...more: unknown[]) => T;

/** cdktf's registry of all tokens of the process, with its private fields. */
interface Registry {
  stringTokenMap: Map<string, unknown>;
  numberTokenMap: Map<number, unknown>;
  registerString: Register<string>;
  registerList: Register<string[]>;
  registerMap: Register<Record<string, unknown>>;
  registerNumber: Register<number>;
  registerNumberList: Register<number[]>;
}

const registry = TokenMap.instance() as unknown as Registry;

const OPENING = "${TfToken[";
const CLOSING = "]}";

/** The reference a string consists of and nothing else. */
export function onlyReference(text: string): ReferenceToken | undefined {
  if (!text.startsWith(OPENING) || !text.endsWith(CLOSING)) return undefined;
  const token = registry.stringTokenMap.get(text.slice(OPENING.length, -CLOSING.length));
  return isReference(token) ? token : undefined;
}

const stringToken = /(\$\{TfToken\[[a-zA-Z0-9:._-]+\]\})/;

/** Text by turns: what is not a token, a token, what is not a token... */
export const splitAtTokens = (text: string): string[] => text.split(stringToken);

/** Values that stand for maps of tokens, which no resource may contain. */
const { STRING_MAP_TOKEN_VALUE, ANY_MAP_TOKEN_VALUE, NUMBER_MAP_TOKEN_VALUE } = Token as unknown as {
  readonly STRING_MAP_TOKEN_VALUE: string;
  readonly ANY_MAP_TOKEN_VALUE: string;
  readonly NUMBER_MAP_TOKEN_VALUE: number;
};

/** Whether cdktf's resolution gives the string back as it is. `e+` is in every number that stands for a token. */
export const isPlainText = (text: string): boolean =>
  !text.includes("TfToken[") && !text.includes("e+") && text !== STRING_MAP_TOKEN_VALUE && text !== ANY_MAP_TOKEN_VALUE;

/** Whether cdktf's resolution gives the number back as it is: those that stand for tokens are below -1e200. */
export const isPlainNumber = (number: number): boolean => number > -1e200 && number !== NUMBER_MAP_TOKEN_VALUE;

/**
 * Runs `work` and forgets the tokens that were registered by it: cdktf would keep them, and all they hold, until the process ends.
 * Tokens of modules, registered before, stay; one that a module made and a stack was the first to write is registered again
 * whenever it is written.
 */
export function forgettingTokens<T>(work: () => T): T {
  const { stringTokenMap, numberTokenMap } = registry;
  registry.stringTokenMap = new Map(stringTokenMap);
  registry.numberTokenMap = new Map(numberTokenMap);
  try {
    return work();
  } finally {
    registry.stringTokenMap = stringTokenMap;
    registry.numberTokenMap = numberTokenMap;
  }
}

const keyIn = (text: string): string => text.slice(OPENING.length, -CLOSING.length);

/** A token keeps the text it was first written as; that text must mean something again where the registry has forgotten it. */
function remembering<T>(register: Register<T>, remember: (written: T, token: unknown) => void): Register<T> {
  return (token, ...more) => {
    const written = register.call(registry, token, ...more);
    remember(written, token);
    return written;
  };
}

const rememberText = (key: string, token: unknown): void => {
  if (!registry.stringTokenMap.has(key)) registry.stringTokenMap.set(key, token);
};
const rememberNumber = (index: number | undefined, token: unknown): void => {
  if (index !== undefined && !registry.numberTokenMap.has(index)) registry.numberTokenMap.set(index, token);
};

const { registerString, registerList, registerMap, registerNumber, registerNumberList } = registry;
Object.assign(registry, {
  registerString: remembering(registerString, (text, token) => rememberText(keyIn(text), token)),
  registerList: remembering(registerList, ([text = ""], token) => rememberText(keyIn(text), token)),
  registerMap: remembering(registerMap, (map, token) => rememberText(keyIn(Object.keys(map)[0] ?? ""), token)),
  registerNumber: remembering(registerNumber, (number, token) => rememberNumber(extractTokenDouble(number, false), token)),
  registerNumberList: remembering(registerNumberList, ([number = 0], token) => rememberNumber(extractTokenDouble(number, true), token)),
});
