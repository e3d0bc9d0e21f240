/** What terraform does not know yet: the value is decided when the resource is made. */
export class Unknown {
  /** @param refinement what terraform knows of it all the same (not null, a prefix, a length), as received; sent back as it came */
  constructor(readonly refinement?: Uint8Array) {}
}

/** A value of a dynamic attribute: it brings its type along. */
export class Dynamic {
  constructor(
    readonly type: unknown,
    readonly value: Value,
  ) {}
}

/** A value as it travels between terraform and a provider. Integers beyond 2^53 are bigints, fractions beyond a double are strings. */
export type Value = null | string | number | bigint | boolean | Unknown | Dynamic | readonly Value[] | ObjectValue;

/** A resource, a block, an object or a map. */
export interface ObjectValue {
  readonly [name: string]: Value;
}

/** The one unknown without refinement. */
export const UNKNOWN = new Unknown();

/** Whether it is a resource, block, object or map: neither a list nor one of the marker classes. */
export function isObject(value: Value | undefined): value is ObjectValue {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Unknown) && !(value instanceof Dynamic);
}
