import type { DatabaseSecretBackendConnectionConfig } from "@cdktf/provider-vault/lib/database-secret-backend-connection";
import type { Database } from "../database/contract.ts";
import { databaseGroups, type VaultPlace, vaultLogin } from "./facts.ts";

/** A place whose database Vault reaches. */
export type DatabasePlace = VaultPlace & { readonly engine: "postgresql" | "sqlserver" };

/** Whether a place has a database that Vault reaches. */
export const hasDatabase = (place: VaultPlace): place is DatabasePlace => place.engine !== undefined;

/** What Vault must know of a database to get in. */
export type DatabaseEndpoint = Pick<Database, "host" | "port" | "database" | "caCertificate">;

/** What a login may do, by the group it is put into. */
export type DatabaseMay = keyof typeof databaseGroups;

/** How Vault speaks with a kind of database; `{{...}}` is filled in by Vault. */
export interface DatabaseEngine {
  /** The part of a connection that is this engine's. @param passwordWo of Vault's own login: write-only */
  connection(
    database: DatabaseEndpoint,
    passwordWo: string,
    passwordWoVersion: number,
  ): Pick<DatabaseSecretBackendConnectionConfig, "postgresql" | "mssql" | "rootRotationStatements">;
  create(may: DatabaseMay): string[];
  /** Empty where logins have no end of their own. */
  readonly renew: string[];
  readonly revoke: string[];
  /** Gives a login that stays another password. */
  readonly rotate: string[];
}

/** `v-prod-aws-use1-read-only-<20 random>`: which role it is, within the 63 characters of PostgreSQL's names. */
const usernameTemplate = '{{ printf "v-%s-%s" (.RoleName | truncate 36) (random 20) }}';

/** Few connections, none for long: Vault speaks with a database now and then. Seconds. */
const pool = { maxOpenConnections: 4, maxConnectionLifetime: 300 };

const address = ({ host, port }: DatabaseEndpoint): string => `{{username}}:{{password}}@${host}:${port}`;

/**
 * Logins hold what their group may do and nothing of their own, so a login that is gone leaves nothing behind, and its open connections
 * may do no more. Vault's login is a member of each, or it could not end those connections, whose temporary tables would keep the login.
 */
const postgresql: DatabaseEngine = {
  connection: (database, passwordWo, passwordWoVersion) => ({
    postgresql: {
      ...pool,
      connectionUrl: `postgresql://${address(database)}/${database.database}?sslmode=verify-full`,
      tlsCa: database.caCertificate,
      // The server gets a password's hash and never the password, which it could write to its log.
      passwordAuthentication: "scram-sha-256",
      usernameTemplate,
      username: vaultLogin,
      passwordWo,
      passwordWoVersion,
    },
  }),
  create: (may) => [
    `CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' IN ROLE "${databaseGroups[may]}" ROLE "${vaultLogin}"`,
  ],
  renew: [`ALTER ROLE "{{name}}" VALID UNTIL '{{expiration}}'`],
  revoke: [
    // Up to five seconds for each.
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '{{name}}'",
    'DROP ROLE IF EXISTS "{{name}}"',
  ],
  rotate: [`ALTER ROLE "{{name}}" WITH PASSWORD '{{password}}'`],
};

/** Users of one database, since Azure's have no server to log in to: https://learn.microsoft.com/sql/relational-databases/security/contained-database-users-making-your-database-portable */
const sqlserver: DatabaseEngine = {
  connection: (database, passwordWo, passwordWoVersion) => ({
    mssql: {
      ...pool,
      connectionUrl: `sqlserver://${address(database)}?database=${database.database}&encrypt=true&TrustServerCertificate=false`,
      containedDb: true,
      usernameTemplate,
      username: vaultLogin,
      passwordWo,
      passwordWoVersion,
    },
    // Vault's own statement is for logins of a server: without these the new password would be Vault's alone.
    rootRotationStatements: ["ALTER USER [{{username}}] WITH PASSWORD = '{{password}}'"],
  }),
  create: (may) => ["CREATE USER [{{name}}] WITH PASSWORD = '{{password}}'", `ALTER ROLE [${databaseGroups[may]}] ADD MEMBER [{{name}}]`],
  renew: [],
  revoke: ["DROP USER IF EXISTS [{{name}}]"],
  rotate: ["ALTER USER [{{name}}] WITH PASSWORD = '{{password}}'"],
};

/** Every kind of database that Vault manages logins of. */
export const databaseEngines = { postgresql, sqlserver } as const satisfies Record<DatabasePlace["engine"], DatabaseEngine>;
