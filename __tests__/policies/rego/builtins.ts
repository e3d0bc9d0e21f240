import { canonical, entriesOf, isArray, isObject, isSet, lookUp, RegoSet, type Value } from "./values.ts";

interface Builtin {
  readonly arity: number;
  /** Undefined where OPA's is: a wrong operand makes the expression undefined, not the policy fail. */
  readonly run: (...args: Value[]) => Value | undefined;
}

const isText = (value: Value): value is string => typeof value === "string";
const isNumber = (value: Value): value is number => typeof value === "number";
const numbersOf = (value: Value): number[] => entriesOf(value).map(([, member]) => member as number);
const halfAwayFromZero = (value: number): number => Math.sign(value) * Math.round(Math.abs(value)) || 0;

const onText = (run: (...args: string[]) => Value, arity: number): Builtin => ({
  arity,
  run: (...args) => (args.every(isText) ? run(...(args as string[])) : undefined),
});
const onNumber = (run: (value: number) => number): Builtin => ({
  arity: 1,
  run: (value) => (isNumber(value) ? run(value) : undefined),
});
const onNumbers = (run: (values: number[]) => number | undefined): Builtin => ({
  arity: 1,
  run: (value) => ((isArray(value) || isSet(value)) && numbersOf(value).every(isNumber) ? run(numbersOf(value)) : undefined),
});

/** Of OPA's functions those that are the same in every version, as https://www.openpolicyagent.org/docs/policy-reference has them. */
export const builtins: Readonly<Record<string, Builtin>> = {
  abs: onNumber(Math.abs),
  round: onNumber(halfAwayFromZero),
  ceil: onNumber((value) => Math.ceil(value) || 0),
  format_int: { arity: 2, run: (value, base) => (isNumber(value) && base === 10 ? String(Math.trunc(value)) : undefined) },
  sum: onNumbers((values) => values.reduce((total, value) => total + value, 0)),
  max: onNumbers((values) => (values.length > 0 ? Math.max(...values) : undefined)),
  min: onNumbers((values) => (values.length > 0 ? Math.min(...values) : undefined)),
  count: { arity: 1, run: count },
  to_number: { arity: 1, run: toNumber },
  sprintf: { arity: 2, run: (format, values) => (isText(format) && isArray(values) ? sprintf(format, values) : undefined) },
  split: onText((text = "", delimiter = "") => text.split(delimiter), 2),
  startswith: onText((text = "", start = "") => text.startsWith(start), 2),
  endswith: onText((text = "", end = "") => text.endsWith(end), 2),
  contains: onText((text = "", part = "") => text.includes(part), 2),
  "regex.match": { arity: 2, run: (pattern, text) => (isText(pattern) && isText(text) ? regex(pattern).test(text) : undefined) },
  lower: onText((text = "") => text.toLowerCase(), 1),
  concat: { arity: 2, run: concat },
  is_array: { arity: 1, run: (value) => isArray(value) },
  "json.unmarshal": { arity: 1, run: unmarshal },
  "object.get": { arity: 3, run: objectGet },
  "object.keys": { arity: 1, run: (value) => (isObject(value) ? new RegoSet(Object.keys(value)) : undefined) },
};

function count(value: Value): Value | undefined {
  if (isText(value)) return [...value].length;
  return isArray(value) || isSet(value) || isObject(value) ? entriesOf(value).length : undefined;
}

function concat(delimiter: Value, parts: Value): Value | undefined {
  const texts = entriesOf(parts).map(([, part]) => part);
  return isText(delimiter) && texts.every(isText) ? texts.join(delimiter) : undefined;
}

/** Undefined for what is no JSON, as OPA's is. */
function unmarshal(text: Value): Value | undefined {
  try {
    return isText(text) ? (JSON.parse(text) as Value) : undefined;
  } catch {
    return undefined;
  }
}

/** null is 0, true is 1, text must be a number. */
function toNumber(value: Value): Value | undefined {
  if (value === null || typeof value === "boolean" || isNumber(value)) return Number(value);
  return isText(value) && /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(value) ? Number(value) : undefined;
}

/** What RE2 and JavaScript both understand, and alike: no look-around, no flags, no names, no references back. */
function regex(pattern: string): RegExp {
  if (/\(\?(?!:)|\\[1-9kpPQzAC]/.test(pattern)) throw new Error(`regex ${JSON.stringify(pattern)}: this is not the same in RE2`);
  return new RegExp(pattern, "u");
}

/** `key` is a key or a path of keys. */
function objectGet(object: Value, key: Value, fallback: Value): Value | undefined {
  if (!isObject(object)) return undefined;
  const path = isArray(key) ? key : [key];
  const found = path.reduce<Value | undefined>((inner, part) => (inner === undefined ? undefined : lookUp(inner, part)), object);
  return found === undefined ? fallback : found;
}

/** `%s` for text, `%d` for whole numbers, `%%`; OPA prints garbage where verb and value differ, so that is refused. */
function sprintf(format: string, values: readonly Value[]): string {
  const left = [...values];
  const text = format.replace(/%(.?)/g, (_, verb: string) => {
    if (verb === "%") return "%";
    const value = left.shift();
    if (verb === "s" && value !== undefined && isText(value)) return value;
    if (verb === "d" && value !== undefined && isNumber(value) && Number.isInteger(value)) return String(value);
    throw new Error(`sprintf ${JSON.stringify(format)}: %${verb} cannot print ${value === undefined ? "nothing" : canonical(value)}`);
  });
  if (left.length > 0) throw new Error(`sprintf ${JSON.stringify(format)}: ${left.length} values more than places`);
  return text;
}
