import type { CloudName } from "../../place.ts";
import { dmsSchema } from "../../replication/dms-settings.ts";
import { type StaticLogin, vaultLogin } from "../../vault/facts.ts";
import type { DatabaseUser } from "../addon.ts";
import { capturedTables } from "./postgresql-capture.ts";
import { groups, may } from "./postgresql-groups.ts";
import { literal, name, once, unless } from "./postgresql-statements.ts";

/** What logins a database has, as far as configuration knows. */
export interface WantedLogins {
  readonly cloud: CloudName;
  /** Major version of PostgreSQL. */
  readonly postgresVersion: string;
  /** That stay, and whose passwords Vault changes. */
  readonly logins: readonly StaticLogin[];
  /** Of applications, which the cloud vouches for. */
  readonly users: readonly DatabaseUser[];
  /** `schema.table` whose changes are captured. @default none */
  readonly captured?: readonly string[];
}

/** Lets Vault hand roles on without having what they may do. Before PostgreSQL 16 whoever makes roles may do so anyway. */
const toHandOn = (roles: readonly string[], version: string): string[] =>
  Number(version) >= 16 ? [`GRANT ${roles.join(", ")} TO ${vaultLogin} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE;`] : [];

/**
 * Vault puts others into the groups, and is in none itself. Of the logins it makes it has the rights, else it could not end their connections.
 * It logs in once it has its password.
 */
const vault = (version: string): string[] => [
  once(vaultLogin, "NOLOGIN CREATEROLE INHERIT"),
  ...toHandOn([may.readWrite, may.readOnly], version),
];

/** How a login may follow what changes, which each cloud has its own word for. */
const replication: Record<CloudName, (login: string) => string> = {
  aws: (login) => `GRANT rds_replication TO ${name(login)};`,
  gcp: (login) => `ALTER ROLE ${name(login)} REPLICATION;`,
  azure: (login) => `ALTER ROLE ${name(login)} REPLICATION;`,
};

/** A login without a password, which Vault gives it as soon as it knows it. */
const staying = (login: StaticLogin, { cloud, postgresVersion }: WantedLogins): string[] => [
  once(login, "LOGIN"),
  ...toHandOn([name(login)], postgresVersion),
  ...(login === "keycloak" ? ownDatabase(login) : [`GRANT ${may.readWrite} TO ${name(login)};`, replication[cloud](login)]),
  ...(login === "dms"
    ? [`CREATE SCHEMA IF NOT EXISTS ${name(dmsSchema)};`, `GRANT ALL ON SCHEMA ${name(dmsSchema)} TO ${name(login)};`]
    : []),
];

/** A database of its own, that nobody else connects to. */
const ownDatabase = (login: string): string[] => [
  `GRANT ${name(login)} TO CURRENT_USER;`,
  unless(`SELECT FROM pg_database WHERE datname = ${literal(login)}`, `CREATE DATABASE ${name(login)} OWNER ${name(login)}`),
  `REVOKE CONNECT ON DATABASE ${name(login)} FROM PUBLIC;`,
];

/** On AWS a role that IAM lets in; on Google one that the application's stack makes, and that may not be there yet. */
const applications: Partial<Record<CloudName, (user: DatabaseUser) => string[]>> = {
  aws: ({ app, user }) => [
    once(user, "LOGIN"),
    `GRANT rds_iam TO ${name(user)};`,
    `CREATE SCHEMA IF NOT EXISTS ${name(app)};`,
    `GRANT ALL ON SCHEMA ${name(app)} TO ${name(user)};`,
  ],
  gcp: ({ app, user }) => [
    `CREATE SCHEMA IF NOT EXISTS ${name(app)};`,
    `SELECT ${literal(`GRANT ALL ON SCHEMA ${name(app)} TO ${name(user)}`)} FROM pg_roles WHERE rolname = ${literal(user)} \\gexec`,
  ],
};

/** For psql, as an administrator: makes what is missing and leaves the rest. No password is in it. */
export const postgresqlLogins = (wanted: WantedLogins): string =>
  [
    "\\set ON_ERROR_STOP on",
    "SET client_min_messages = warning;",
    ...groups(wanted.cloud),
    ...vault(wanted.postgresVersion),
    ...wanted.logins.flatMap((login) => staying(login, wanted)),
    ...wanted.users.flatMap((user) => applications[wanted.cloud]?.(user) ?? []),
    ...capturedTables(wanted.captured ?? []),
    "",
  ].join("\n");

/**
 * For `sh -eu`. psql turns Vault's password into what the server keeps before it sends it, so that no log has it; without a terminal it
 * reads it from its input. A login that may log in has its password, and keeps it: Vault has changed it since.
 */
export const postgresqlScript = (
  administrator: string,
  vaultFolder: string,
): string => `export PGUSER="$(cat ${administrator}/username)" PGPASSWORD="$(cat ${administrator}/password)"
psql -X -q -f /sql/logins.sql
ready=$(psql -X -At -c "SELECT count(*) FROM pg_roles WHERE rolname = '${vaultLogin}' AND rolcanlogin")
if [ "$ready" = 0 ]; then
  password=$(cat ${vaultFolder}/password)
  printf '%s\\n%s\\n' "$password" "$password" | psql -X -q -c '\\password ${vaultLogin}'
  psql -X -q -c 'ALTER ROLE ${vaultLogin} LOGIN'
fi
`;
