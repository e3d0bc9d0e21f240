import { databaseGroups, vaultLogin } from "../../vault/facts.ts";
import type { WantedLogins } from "./postgresql-logins.ts";

const name = (principal: string): string => `[${principal.replaceAll("]", "]]")}]`;
const literal = (principal: string): string => `'${principal.replaceAll("'", "''")}'`;
const missing = (principal: string): string => `IF DATABASE_PRINCIPAL_ID(${literal(principal)}) IS NULL`;

const may = { readWrite: databaseGroups["read-write"], readOnly: databaseGroups["read-only"] };

/** Rights over whatever tables there are: https://learn.microsoft.com/sql/relational-databases/security/authentication-access/database-level-roles */
const groups = [
  `${missing(may.readWrite)} CREATE ROLE ${name(may.readWrite)};`,
  `${missing(may.readOnly)} CREATE ROLE ${name(may.readOnly)};`,
  "GO",
  `ALTER ROLE [db_datareader] ADD MEMBER ${name(may.readWrite)};`,
  `ALTER ROLE [db_datawriter] ADD MEMBER ${name(may.readWrite)};`,
  `ALTER ROLE [db_datareader] ADD MEMBER ${name(may.readOnly)};`,
];

/** sqlcmd puts environment variables in place of \`$(...)\`; a user who is there keeps his password, since Vault has changed it. */
const vault = [
  `${missing(vaultLogin)} EXEC('CREATE USER ${name(vaultLogin)} WITH PASSWORD = ''$(VAULT_PASSWORD)''');`,
  "GO",
  `GRANT ALTER ANY USER TO ${name(vaultLogin)};`,
  ...[may.readWrite, may.readOnly].map((group) => `GRANT ALTER ON ROLE::${name(group)} TO ${name(vaultLogin)};`),
];

/** A user whose first password nobody knows: Vault gives another as soon as it knows of him. */
const staying = (login: string): string[] => [
  missing(login),
  "BEGIN",
  "  DECLARE @password nvarchar(128) = CONCAT(NEWID(), '-', NEWID(), '-aA1');",
  `  EXEC('CREATE USER ${name(login)} WITH PASSWORD = ''' + @password + '''');`,
  "END;",
  "GO",
  `ALTER ROLE ${name(may.readWrite)} ADD MEMBER ${name(login)};`,
];

/** For sqlcmd, as an administrator: makes what is missing and leaves the rest. Applications' users are Entra's, whom only Entra's administrators make. */
export const sqlserverLogins = ({ logins, captured = [] }: WantedLogins): string =>
  [...groups, ...vault, ...logins.flatMap(staying), "GO", ...capturedTables(captured), ""].join("\n");

/** https://learn.microsoft.com/azure/azure-sql/database/change-data-capture-overview: the database once, and each table once it is there. */
const capturedTables = (tables: readonly string[]): string[] =>
  tables.length === 0
    ? []
    : [
        "IF EXISTS (SELECT 1 FROM sys.databases WHERE name = DB_NAME() AND is_cdc_enabled = 0) EXEC sys.sp_cdc_enable_db;",
        "GO",
        ...tables.flatMap((table) => {
          const [schema = "", relation = ""] = table.split(".");
          const id = `OBJECT_ID(${literal(`${name(schema)}.${name(relation)}`)})`;
          return [
            `IF EXISTS (SELECT 1 FROM sys.tables WHERE object_id = ${id} AND is_tracked_by_cdc = 0)`,
            `  EXEC sys.sp_cdc_enable_table @source_schema = N${literal(schema)}, @source_name = N${literal(relation)}, @role_name = NULL, @supports_net_changes = 0;`,
            "GO",
          ];
        }),
      ];

/** For `bash -eu`. */
export const sqlserverScript = (
  administrator: string,
  vaultFolder: string,
): string => `export SQLCMDUSER="$(cat ${administrator}/username)" SQLCMDPASSWORD="$(cat ${administrator}/password)" VAULT_PASSWORD="$(cat ${vaultFolder}/password)"
/opt/mssql-tools18/bin/sqlcmd -S "tcp:$DB_HOST,$DB_PORT" -d "$DB_NAME" -N s -b -i /sql/logins.sql
`;
