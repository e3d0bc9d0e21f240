import { equals, fits, ifSet, isSet } from "./expect.ts";
import type { Finding, Policy, Subject } from "./policy.ts";

const managed = (cache: Subject): Finding[] => [
  ...ifSet(cache, "default_database.client_protocol", ["Encrypted"]),
  ...ifSet(cache, "default_database.access_keys_authentication_enabled", [false]),
  ...equals(cache, "public_network_access", "Disabled"),
  ...(cache.stack.facts.isProtected ? ifSet(cache, "high_availability_enabled", [true]) : []),
  ...isSet(cache, "customer_managed_key", "a key of Key Vault"),
];

/** Its predecessor, which knows no customer key. */
const legacy = (cache: Subject): Finding[] => [
  ...equals(cache, "minimum_tls_version", "1.2"),
  ...ifSet(cache, "non_ssl_port_enabled", [false]),
  ...equals(cache, "access_keys_authentication_enabled", false),
  ...equals(cache, "redis_configuration.active_directory_authentication_enabled", true),
  ...equals(cache, "public_network_access_enabled", false),
  ...(cache.stack.facts.isProtected ? fits(cache, "sku_name", (got) => got !== "Basic", "Standard or Premium, which have a replica") : []),
];

/** What Redis is on Azure. */
export const azureRedis: Policy = {
  id: "AZ-07",
  title: "Redis on Azure speaks TLS, knows its users by Entra, has no public address and a customer key; protected ones a replica",
  severity: "high",
  remedy: "set what is missing; replicas are chosen when a cache is made",
  reference: "CKV_AZURE_89, CKV_AZURE_91, CKV_AZURE_148",
  appliesTo: ["azurerm_managed_redis", "azurerm_redis_cache"],
  judge: (cache) => (cache.type === "azurerm_managed_redis" ? managed(cache) : legacy(cache)),
};
