import { Dynamic, isObject, Unknown, type Value } from "../values.ts";
import { isList } from "./shape.ts";

/** Whether something in it, at any depth, is unknown. */
export function holdsUnknown(value: Value): boolean {
  if (value instanceof Unknown) return true;
  if (value instanceof Dynamic) return holdsUnknown(value.value);
  if (isList(value)) return value.some(holdsUnknown);
  return isObject(value) && Object.values(value).some(holdsUnknown);
}
