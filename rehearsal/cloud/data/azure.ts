import { roleIdOf } from "../azure-roles.ts";
import { uuidOf } from "../digest.ts";
import type { Answer } from "./data-sources.ts";

/** What Azure answers about subscriptions, who asks, and what it publishes. */
export const AZURE_DATA: Readonly<Record<string, Answer>> = {
  azurerm_client_config: ({ said, context }) => ({
    subscription_id: said("subscription_id"),
    tenant_id: said("tenant_id") || uuidOf("tenant"),
    client_id: said("client_id") || uuidOf(`client ${said("subscription_id")}`),
    object_id: uuidOf(`object ${context.stack}`),
  }),
  azurerm_kubernetes_service_versions: ({ config }) => {
    const prefix = typeof config.version_prefix === "string" ? config.version_prefix.replace(/\.$/, "") : "1.33";
    const version = `${prefix}${".0".repeat(Math.max(0, 3 - prefix.split(".").length))}`;
    return { versions: [version], default_version: version, latest_version: version };
  },
  azurerm_location: ({ config }) => ({
    display_name: String(config.location),
    zone_mappings: ["1", "2", "3"].map((zone) => ({ logical_zone: zone, physical_zone: `${String(config.location)}-az${zone}` })),
  }),
  azurerm_role_definition: ({ said }) => {
    const role = said("role_definition_id") || roleIdOf(said("name"));
    return {
      id: `${said("scope")}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
      role_definition_id: role,
      type: "BuiltInRole",
    };
  },
  azurerm_subscription: ({ said }) => {
    const id = said("subscription_id");
    return { id: `/subscriptions/${id}`, subscription_id: id, tenant_id: said("tenant_id"), display_name: id, state: "Enabled" };
  },
};
