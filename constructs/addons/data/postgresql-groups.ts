import type { CloudName } from "../../place.ts";
import { databaseGroups } from "../../vault/facts.ts";
import { once } from "./postgresql-statements.ts";

/** The groups, by what they may: plain words, as identifiers and as texts. */
export const may = { readWrite: databaseGroups["read-write"], readOnly: databaseGroups["read-only"] };

/** What is in a database besides what came with the server and what sessions keep to themselves. */
const own = (owner: string): string => `JOIN pg_roles o ON o.oid = ${owner} WHERE NOT o.rolsuper AND n.nspname !~ '^pg_'`;

/** Grants rights over each relation of some kinds, as `relkind` calls them, that the group does not have yet. */
const onEach = (kinds: string, what: "TABLE" | "SEQUENCE", rights: string, group: string, sign: string): string =>
  `SELECT format('GRANT ${rights} ON ${what} %I.%I TO ${group}', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace ` +
  `${own("c.relowner")} AND c.relkind = ANY ('{${kinds}}') AND NOT has_${what.toLowerCase()}_privilege('${group}', c.oid, '${sign}') \\gexec`;

const intoSchemas = (group: string): string =>
  `SELECT format('GRANT USAGE ON SCHEMA %I TO ${group}', n.nspname) FROM pg_namespace n ` +
  `${own("n.nspowner")} AND NOT has_schema_privilege('${group}', n.oid, 'USAGE') \\gexec`;

/** Tables, views and what else is read and written as they are. */
const tables = "r,p,v,m,f";

/** Over whatever tables there are, whoever made them: https://www.postgresql.org/docs/17/predefined-roles.html */
const everywhere = [`GRANT pg_read_all_data, pg_write_all_data TO ${may.readWrite};`, `GRANT pg_read_all_data TO ${may.readOnly};`];

/**
 * Over each table there is: Azure keeps the right to write all for itself, and lets its administrators hand on what others' tables give.
 * New tables wait for the next run. https://learn.microsoft.com/azure/postgresql/security/security-access-control
 */
const oneByOne = [
  intoSchemas(may.readWrite),
  intoSchemas(may.readOnly),
  onEach(tables, "TABLE", "SELECT, INSERT, UPDATE, DELETE", may.readWrite, "DELETE"),
  onEach("S", "SEQUENCE", "USAGE, SELECT, UPDATE", may.readWrite, "UPDATE"),
  onEach(tables, "TABLE", "SELECT", may.readOnly, "SELECT"),
  onEach("S", "SEQUENCE", "SELECT", may.readOnly, "SELECT"),
];

/** What the groups may; nobody in them makes tables. */
export const groups = (cloud: CloudName): string[] => [
  once(may.readWrite, "NOLOGIN"),
  once(may.readOnly, "NOLOGIN"),
  ...(cloud === "azure" ? oneByOne : everywhere),
  "REVOKE CREATE ON SCHEMA public FROM PUBLIC;",
];
