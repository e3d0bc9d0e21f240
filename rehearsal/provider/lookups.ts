import { createHash } from "node:crypto";
import type { CloudObject } from "../cloud/session.ts";
import type { TypeSchema } from "../schema/schema.ts";
import { isObject, type ObjectValue, type Value } from "../values.ts";
import { conformedMember } from "./conform.ts";
import { type Chooser, filled } from "./fill.ts";
import { planned } from "./plan.ts";
import { eachMember, isList, own, shapeOf } from "./shape.ts";

/**
 * What a data source or an ephemeral resource gives: what is configured, then what the answer says, then what the cloud chooses.
 * It has no address; its object is named by the question, `<kind>/<type>/<digest of the configuration>`: the same question gets the
 * same answer.
 */
export function lookedUp(
  chooser: Chooser,
  kind: "data" | "ephemeral",
  type: string,
  schema: TypeSchema,
  config: ObjectValue,
  answer: ObjectValue,
): ObjectValue {
  const shape = shapeOf(schema.block);
  const plan = planned(shape, config);
  const object: CloudObject = { key: `${kind}/${type}/${digest(config)}`, type };
  const values = eachMember(shape, (name, member) =>
    isEmpty(own(config, name)) && Object.hasOwn(answer, name) ? conformedMember(member, own(answer, name)) : own(plan, name),
  );
  return filled(chooser, object, shape, values);
}

function isEmpty(value: Value): boolean {
  return value === null || (isList(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0);
}

function digest(config: ObjectValue): string {
  const json = JSON.stringify(config, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
  return createHash("sha256").update(json).digest("hex").slice(0, 16);
}
