import { decode, ExtData, encode } from "@msgpack/msgpack";
import { Dynamic, isObject, UNKNOWN, Unknown, type Value } from "../values.ts";
import { parseState } from "./parse-state.ts";

/** A value on the wire, as a message carries it: msgpack, or JSON from older states. */
export interface WireValue {
  readonly msgpack?: Uint8Array;
  readonly json?: Uint8Array;
}

/** What msgpack has no word for: a value not known yet, without and with what is known of it all the same. */
const PLAIN_UNKNOWN = 0;
const REFINED_UNKNOWN = 12;

/**
 * Reads a value; a missing one is null. Numbers that no double holds exactly, 0.1 among them, arrive as strings of their digits,
 * as terraform sends them: without a schema they cannot be told from text, and they go back as they came.
 */
export function decoded(wire: WireValue | null | undefined): Value {
  if (wire?.msgpack?.length) return fromWire(decode(wire.msgpack, { useBigInt64: true }));
  if (wire?.json?.length) return parseState(wire.json);
  return null;
}

/** Writes a value as terraform reads it. */
export function encoded(value: Value): WireValue {
  return { msgpack: encode(toWire(value), { useBigInt64: true }) };
}

function fromWire(raw: unknown): Value {
  if (raw === null || typeof raw === "string" || typeof raw === "boolean") return raw;
  if (typeof raw === "number" || typeof raw === "bigint") return number(raw);
  if (raw instanceof ExtData) return raw.type === REFINED_UNKNOWN ? new Unknown(Uint8Array.from(bytesOf(raw))) : UNKNOWN;
  if (Array.isArray(raw)) return isTyped(raw) ? new Dynamic(JSON.parse(text(raw[0])), fromWire(raw[1])) : raw.map(fromWire);
  return Object.fromEntries(Object.entries(Object(raw)).map(([name, member]) => [name, fromWire(member)]));
}

/** A dynamic value: its type as bytes of JSON, which nothing else is, then the value. */
function isTyped(raw: readonly unknown[]): raw is readonly [Uint8Array, unknown] {
  return raw.length === 2 && raw[0] instanceof Uint8Array;
}

function bytesOf({ data }: ExtData): Uint8Array {
  return typeof data === "function" ? data(0) : data;
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Integers as numbers where a double counts that far, else as bigints, whichever way they came. */
function number(raw: number | bigint): number | bigint {
  if (typeof raw === "bigint") return Number.isSafeInteger(Number(raw)) ? Number(raw) : raw;
  return Number.isInteger(raw) && !Number.isSafeInteger(raw) ? BigInt(raw) : raw;
}

function toWire(value: Value): unknown {
  if (typeof value === "number") return Number.isInteger(value) || !Number.isFinite(value) ? value : String(value);
  if (typeof value === "bigint") return BigInt.asIntN(64, value) === value || BigInt.asUintN(64, value) === value ? value : String(value);
  if (value instanceof Unknown) {
    return value.refinement === undefined
      ? new ExtData(PLAIN_UNKNOWN, Uint8Array.of(0))
      : new ExtData(REFINED_UNKNOWN, Uint8Array.from(value.refinement));
  }
  if (value instanceof Dynamic) return [new TextEncoder().encode(JSON.stringify(value.type)), toWire(value.value)];
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toWire(member)]));
  return Array.isArray(value) ? value.map(toWire) : value;
}
