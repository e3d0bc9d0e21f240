/** Arguments that refuse deletion, at any depth of a resource, and what they say when it is allowed. */
const allowing: ReadonlyMap<string, boolean> = new Map([
  ["prevent_destroy", false],
  ["deletion_protection", false],
  ["deletion_protection_enabled", false],
  ["enable_deletion_protection", false],
  ["force_destroy", true],
  ["delete_contents_on_destroy", true],
]);

/** Resources that do nothing but refuse the deletion of others. */
const locks = ["aws_backup_vault_lock_configuration", "azurerm_management_lock"];

/**
 * A stack with nothing in it that refuses deletion, and otherwise the same. Not what `deletionProtection: false` would give: that
 * also drops backups and locks on data, and replaces the buckets they are on.
 */
export function released({ resource = {}, ...config }: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(resource as object).filter(([type]) => !locks.includes(type));
  return { ...config, resource: allowDeletion(Object.fromEntries(kept)) };
}

function allowDeletion(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(allowDeletion);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, typeof inner === "boolean" ? (allowing.get(key) ?? inner) : allowDeletion(inner)]),
  );
}
