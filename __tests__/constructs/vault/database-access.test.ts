import { Token } from "cdktf";
import { describe, expect, it } from "vitest";
import { DatabaseAccess, type DatabaseAccessProps } from "../../../constructs/vault/database-access.ts";
import { all, each, one, other, place, type Resource, type StackJson, stackOf } from "./vault-stack.ts";

/** As it comes from another stack's state. */
const port = Token.asNumber("${data.terraform_remote_state.data.outputs.database__port}");
const database = { host: "db.example.com", port, database: "app", caCertificate: "-----BEGIN CERTIFICATE-----" };
const loginOf = ({ id }: DatabaseAccessProps["place"]) => ({ mount: "kv", key: `prod/database/${id}` });
const access = (of: DatabaseAccessProps["place"]) =>
  stackOf(
    (scope) => new DatabaseAccess(scope, "Database", { place: of, database, vault: { databasesMount: "database" }, login: loginOf(of) }),
  );
const postgresql = access(place);
const sqlserver = access(other);
const connection = (stack: StackJson) => one(stack, "database_secret_backend_connection");
const role = (stack: StackJson, may: "ReadWrite" | "ReadOnly") => all(stack, "database_secret_backend_role")[`Database_${may}`] as Resource;

describe.each([
  ["postgresql", postgresql, place, "postgresql"],
  ["sqlserver", sqlserver, other, "mssql"],
] as const)("a database of %s", (_, stack, { id, logins }, block) => {
  const settings = connection(stack)[block];

  it("is known by its place, and is spoken with at once", () => {
    expect(connection(stack)).toMatchObject({ backend: "database", name: id, verify_connection: true });
    expect(each(stack, "database_secret_backend_role", "db_name")).toEqual(
      Array(2).fill("${vault_database_secret_backend_connection.Database.name}"),
    );
  });

  it("serves the roles of its place and no others", () => {
    expect(connection(stack).allowed_roles).toEqual([`${id}-read-write`, `${id}-read-only`, ...logins.map((login) => `${id}-${login}`)]);
    const made = ["role", "static_role"].flatMap((type) => each(stack, `database_secret_backend_${type}`, "name"));
    expect(made.sort()).toEqual([...connection(stack).allowed_roles].sort());
  });

  it("is entered as Vault, by a password that is in a write-only argument and nowhere else", () => {
    expect(settings).toMatchObject({ username: "vault", password_wo_version: 1 });
    expect(stack.ephemeral).toEqual({ vault_kv_secret_v2: { Database_Login: { mount: "kv", name: `prod/database/${id}` } } });
    expect(settings.password_wo).toBe("${ephemeral.vault_kv_secret_v2.Database_Login.data.password}");
    expect(settings).not.toHaveProperty("password");
    expect(JSON.stringify(stack).split("ephemeral.vault")).toHaveLength(2);
  });

  it("gets logins that say which role they are of, in names that fit", () => {
    const longest = `v-${"staging-azure-eus2-read-write".slice(0, 36)}-${"r".repeat(20)}`;
    expect(longest.length).toBeLessThanOrEqual(63);
    expect(settings.username_template).toBe('{{ printf "v-%s-%s" (.RoleName | truncate 36) (random 20) }}');
  });

  it("has logins to read and to write for an hour, which end after a day whatever happens", () => {
    for (const may of ["ReadWrite", "ReadOnly"] as const) {
      expect(role(stack, may), may).toMatchObject({ default_ttl: 3600, max_ttl: 86400 });
      expect(role(stack, may).revocation_statements.join(), may).toMatch(/DROP (ROLE|USER) IF EXISTS/);
    }
  });

  it("gives logins what their group may do, and nothing more", () => {
    for (const [may, group] of [
      ["ReadWrite", "platform_read_write"],
      ["ReadOnly", "platform_read_only"],
    ] as const) {
      const sql = role(stack, may).creation_statements.join("; ");
      expect(sql.match(/platform_\w+/g), may).toEqual([group]);
      expect(sql, may).not.toMatch(/GRANT|CREATEROLE|CREATEDB|SUPERUSER|INHERIT|db_owner/);
    }
  });

  it("has the logins that stay, each with a new password every day", () => {
    const stays = Object.values(all(stack, "database_secret_backend_static_role"));
    expect(stays.map(({ name, username, rotation_period }) => [name, username, rotation_period]).sort()).toEqual(
      logins.map((login) => [`${id}-${login}`, login, 86400]).sort(),
    );
    // What only Vault's other edition can do.
    for (const key of ["rotation_schedule", "rotation_window", "skip_import_rotation", "self_managed_password"])
      for (const login of stays) expect(login).not.toHaveProperty(key);
    for (const key of ["rotation_period", "rotation_schedule"]) expect(connection(stack)).not.toHaveProperty(key);
  });

  it("has none that stay where none is asked for", () => {
    const without = access(id === place.id ? { ...place, logins: [] } : { ...other, logins: [] });
    expect(all(without, "database_secret_backend_static_role")).toEqual({});
    expect(connection(without).allowed_roles).toHaveLength(2);
  });
});

describe("PostgreSQL", () => {
  const settings = connection(postgresql).postgresql;

  it("is spoken with encrypted, after its name was checked with its own authority", () => {
    expect(settings.connection_url).toBe(
      "postgresql://{{username}}:{{password}}@db.example.com:${data.terraform_remote_state.data.outputs.database__port}/app?sslmode=verify-full",
    );
    expect(settings.tls_ca).toBe(database.caCertificate);
  });

  it("never sees a password", () => {
    expect(settings.password_authentication).toBe("scram-sha-256");
  });

  it("makes logins end by themselves, too, and later when they are renewed", () => {
    expect(role(postgresql, "ReadOnly").creation_statements).toEqual([
      `CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}' IN ROLE "platform_read_only" ROLE "vault"`,
    ]);
    expect(role(postgresql, "ReadOnly").renew_statements).toEqual([`ALTER ROLE "{{name}}" VALID UNTIL '{{expiration}}'`]);
  });

  it("ends a login's connections before the login, for their temporary tables would keep it", () => {
    const [connections, login] = role(postgresql, "ReadWrite").revocation_statements;
    expect(connections).toContain("pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '{{name}}'");
    expect(login).toBe('DROP ROLE IF EXISTS "{{name}}"');
  });

  it("changes Vault's own password as Vault does by itself", () => {
    expect(connection(postgresql)).not.toHaveProperty("root_rotation_statements");
  });
});

describe("SQL Server", () => {
  const settings = connection(sqlserver).mssql;

  it("is spoken with encrypted, with a certificate that a public authority vouches for", () => {
    expect(settings.connection_url).toBe(
      "sqlserver://{{username}}:{{password}}@db.example.com:${data.terraform_remote_state.data.outputs.database__port}?database=app&encrypt=true&TrustServerCertificate=false",
    );
  });

  it("has users of one database, for which Vault has no statement of its own to change passwords", () => {
    expect(settings.contained_db).toBe(true);
    expect(connection(sqlserver).root_rotation_statements).toEqual(["ALTER USER [{{username}}] WITH PASSWORD = '{{password}}'"]);
    expect(each(sqlserver, "database_secret_backend_static_role", "rotation_statements")).toEqual([
      ["ALTER USER [{{name}}] WITH PASSWORD = '{{password}}'"],
    ]);
    expect(JSON.stringify(sqlserver)).not.toMatch(/LOGIN \[/);
  });

  it("makes a user and puts it into its group", () => {
    expect(role(sqlserver, "ReadWrite").creation_statements).toEqual([
      "CREATE USER [{{name}}] WITH PASSWORD = '{{password}}'",
      "ALTER ROLE [platform_read_write] ADD MEMBER [{{name}}]",
    ]);
    expect(role(sqlserver, "ReadWrite")).not.toHaveProperty("renew_statements");
  });
});
