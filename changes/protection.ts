import { type Block, isObject, type Json, type JsonObject } from "./stack-json.ts";

/** What keeps a resource from being destroyed. */
const guards =
  /(^|\.)(prevent_destroy|deletion_protection|deletion_protection_enabled|enable_deletion_protection|purge_protection_enabled)$/;

/** What lets it be destroyed with all it holds. */
const hazards = /(^|\.)(force_destroy|skip_final_snapshot|force_delete|delete_contents_on_destroy)$/;

/** What only matters when it is destroyed. */
const afterwards = /(^|\.)(retain_\w+_on_delete|delete_automated_backups|final_snapshot_identifier|deletion_window_in_days)$/;

/** Whether an attribute only says what happens when the resource is destroyed: nothing else is computed from it. */
export const isAboutDestruction = (path: string): boolean => [guards, hazards, afterwards].some((names) => names.test(path));

/** Whether a change takes away what kept a resource, or its data, from being destroyed. */
export const isBaring = ({ path, before, after }: { path: string; before?: string; after?: string }): boolean =>
  (guards.test(path) && before === "true") || (hazards.test(path) && after === "true");

/** `lifecycle` of a block, which terraform takes as an object and as a list of one. */
export const lifecycleOf = ({ body }: Block): JsonObject => {
  const value = Array.isArray(body.lifecycle) ? body.lifecycle[0] : body.lifecycle;
  return isObject(value) ? value : {};
};

/** Whether terraform refuses to destroy the resource, as long as its block is there. */
export const isProtected = (block: Block): boolean => lifecycleOf(block).prevent_destroy === true;

const deletionProtection = /^(deletion_protection|deletion_protection_enabled|enable_deletion_protection)$/;

/** Whether the provider or the cloud refuses to destroy it, also when its block is gone. */
export const refusesDestruction = ({ body }: Block): boolean => isRefusing(body);

function isRefusing(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.some((item: Json) => isRefusing(item));
  if (!isObject(value)) return false;
  return Object.entries(value).some(([key, item]) => (deletionProtection.test(key) && item === true) || isRefusing(item));
}
