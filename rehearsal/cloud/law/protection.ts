import { isObject, type Value } from "../../values.ts";
import type { Inventory, StoredObject } from "../store/inventory.ts";
import { comparable, textOf } from "../store/strings.ts";

/** Arguments by which an object refuses to be deleted, and the values that make it do so. */
const PROTECTIONS: Readonly<Record<string, readonly Value[]>> = {
  delete_protection: [true],
  delete_protection_state: ["DELETE_PROTECTION_ENABLED"],
  deletion_policy: ["PREVENT"],
  deletion_protection: [true, "ACTIVE", "ENABLED", "PROTECTED"],
  deletion_protection_enabled: [true],
  disable_api_termination: [true],
  enable_deletion_protection: [true],
  enable_drop_protection: [true],
  termination_protection: [true],
  termination_protection_enabled: [true],
};

/** Types that hold such an argument for what is made from them, not for themselves. */
const TEMPLATES: readonly string[] = ["aws_launch_template"];

/** Settings and connections that are no resources of Azure's: a delete only changes what they are of, and a lock lets that be. */
const SETTINGS =
  /^azurerm_(mssql_.*_policy|mssql_server_transparent_data_encryption|storage_account_(network_rules|static_website)|(nat_gateway|subnet)_.*_association)$/;

/** The path of the argument that protects an object against being deleted; undefined if none does. */
export function protectionOf({ type, values }: Pick<StoredObject, "type" | "values">): (string | number)[] | undefined {
  return TEMPLATES.includes(type) ? undefined : protectionIn(values);
}

function protectionIn(value: Value): (string | number)[] | undefined {
  if (!Array.isArray(value) && !isObject(value)) return undefined;
  for (const [step, member] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    if (typeof step === "string" && Object.hasOwn(PROTECTIONS, step) && PROTECTIONS[step]?.includes(member)) return [step];
    const within = protectionIn(member);
    if (within !== undefined) return [step, ...within];
  }
  return undefined;
}

/**
 * The management lock that keeps an object of Azure's from being deleted (or, where only reading is allowed, changed): one on
 * itself, or on anything it is in. A lock does not keep itself. https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources
 */
export function lockOn(object: StoredObject, operation: "update" | "delete", inventory: Inventory): StoredObject | undefined {
  const id = textOf(object.values, "id");
  if (id === undefined || object.type === "azurerm_management_lock" || SETTINGS.test(object.type)) return undefined;
  return inventory.ofType("azurerm_management_lock").find(({ values }) => {
    const scope = textOf(values, "scope");
    const holds = operation === "delete" || values.lock_level === "ReadOnly";
    return holds && scope !== undefined && isWithin(comparable(id), comparable(scope));
  });
}

/** A setting on a resource has an id of the resource's and, after a bar, its own name. */
function isWithin(id: string, scope: string): boolean {
  return id === scope || id.startsWith(`${scope}/`) || id.startsWith(`${scope}|`);
}
