import type { Attribute, ProviderSchema } from "../schema/schema.ts";
import { isObject, type ObjectValue, UNKNOWN, type Value } from "../values.ts";

/**
 * An attribute of every resource, besides its private bytes, that says which object of the cloud it is. Terraform forgets the
 * private bytes of a tainted resource when it plans another in its place, and still wants it deleted. The cloud never sees it.
 */
const OBJECT = "rehearsal_object";

const attribute: Attribute = { type: "string", computed: true };

/** The schema as terraform sees it. */
export function withKeys(schema: ProviderSchema): ProviderSchema {
  const types = Object.entries(schema.resource_schemas).map(([name, type]) => {
    const attributes = { ...type.block.attributes, [OBJECT]: attribute };
    return [name, { ...type, block: { ...type.block, attributes } }];
  });
  return { ...schema, resource_schemas: Object.fromEntries(types) };
}

/** A resource as terraform sees it. */
export function keyed(values: ObjectValue | null, key: string): ObjectValue | null {
  return values === null ? null : { ...values, [OBJECT]: key };
}

/** A resource that is there, or planned, with the key another state of it has; unknown when it is yet to be made. */
export function keyedLike(values: ObjectValue | null, other: Value): ObjectValue | null {
  return values === null ? null : { ...values, [OBJECT]: isObject(other) ? (other[OBJECT] ?? null) : UNKNOWN };
}

/** The bytes that terraform's state keeps, unseen, for a resource: JSON, `{"object": <key>}`. */
export function keyBytes(key: string): Uint8Array {
  return Buffer.from(JSON.stringify({ object: key }));
}

/** The key in the private bytes, else in the state. Throws when there is none: the resource was not made by a rehearsal. */
export function keyOf(bytes: Uint8Array | undefined, state: Value): string {
  const text = Buffer.from(bytes ?? []).toString("utf8");
  const kept: unknown = text === "" ? state : JSON.parse(text);
  const key: unknown = typeof kept === "object" && kept !== null ? Reflect.get(kept, text === "" ? OBJECT : "object") : undefined;
  if (typeof key === "string") return key;
  throw new Error(
    `the state names no object of the simulated cloud (private data: "${text}"); rehearse with states that a rehearsal wrote`,
  );
}
