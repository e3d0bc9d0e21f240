import type { RetirementStep } from "../config/schema.ts";

type Config = Record<string, unknown>;

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

/** Whether an argument, or a type of resource, is one that refuses deletion: what a stack on its way out goes without. */
export const refusesDeletion = (name: string): boolean => allowing.has(name.slice(name.lastIndexOf(".") + 1)) || locks.includes(name);

/**
 * A stack with nothing in it that refuses deletion, and otherwise the same. Not what `deletionProtection: false` would give: that
 * also drops backups and locks on data, and replaces the buckets they are on.
 */
function released({ resource = {}, ...config }: Config): Config {
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

/** What an emptied stack keeps: where its state is, and the providers that destroy what is in it, with what they read. */
function emptied({ data, ...config }: Config): Config {
  const kept = ["//", "terraform", "provider", "variable"].flatMap((key) => (key in config ? [[key, config[key]]] : []));
  const reads = JSON.stringify(config.provider).includes("data.terraform_remote_state");
  const { terraform_remote_state } = (data ?? {}) as Config;
  return { ...Object.fromEntries(kept), ...(reads && { data: { terraform_remote_state } }) };
}

/** A stack's JSON on its way out, by how far it is. */
export const retired: Readonly<Record<RetirementStep, (config: Config) => Config>> = { released, emptied };
