import { isObject, type Value } from "../../values.ts";
import { roleIdOf } from "../azure-roles.ts";
import { privateAddress, publicAddress } from "./addresses.ts";
import { pem, pemInBase64 } from "./certificates.ts";
import type { Question } from "./question.ts";
import type { Rule } from "./rules.ts";

const SUBSCRIPTION = "/subscriptions/{@subscription}";
const NODE_GROUP = "MC_{resource_group_name}_{name}_{@location}";

/** What Azure chooses. */
export const AZURE_RULES: readonly Rule[] = [
  [/\.tenant_id$/, "{@tenant}"],
  [/\.subscription_id$/, "{@subscription}"],
  // clusters
  [/^azurerm_kubernetes_cluster\.fqdn$/, "{dns_prefix|dns_prefix_private_cluster}-{hex8}.hcp.{@location}.azmk8s.io"],
  [/^azurerm_kubernetes_cluster\.portal_fqdn$/, "{dns_prefix|dns_prefix_private_cluster}-{hex8}.portal.hcp.{@location}.azmk8s.io"],
  [/^azurerm_kubernetes_cluster\.private_fqdn$/, "{dns_prefix|dns_prefix_private_cluster}-{hex8}.privatelink.{@location}.azmk8s.io"],
  [/^azurerm_kubernetes_cluster\.oidc_issuer_url$/, "https://{@location}.oic.prod-aks.azure.com/{@tenant}/{uuid}/"],
  [/^azurerm_kubernetes_cluster\.(current_)?kubernetes_version$/, "{kubernetes_version|=1.33.5}"],
  [/\.orchestrator_version$/, "{kubernetes_version|=1.33.5}"],
  [/\.kube_(admin_)?config\.host$/, "https://{dns_prefix|dns_prefix_private_cluster}-{hex8}.hcp.{@location}.azmk8s.io:443"],
  [/\.kube_(admin_)?config\.username$/, "clusterUser_{resource_group_name}_{name}"],
  [/\.kube_(admin_)?config\.client_key$/, (question) => pemInBase64(question, "RSA PRIVATE KEY")],
  [/\.kube_(admin_)?config\.(cluster_ca|client)_certificate$/, (question) => pemInBase64(question)],
  [/\.kube_(admin_)?config_raw$/, () => "apiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\nusers: []\n"],
  [/\.node_resource_group$/, NODE_GROUP],
  [/\.node_resource_group_id$/, `${SUBSCRIPTION}/resourceGroups/${NODE_GROUP}`],
  [/\.secret_identity\.user_assigned_identity_id$/, userIdentity],
  [/\.network_profile\.pod_cidrs?$/, (question) => oneOrMore(question, "10.244.0.0/16")],
  [/\.network_profile\.service_cidrs?$/, (question) => oneOrMore(question, "10.0.0.0/16")],
  [/^azurerm_container_registry\.login_server$/, "{name}.azurecr.io"],
  [/^azurerm_container_registry\.data_endpoint_host_names$/, (question) => [question.filled("{name}.{location}.data.azurecr.io") ?? ""]],
  // keys
  [/^azurerm_key_vault\.vault_uri$/, "https://{name}.vault.azure.net/"],
  [/^azurerm_key_vault_(key|secret|certificate)\.(versionless_(secret_)?id|version|resource_id|resource_versionless_id)$/, vaultItem],
  [/^azurerm_key_vault_key\.n$/, "{~code342}"],
  [/^azurerm_key_vault_key\.public_key_openssh$/, "ssh-rsa {~code340}"],
  [/^azurerm_key_vault_key\.public_key_pem$/, (question) => pem(question, "PUBLIC KEY")],
  [/^azurerm_disk_encryption_set\.key_vault_key_url$/, "{key_vault_key_id}"],
  // networks
  [/^azurerm_public_ip\.ip_address$/, publicAddress],
  [/^azurerm_public_ip\.fqdn$/, "{domain_name_label|name}.{@location}.cloudapp.azure.com"],
  [/\.tunnel_ip_addresses$/, publicAddress],
  [/\.apipa_addresses$/, () => []],
  [
    /^azurerm_private_endpoint\.(network_interface|private_service_connection|custom_dns_configs|private_dns_zone_configs)\.\S*$/,
    endpointPart,
  ],
  [/^azurerm_private_dns_a_record\.fqdn$/, "{name}.{zone_name}."],
  [/^azurerm_private_endpoint\.private_dns_zone_group\.id$/, "{id}/privateDnsZoneGroups/{private_dns_zone_group.name|=default}"],
  [/\.(private_ip_address(es)?|default_addresses|peering_address)$/, privateAddress],
  [/^azurerm_private_link_service\.alias$/, "{name}.{uuid}.{@location}.azure.privatelinkservice"],
  [
    /^azurerm_application_load_balancer\w*\.(fully_qualified_domain_name|primary_configuration_endpoint)$/,
    "{hex16}.fz{~digits2}.alb.azure.com",
  ],
  [/^azurerm_cdn_frontdoor_endpoint\.host_name$/, "{name}-{hex16}.z01.azurefd.net"],
  // data
  [/^azurerm_managed_redis\.hostname$/, "{name}.{@location}.redis.azure.net"],
  [/^azurerm_managed_redis\.default_database\.id$/, "{id}/databases/default"],
  [/^azurerm_redis_cache\.hostname$/, "{name}.redis.cache.windows.net"],
  [/^azurerm_mssql_server\.fully_qualified_domain_name$/, "{name}.database.windows.net"],
  [/^azurerm_postgresql_flexible_server\.fqdn$/, "{name}.postgres.database.azure.com"],
  [/^azurerm_storage_account\.primary_location$/, "{@location}"],
  [/^azurerm_storage_account\.secondary_location$/, "centralus"],
  [/^azurerm_storage_account\.(primary|secondary)_\w+_(endpoint|host)$/, storageAddress],
  [
    /^azurerm_storage_account\.\w*connection_string$/,
    "DefaultEndpointsProtocol=https;AccountName={name};AccountKey={code64};EndpointSuffix=core.windows.net",
  ],
  [/^azurerm_storage_container\.resource_manager_id$/, "{id}"],
  // identity and audit
  [
    /^azurerm_role_assignment\.name$|^azurerm_role_definition\.role_definition_id$/,
    (question) => /\/(?<last>[^/|]+)(\||$)/.exec(question.attribute("id") ?? "")?.groups?.last,
  ],
  [
    /^azurerm_role_assignment\.role_definition_id$/,
    (question) => roleNumbered(question, roleIdOf(question.attribute("role_definition_name") ?? "")),
  ],
  [/^azurerm_role_assignment\.role_definition_name$/, "Custom role {~hex8}"],
  [/^azurerm_role_assignment\.principal_type$/, "ServicePrincipal"],
  [/^azurerm_role_definition\.role_definition_resource_id$/, (question) => question.attribute("id")?.replace(/\|.*$/, "")],
  [/^azurerm_log_analytics_workspace\.workspace_id$/, "{~uuid}"],
  [/^azurerm_consumption_budget_\w+\.time_period\.end_date$/, "2035-01-01T00:00:00Z"],
  [/^azurerm_cost_anomaly_alert\.notification_email$/, "alerts@example.com"],
  [/\.(client|object|principal|application)_id$|_guid$|\.guid$/, "{~uuid}"],
  [/\.identity_ids$/, () => []],
  [/_(access_key|shared_key)$/, (question) => Buffer.from(question.own("code", 64)).toString("base64")],
  [
    /_connection_string$/,
    "Endpoint=sb://{name}.servicebus.windows.net/;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey={~code43}=",
  ],
  [/^azurerm_\w+\.location$|\.partner_server\.location$/, "{@location}"],
  [/provisioning_state$/, "Succeeded"],
];

/** A list attribute has one of what its sibling says. */
function oneOrMore(question: Question, value: string): string | readonly string[] {
  const said = question.attribute(`network_profile.${question.name.replace(/s$/, "")}`) ?? value;
  return question.name.endsWith("s") ? [said] : said;
}

function userIdentity(question: Question): string | undefined {
  return question.filled(
    `${SUBSCRIPTION}/resourceGroups/${NODE_GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/azurekeyvaultsecretsprovider-{name}`,
  );
}

function roleNumbered(question: Question, number: string): string | undefined {
  return question.filled(`${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${number}`);
}

function vaultItem(question: Question): string | undefined {
  const id = question.attribute("id");
  const [, kind = "", name = "", version = ""] = /\/(keys|secrets|certificates)\/([^/]+)\/([^/]+)$/.exec(id ?? "") ?? [];
  if (question.name === "version") return version;
  if (question.name === "versionless_id") return id?.slice(0, id.lastIndexOf("/"));
  const item = `${question.attribute("key_vault_id")}/${kind}/${name}`;
  return question.name === "resource_id" ? `${item}/versions/${version}` : item;
}

/** An endpoint has one network interface with one address, which its connection, its names and its records all say. */
function endpointPart(question: Question): Value | undefined {
  if (/ip_address(es)?$/.test(question.name)) return privateAddress(question.at("private_ip_address"));
  switch (question.path) {
    case "network_interface.id":
      return question.filled(
        `${SUBSCRIPTION}/resourceGroups/{resource_group_name}/providers/Microsoft.Network/networkInterfaces/{name}.nic.{uuid}`,
      );
    case "network_interface.name":
      return question.filled("{name}.nic.{uuid}");
    case "private_dns_zone_configs.id":
      return question.filled("{id}/privateDnsZoneGroups/default/privateDnsZoneConfigs/{hex8}");
    case "private_dns_zone_configs.name":
    case "private_dns_zone_configs.private_dns_zone_id":
      return zoneOf(question);
    case "private_dns_zone_configs.record_sets.name":
      return question.filled("{private_service_connection.private_connection_resource_id:last|name}");
    default:
      return /fqdn$/.test(question.name)
        ? question.filled("{private_service_connection.private_connection_resource_id:last|name}.privatelink.azure.com")
        : undefined;
  }
}

/** Its first zone: by its id, or by its name. */
function zoneOf(question: Question): string | undefined {
  const group = question.value("private_dns_zone_group");
  const ids = Array.isArray(group) && isObject(group[0]) ? group[0].private_dns_zone_ids : undefined;
  const id = Array.isArray(ids) && typeof ids[0] === "string" ? ids[0] : undefined;
  return question.name === "name" ? id?.slice(id.lastIndexOf("/") + 1) : id;
}

function storageAddress(question: Question): string {
  const [, , service] = /^(primary|secondary)_([a-z]+)/.exec(question.name) ?? [];
  const host = `${question.attribute("name")}${question.name.startsWith("secondary") ? "-secondary" : ""}.${service}.core.windows.net`;
  return question.name.endsWith("host") ? host : `https://${host}/`;
}
