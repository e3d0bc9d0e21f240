/** An identifier, whatever is in it. */
export const name = (role: string): string => `"${role.replaceAll('"', '""')}"`;
/** A text, whatever is in it. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Runs a statement if a query finds nothing. `\gexec` of psql runs what a query answers. */
export const unless = (found: string, statement: string): string => `SELECT ${literal(statement)} WHERE NOT EXISTS (${found}) \\gexec`;

/** Makes a role unless it is there, whatever it may by now. */
export const once = (role: string, options: string): string =>
  unless(`SELECT FROM pg_roles WHERE rolname = ${literal(role)}`, `CREATE ROLE ${name(role)} ${options}`);
