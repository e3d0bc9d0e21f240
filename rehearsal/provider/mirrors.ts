import type { ObjectValue } from "../values.ts";
import { own } from "./shape.ts";

/** Attributes that repeat another of the same resource, by type: what was asked for is what there is. */
const MIRRORS: Readonly<Record<string, { readonly mirror: string; readonly of: string }>> = {
  kubernetes_manifest: { mirror: "object", of: "manifest" },
};

/** A plan in which a mirror shows what it repeats, unless it is configured itself. */
export function mirrored(type: string, config: ObjectValue, plan: ObjectValue): ObjectValue {
  const found = Object.hasOwn(MIRRORS, type) ? MIRRORS[type] : undefined;
  if (found === undefined || !Object.hasOwn(plan, found.mirror) || own(config, found.mirror) !== null) return plan;
  return { ...plan, [found.mirror]: own(plan, found.of) };
}
