import { publication } from "../../replication/connect/names.ts";
import { literal, name, unless } from "./postgresql-statements.ts";

/**
 * Puts a table into the publication once it is there. Only who owns a table may; the administrator becomes a member of the role that does.
 * https://www.postgresql.org/docs/17/sql-alterpublication.html
 */
function published(table: string): string[] {
  const [schema = "", relation = ""] = table.split(".");
  const where = `FROM pg_tables WHERE schemaname = ${literal(schema)} AND tablename = ${literal(relation)}`;
  const isIn = `SELECT FROM pg_publication_tables p WHERE p.pubname = ${literal(publication)} AND p.schemaname = ${literal(schema)} AND p.tablename = ${literal(relation)}`;
  const add = `ALTER PUBLICATION ${name(publication)} ADD TABLE ${name(schema)}.${name(relation)}`;
  return [
    `SELECT format('GRANT %I TO CURRENT_USER', tableowner) ${where} AND NOT pg_has_role(tableowner, 'USAGE') \\gexec`,
    `SELECT ${literal(add)} ${where} AND NOT EXISTS (${isIn}) \\gexec`,
  ];
}

/** Takes out what is asked for no longer. */
function unpublished(tables: readonly string[]): string {
  const drop = `format('ALTER PUBLICATION %I DROP TABLE %I.%I', pubname, schemaname, tablename)`;
  const kept = tables.map(literal).join(", ");
  return `SELECT ${drop} FROM pg_publication_tables WHERE pubname = ${literal(publication)} AND schemaname || '.' || tablename NOT IN (${kept}) \\gexec`;
}

/** What change data capture reads: a publication with exactly these tables; new ones wait for their table to be made. */
export const capturedTables = (tables: readonly string[]): string[] =>
  tables.length === 0
    ? []
    : [
        unless(`SELECT FROM pg_publication WHERE pubname = ${literal(publication)}`, `CREATE PUBLICATION ${name(publication)}`),
        ...tables.flatMap(published),
        unpublished(tables),
      ];
