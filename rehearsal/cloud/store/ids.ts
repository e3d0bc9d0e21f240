import type { ObjectValue } from "../../values.ts";
import { identityOf } from "../choose/choose.ts";
import { textOf } from "./strings.ts";

/** What only the cloud makes: nobody writes such a text meaning anything else. */
const SHAPES = [
  /^arn:/,
  /^https?:\/\//,
  /^\/subscriptions\/[^/]+\/.+/i,
  /^projects\/[^/]+\/[^/]+\/.+/,
  /^[a-z]+(-[a-z]+)*-(?=[A-Za-z]*\d)[0-9A-Za-z]{8,}$/,
  /^Z[0-9A-Z]{10,}$/,
  /^[0-9a-f]{32}$/,
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
];

/**
 * Whether an id of an object tells which one it is: one that the cloud gave it. A name it was given may be the name of other
 * things as well, and settings of an account or a region have the id of the account or the region.
 */
export function isTelling({ type, values }: { readonly type: string; readonly values: ObjectValue }, id: string): boolean {
  if (!SHAPES.some((shape) => shape.test(id))) return false;
  const names = id.includes("/") || id.includes(":") ? identityOf(type) : ["name", ...identityOf(type)];
  return !names.some((name) => textOf(values, name) === id);
}
