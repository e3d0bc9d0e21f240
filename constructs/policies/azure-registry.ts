import { blocksOf, equals, ifSet } from "./expect.ts";
import type { Finding, Json, Policy, Subject } from "./policy.ts";
import { names } from "./stack-view.ts";

/** Whoever is given a role on the registry. */
const principals = (registry: Subject): Json[] =>
  registry.stack.companionsOf(registry, "azurerm_role_assignment", "scope").map(({ attributes }) => attributes.principal_id ?? null);

/** Machines of somebody else, which prove with a token of their own who they are: they come from any address. */
function isFederated(registry: Subject, principal: Json): boolean {
  const { stack } = registry;
  const identities = stack.ofType("azurerm_user_assigned_identity").filter(({ address }) => names(principal, address));
  return identities.some((identity) => stack.companionsOf(identity, "azurerm_federated_identity_credential", "parent_id").length > 0);
}

/** Clusters of other environments: their networks are not the registry's. */
function isElsewhere({ stack }: Subject, principal: Json): boolean {
  const [, environment] = /data\.terraform_remote_state\.([a-z]+)-/.exec(String(principal)) ?? [];
  return environment !== undefined && environment !== stack.facts.environment;
}

function logsLogins(registry: Subject): boolean {
  const settings = registry.stack.companionsOf(registry, "azurerm_monitor_diagnostic_setting", "target_resource_id");
  const logs = settings.flatMap((setting) => blocksOf(setting, "enabled_log"));
  return logs.some(
    ({ category, category_group: group }) => category === "ContainerRegistryLoginEvents" || group === "allLogs" || group === "audit",
  );
}

/**
 * A registry may be reached from everywhere where some of its users are in none of its networks: build machines that push, and
 * clusters of other environments that pull. Each is let in by its identity alone (no administrator, nobody anonymous), and every
 * login is logged.
 */
function isSharedByIdentity(registry: Subject): boolean {
  const hasGuests = principals(registry).some((user) => isElsewhere(registry, user) || isFederated(registry, user));
  return hasGuests && logsLogins(registry) && closedToStrangers(registry).length === 0;
}

const closedToStrangers = (registry: Subject): Finding[] => [
  ...ifSet(registry, "admin_enabled", [false]),
  ...ifSet(registry, "anonymous_pull_enabled", [false]),
];

/** What container registries on Azure are. */
export const containerRegistry: Policy = {
  id: "AZ-12",
  title: "A container registry has no administrator and no public address, unless identities from outside share it, and spans zones",
  severity: "high",
  remedy: "take the sku Premium, switch public access off and connect by a private endpoint",
  reference: "CKV_AZURE_137, CKV_AZURE_139",
  appliesTo: ["azurerm_container_registry"],
  judge: (registry) => [
    ...equals(registry, "sku", "Premium"),
    ...closedToStrangers(registry),
    ...(isSharedByIdentity(registry) ? [] : equals(registry, "public_network_access_enabled", false)),
    ...equals(registry, "zone_redundancy_enabled", true),
  ],
};
