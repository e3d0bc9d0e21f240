import { argumentOf, blocksOf, equals, fits, hasCompanion, ifSet, isSet } from "./expect.ts";
import type { Finding, Policy, Subject } from "./policy.ts";
import { names } from "./stack-view.ts";

const AUDIT = "azurerm_mssql_server_extended_auditing_policy";
const ENCRYPTION = "azurerm_mssql_server_transparent_data_encryption";
const SECRET = "azurerm_key_vault_secret";
const POSTGRESQL = "azurerm_postgresql_flexible_server";

/**
 * Passwords are let in beside Entra only for those to whom the stack hands one: data sync knows no other login. The password is
 * in no state (write-only), in a vault's secret, and the secret is what an output names.
 */
function handsOutPassword({ stack, attributes }: Subject, argument: string): boolean {
  const password = attributes[argument];
  if (typeof password !== "string") return false;
  const outputs = stack.subjects.filter(({ kind }) => kind === "output");
  const secrets = stack.ofType(SECRET).filter((secret) => secret.attributes.value_wo === password);
  return secrets.some(({ address }) => outputs.some((output) => names(output.attributes.value, address)));
}

const UNLESS = "unless an output names the vault's secret with the password";

const server = (subject: Subject): Finding[] => [
  ...equals(subject, "public_network_access_enabled", false),
  ...ifSet(subject, "minimum_tls_version", ["1.2", "1.3"]),
  ...isSet(subject, "azuread_administrator", "a group of Entra"),
  ...(handsOutPassword(subject, "administrator_login_password_wo")
    ? []
    : fits(subject, "azuread_administrator.azuread_authentication_only", (got) => got === true, `true, ${UNLESS}`)),
  ...hasCompanion(subject, AUDIT, "server_id", (audit) => ifSet(audit, "enabled", [true])),
];

/** A copy has the logins of its source. Its TLS is on unless a parameter switches it off. */
function postgresql(subject: Subject): Finding[] {
  // One that is made inside the network has no other address.
  const isInside = argumentOf(subject, "delegated_subnet_id") !== undefined;
  return [
    ...(isInside ? [] : equals(subject, "public_network_access_enabled", false)),
    ...(isReplica(subject) ? [] : equals(subject, "authentication.active_directory_auth_enabled", true)),
    ...(isReplica(subject) || handsOutPassword(subject, "administrator_password_wo")
      ? []
      : fits(subject, "authentication.password_auth_enabled", (got) => got === false, `false, ${UNLESS}`)),
  ];
}

const isReplica = (subject: Subject): boolean => argumentOf(subject, "create_mode") === "Replica";

const closedServer: Policy = {
  id: "AZ-05",
  title: "A database server on Azure has no public address, speaks TLS 1.2, knows its users by Entra, and is audited",
  severity: "critical",
  remedy: "set what is missing; connect by a private endpoint",
  reference: "CKV_AZURE_52, CKV_AZURE_113, CKV2_AZURE_27",
  appliesTo: ["azurerm_mssql_server", POSTGRESQL],
  judge: (subject) => (subject.type === POSTGRESQL ? postgresql(subject) : server(subject)),
};

const hasKey = (subject: Subject): boolean => isSet(subject, "transparent_data_encryption_key_vault_key_id", "").length === 0;

/** The server's key is every database's that has none of its own. */
function serverKey(subject: Subject): Finding[] {
  const rotated = subject.stack.companionsOf(subject, ENCRYPTION, "server_id");
  const isSealed = hasKey(subject) || rotated.some((encryption) => argumentOf(encryption, "key_vault_key_id") !== undefined);
  return isSealed ? [] : isSet(subject, "transparent_data_encryption_key_vault_key_id", "a key of Key Vault");
}

/** Years of backups: every kind that is not said is none. */
const longTerm = ["weekly_retention", "monthly_retention", "yearly_retention"];

const database = (subject: Subject): Finding[] => [
  // A region without zones has none to spread over; there it takes a suppression.
  ...(subject.stack.facts.isProtected ? equals(subject, "zone_redundant", true) : []),
  ...ifSet(subject, "geo_backup_enabled", [true]),
  ...ifSet(subject, "storage_account_type", ["Geo", "GeoZone"]),
  ...fits(
    subject,
    "long_term_retention_policy",
    () =>
      blocksOf(subject, "long_term_retention_policy").some((policy) =>
        longTerm.some((kind) => !["", "PT0S", undefined].includes(policy[kind] as string)),
      ),
    `one of ${longTerm.join(", ")}`,
  ),
  ...ifSet(subject, "transparent_data_encryption_enabled", [true]),
];

const flexibleServer = (subject: Subject): Finding[] => [
  ...isSet(subject, "customer_managed_key", "a key of Key Vault"),
  ...(subject.stack.facts.isProtected && !isReplica(subject) ? isSet(subject, "high_availability.mode", "a standby") : []),
];

const judges: Readonly<Record<string, (subject: Subject) => Finding[]>> = {
  azurerm_mssql_database: database,
  azurerm_mssql_server: serverKey,
  [POSTGRESQL]: flexibleServer,
};

const safeDatabase: Policy = {
  id: "AZ-06",
  title: "A database on Azure has a customer key, and of SQL geo-redundant and long-term backups; protected ones span zones",
  severity: "high",
  remedy: "set what is missing; the key is the server's",
  reference: "CKV_AZURE_224, CKV_AZURE_229",
  appliesTo: Object.keys(judges),
  judge: (subject) => judges[subject.type]?.(subject) ?? [],
};

/** What databases on Azure are. */
export const azureSqlPolicies: readonly Policy[] = [closedServer, safeDatabase];
