import { uuidOf } from "../digest.ts";
import { privateAddress, publicAddress } from "./addresses.ts";
import type { Question } from "./question.ts";
import type { Rule } from "./rules.ts";

const location = (question: Question): string => (question.attribute("location") ?? "eastus2").toLowerCase().replaceAll(" ", "");

/** That of the provider block or, as the data sources have it, one for all. */
function tenantOf({ context }: Question): string {
  const { tenant_id } = context.settings;
  return typeof tenant_id === "string" && tenant_id !== "" ? tenant_id : uuidOf("tenant");
}

/** What Azure chooses. */
export const AZURE_RULES: readonly Rule[] = [
  [/\.tenant_id$/, tenantOf],
  [/\.subscription_id$/, (question) => question.setting("subscription")],
  [
    /^azurerm_kubernetes_cluster\.(private_)?fqdn$/,
    (question) =>
      `${question.attribute("dns_prefix") ?? question.attribute("dns_prefix_private_cluster")}-${question.random("hex", 8)}.${question.name === "fqdn" ? "" : "privatelink."}hcp.${location(question)}.azmk8s.io`,
  ],
  [
    /^azurerm_kubernetes_cluster\.oidc_issuer_url$/,
    (question) => `https://${location(question)}.oic.prod-aks.azure.com/${tenantOf(question)}/${question.random("uuid", 0)}/`,
  ],
  [/\.kube_(admin_)?config\.host$/, (question) => `https://${question.random("hex", 8)}.hcp.${location(question)}.azmk8s.io:443`],
  [
    /\.kube_(admin_)?config\.(cluster_ca_certificate|client_certificate|client_key)$/,
    (question) => Buffer.from(`-----BEGIN CERTIFICATE-----\n${question.own("code", 64)}\n-----END CERTIFICATE-----\n`).toString("base64"),
  ],
  [
    /\.node_resource_group$/,
    (question) => `MC_${question.attribute("resource_group_name")}_${question.attribute("name")}_${location(question)}`,
  ],
  [/^azurerm_key_vault\.vault_uri$/, (question) => `https://${question.attribute("name")}.vault.azure.net/`],
  [/^azurerm_key_vault_(key|secret)\.(versionless_id|version|resource_id|resource_versionless_id)$/, vaultItem],
  [/^azurerm_public_ip\.ip_address$/, publicAddress],
  [
    /^azurerm_public_ip\.fqdn$/,
    (question) => `${question.attribute("domain_name_label") ?? question.attribute("name")}.${location(question)}.cloudapp.azure.com`,
  ],
  [/\.(private_ip_address(es)?|default_addresses|peering_address)$/, privateAddress],
  [/\.tunnel_ip_addresses$/, publicAddress],
  [/^azurerm_managed_redis\.hostname$/, (question) => `${question.attribute("name")}.${location(question)}.redis.azure.net`],
  [/^azurerm_mssql_server\.fully_qualified_domain_name$/, (question) => `${question.attribute("name")}.database.windows.net`],
  [
    /^azurerm_storage_account\.(primary|secondary)_location$/,
    (question) => (question.name === "primary_location" ? location(question) : "centralus"),
  ],
  [/^azurerm_storage_account\.(primary|secondary)_(\w+)_(endpoint|host)$/, storageAddress],
  [/^azurerm_storage_container\.resource_manager_id$/, (question) => question.attribute("id")],
  [/^azurerm_role_definition\.role_definition_resource_id$/, (question) => question.attribute("id")?.replace(/\|.*$/, "")],
  [/^azurerm_log_analytics_workspace\.workspace_id$/, (question) => question.own("uuid")],
  [/^azurerm_resource_group_template_deployment\.output_content$/, () => "{}"],
  [/\.(client|object|principal|role_definition)_id$|_guid$|\.identity_ids$/, (question) => question.own("uuid")],
  [/_(access_key|shared_key)$/, (question) => Buffer.from(question.own("code", 64)).toString("base64")],
  [/_connection_string$/, (question) => `Endpoint=https://${question.attribute("name")}.example.net/;Key=${question.own("code", 32)}`],
  [/\.location$/, location],
];

function vaultItem(question: Question): string | undefined {
  const id = question.attribute("id");
  const [, kind = "", name = "", version = ""] = /\/(keys|secrets)\/([^/]+)\/([^/]+)$/.exec(id ?? "") ?? [];
  if (question.name === "version") return version;
  if (question.name === "versionless_id") return id?.slice(0, id.lastIndexOf("/"));
  const item = `${question.attribute("key_vault_id")}/${kind}/${name}`;
  return question.name === "resource_id" ? `${item}/versions/${version}` : item;
}

function storageAddress(question: Question): string {
  const [, , service] = /^(primary|secondary)_([a-z]+)/.exec(question.name) ?? [];
  const host = `${question.attribute("name")}${question.name.startsWith("secondary") ? "-secondary" : ""}.${service}.core.windows.net`;
  return question.name.endsWith("host") ? host : `https://${host}/`;
}
