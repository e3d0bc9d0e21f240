import { nameOf } from "../naming.ts";
import { accountOf, type Place } from "../place.ts";

/** Azure services that are reached through private endpoints, and the zones their names resolve in. */
export const privateZones = {
  sql: "privatelink.database.windows.net",
  postgres: "privatelink.postgres.database.azure.com",
  managedRedis: "privatelink.redis.azure.net",
  redis: "privatelink.redis.cache.windows.net",
  blob: "privatelink.blob.core.windows.net",
  file: "privatelink.file.core.windows.net",
  vault: "privatelink.vaultcore.azure.net",
  registry: "privatelink.azurecr.io",
} as const;

/** The resource group that holds the place's network and its private zones. */
export const networkGroupName = (place: Place): string => nameOf("azure:ResourceGroup", place.name, "network");

/** Id of the place's zone for `service`: a network can be linked to one zone of a name only, so the network stack owns them all. */
export function privateZoneId(place: Place, service: keyof typeof privateZones): string {
  const { subscriptionId } = accountOf(place, "azure");
  return `/subscriptions/${subscriptionId}/resourceGroups/${networkGroupName(place)}/providers/Microsoft.Network/privateDnsZones/${privateZones[service]}`;
}
