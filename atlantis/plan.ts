import { isObject, type Json } from "./strict-json.ts";

/**
 * Whether applying the plan would do anything, from `terraform show -json`:
 * https://developer.hashicorp.com/terraform/internals/json-format#plan-representation. Drift alone (`resource_drift`) changes
 * nothing unless Terraform says that the plan is applicable, as it does of `-refresh-only` plans.
 */
export function hasChanges(plan: Json): boolean {
  if (plan.errored === true) return true; // terraform refuses it, and says why
  if (typeof plan.applyable === "boolean") return plan.applyable;
  return listed(plan.resource_changes).some(changesResource) || Object.values(plan.output_changes ?? {}).some(acts);
}

const changesResource = (entry: Json): boolean =>
  acts(entry.change) || typeof entry.previous_address === "string" || (isObject(entry.change) && isObject(entry.change.importing));

/** Anything but doing nothing; `read` and `forget` too. */
const acts = (change: unknown): boolean =>
  !isObject(change) || !Array.isArray(change.actions) || change.actions.some((action) => action !== "no-op");

const listed = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);
