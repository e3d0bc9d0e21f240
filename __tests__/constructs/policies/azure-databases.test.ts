import { expect, it } from "vitest";
import { azureRedis } from "../../../constructs/policies/azure-redis.ts";
import { azureSqlPolicies } from "../../../constructs/policies/azure-sql.ts";
import { foundInEstate, judgedInEstate, staging, testRule } from "./rule-cases.ts";

const policies = [...azureSqlPolicies, azureRedis];
const only = "azuread_administrator.azuread_authentication_only";
const password = "${ephemeral.random_password.P.result}";
const secret = "azurerm_key_vault_secret.S|";
const output = "output.secret|";
const handedOut = {
  administrator_login_password_wo: password,
  [secret]: { value_wo: password },
  [output]: { value: "${azurerm_key_vault_secret.S.resource_versionless_id}" },
};
const audit = "azurerm_mssql_server_extended_auditing_policy";

testRule(policies, {
  rule: "AZ-05",
  resources: {
    "azurerm_mssql_server.It": {
      public_network_access_enabled: false,
      azuread_administrator: [{ azuread_authentication_only: true }],
      transparent_data_encryption_key_vault_key_id: "k",
    },
    [`${audit}.A`]: { server_id: "${azurerm_mssql_server.It.id}" },
  },
  fine: [
    ["the last TLS", { minimum_tls_version: "1.3" }],
    ["passwords for whom an output hands one", { ...handedOut, [only]: false }],
  ],
  refused: [
    ["a public address", { public_network_access_enabled: undefined }, ["public_network_access_enabled"]],
    ["old TLS", { minimum_tls_version: "1.1" }, ["minimum_tls_version"]],
    ["any TLS", { minimum_tls_version: "Disabled" }, ["minimum_tls_version"]],
    ["no Entra", { azuread_administrator: undefined }, ["azuread_administrator", only]],
    ["passwords", { [only]: false }, [only]],
    ["passwords that it says nothing of", { [only]: undefined }, [only]],
    ["a password that nobody is told of", { ...handedOut, [only]: false, [output]: undefined }, [only]],
    [
      "a password that is in no vault",
      { ...handedOut, [only]: false, [`${secret}value_wo`]: "${ephemeral.random_password.Q.result}" },
      [only],
    ],
    ["a password that is in the state", { ...handedOut, [only]: false, administrator_login_password_wo: undefined }, [only]],
    ["no audit", { [`${audit}.A|`]: undefined }, [audit]],
    ["an audit that is off", { [`${audit}.A|enabled`]: false }, ["enabled"]],
  ],
});

const auth = "authentication";

testRule(policies, {
  rule: "AZ-05 of PostgreSQL",
  resources: {
    "azurerm_postgresql_flexible_server.It": {
      public_network_access_enabled: false,
      authentication: [{ active_directory_auth_enabled: true, password_auth_enabled: false }],
    },
  },
  fine: [
    ["a server inside the network", { public_network_access_enabled: undefined, delegated_subnet_id: "${azurerm_subnet.S.id}" }],
    ["a copy, which has its source's logins", { create_mode: "Replica", authentication: undefined }],
    [
      "passwords for whom an output hands one",
      {
        ...handedOut,
        administrator_login_password_wo: undefined,
        administrator_password_wo: password,
        [`${auth}.password_auth_enabled`]: true,
      },
    ],
  ],
  refused: [
    ["a public address", { public_network_access_enabled: undefined }, ["public_network_access_enabled"]],
    ["a copy's public address", { create_mode: "Replica", public_network_access_enabled: true }, ["public_network_access_enabled"]],
    ["no Entra", { [auth]: undefined }, [`${auth}.active_directory_auth_enabled`, `${auth}.password_auth_enabled`]],
    ["passwords", { [`${auth}.password_auth_enabled`]: undefined }, [`${auth}.password_auth_enabled`]],
  ],
});

const key = "transparent_data_encryption_key_vault_key_id";

testRule(policies, {
  rule: "AZ-06",
  resources: {
    "azurerm_mssql_database.It": { zone_redundant: true, long_term_retention_policy: [{ weekly_retention: "P5W" }] },
    "azurerm_mssql_server.S": { [key]: "${azurerm_key_vault_key.K.id}" },
  },
  fine: [
    ["one zone where nothing is protected", { zone_redundant: false }, staging],
    ["copies by name", { geo_backup_enabled: true, storage_account_type: "GeoZone" }],
    ["copies of one zone", { storage_account_type: "Geo" }],
    ["months of backups alone", { long_term_retention_policy: [{ monthly_retention: "P12M" }] }],
    ["years of backups alone", { long_term_retention_policy: [{ weekly_retention: "PT0S", yearly_retention: "P7Y" }] }],
    [
      "a key that is rotated beside the server",
      {
        [`azurerm_mssql_server.S|${key}`]: undefined,
        "azurerm_mssql_server_transparent_data_encryption.E|": {
          server_id: "${azurerm_mssql_server.S.id}",
          key_vault_key_id: "${azurerm_key_vault_key.K.id}",
        },
      },
    ],
  ],
  refused: [
    ["one zone", { zone_redundant: undefined }, ["zone_redundant"]],
    ["no copies elsewhere", { geo_backup_enabled: false }, ["geo_backup_enabled"], staging],
    ["copies next door", { storage_account_type: "Zone" }, ["storage_account_type"]],
    ["a month of backups", { long_term_retention_policy: undefined }, ["long_term_retention_policy"]],
    ["no weeks of backups", { "long_term_retention_policy.weekly_retention": "PT0S" }, ["long_term_retention_policy"]],
    ["disks in the clear", { transparent_data_encryption_enabled: false }, ["transparent_data_encryption_enabled"]],
    ["Azure's key", { [`azurerm_mssql_server.S|${key}`]: undefined }, [key]],
    [
      "Azure's key, rotated",
      {
        [`azurerm_mssql_server.S|${key}`]: undefined,
        "azurerm_mssql_server_transparent_data_encryption.E|": { server_id: "${azurerm_mssql_server.S.id}" },
      },
      [key],
    ],
  ],
});

testRule(policies, {
  rule: "AZ-06 of PostgreSQL",
  resources: {
    "azurerm_postgresql_flexible_server.It": {
      customer_managed_key: [{ key_vault_key_id: "k" }],
      high_availability: [{ mode: "ZoneRedundant" }],
    },
  },
  fine: [
    ["no standby where nothing is protected", { high_availability: undefined }, staging],
    ["a copy without a standby", { high_availability: undefined, create_mode: "Replica" }],
  ],
  refused: [
    ["no standby", { high_availability: undefined }, ["high_availability.mode"]],
    ["Azure's key", { customer_managed_key: undefined }, ["customer_managed_key"], staging],
  ],
});

const database = "default_database";

testRule(policies, {
  rule: "AZ-07",
  resources: { "azurerm_managed_redis.It": { public_network_access: "Disabled", customer_managed_key: [{ key_vault_key_id: "k" }] } },
  fine: [
    ["what it does by itself, by name", { [database]: [{ client_protocol: "Encrypted", access_keys_authentication_enabled: false }] }],
    ["no replica where nothing is protected", { high_availability_enabled: false }, staging],
  ],
  refused: [
    ["plain text", { [`${database}.client_protocol`]: "Plaintext" }, [`${database}.client_protocol`]],
    ["keys", { [`${database}.access_keys_authentication_enabled`]: true }, [`${database}.access_keys_authentication_enabled`]],
    ["a public address", { public_network_access: undefined }, ["public_network_access"]],
    ["no replica", { high_availability_enabled: false }, ["high_availability_enabled"]],
    ["Azure's key", { customer_managed_key: undefined }, ["customer_managed_key"]],
  ],
});

const entra = "redis_configuration.active_directory_authentication_enabled";

testRule(policies, {
  rule: "AZ-07 of the predecessor",
  resources: {
    "azurerm_redis_cache.It": {
      minimum_tls_version: "1.2",
      access_keys_authentication_enabled: false,
      redis_configuration: [{ active_directory_authentication_enabled: true }],
      public_network_access_enabled: false,
      sku_name: "Premium",
    },
  },
  fine: [["one machine where nothing is protected", { sku_name: "Basic" }, staging]],
  refused: [
    ["old TLS", { minimum_tls_version: undefined }, ["minimum_tls_version"]],
    ["plain text", { non_ssl_port_enabled: true }, ["non_ssl_port_enabled"]],
    ["keys", { access_keys_authentication_enabled: undefined }, ["access_keys_authentication_enabled"]],
    ["no Entra", { redis_configuration: undefined }, [entra]],
    ["a public address", { public_network_access_enabled: undefined }, ["public_network_access_enabled"]],
    ["one machine", { sku_name: "Basic" }, ["sku_name"]],
  ],
});

it("finds nothing in the default estate, where it judges servers, databases and caches", () => {
  expect(foundInEstate(policies)).toEqual([]);
  expect(policies.map(judgedInEstate)).toEqual([3, 5, 2]);
});
