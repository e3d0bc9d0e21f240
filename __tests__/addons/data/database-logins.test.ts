import { describe, expect, it } from "vitest";
import type { AddonContext, Manifest } from "../../../constructs/addons/addon.ts";
import { databaseLogins } from "../../../constructs/addons/data/database-logins.ts";
import { postgresqlLogins } from "../../../constructs/addons/data/postgresql-logins.ts";
import { sqlserverLogins } from "../../../constructs/addons/data/sqlserver-logins.ts";
import { cloudNames } from "../../../constructs/place.ts";
import { sampleContext, sampleIdentity, samplePlace } from "../sample-context.ts";

const objectsOf = (context: AddonContext): readonly Manifest[] => databaseLogins.resources?.(context, sampleIdentity) ?? [];
const object = (context: AddonContext, kind: string): Manifest => objectsOf(context).find((found) => found.kind === kind) as Manifest;

interface Container {
  readonly command: readonly string[];
  readonly env: readonly { name: string; value: string }[];
  readonly image: string;
}
interface Pod {
  readonly initContainers: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes: readonly object[];
}
const podOf = (context: AddonContext): Pod =>
  (object(context, "CronJob") as unknown as { spec: { jobTemplate: { spec: { template: { spec: Pod } } } } }).spec.jobTemplate.spec.template
    .spec;
const script = (context: AddonContext): string => podOf(context).containers[0]?.command.at(-1) ?? "";
const sqlOf = (context: AddonContext): string =>
  (object(context, "ConfigMap") as unknown as { data: { "logins.sql": string } }).data["logins.sql"];
const wanted = { cloud: "aws", postgresVersion: "17", logins: ["dms", "debezium"], users: [{ app: "shop", user: "shop" }] } as const;

describe("where Vault and the database are", () => {
  it.each(cloudNames)("%s has the job, with the login in the administrator's name alone", (cloud) => {
    const context = sampleContext(cloud);
    expect(databaseLogins.appliesTo?.(context)).toBe(true);
    expect(databaseLogins.identity?.(context)).toEqual({
      name: "dblogins",
      serviceAccount: "database-logins",
      grants: [{ may: "secrets:read", prefix: "<database.adminSecretScope>" }],
    });
    expect(podOf(context).initContainers[0]?.env).toContainEqual({ name: "SECRET", value: "<database.adminSecretPath>" });
  });

  it("is not where there is no Vault, no database, or no way between them", () => {
    const context = sampleContext("aws");
    const without = (facts: Partial<AddonContext>) => databaseLogins.appliesTo?.({ ...context, ...facts });
    const { engine: _, ...own } = samplePlace("aws");
    expect(without({ vaultAddress: undefined })).toBe(false);
    expect(without({ places: [own, samplePlace("gcp")] })).toBe(false);
    expect(without({ interconnect: false })).toBe(false);
    expect(without({ interconnect: false, central: samplePlace("aws") })).toBe(true);
  });

  it("says what is missing where a stack reads no database", () => {
    expect(() => objectsOf(sampleContext("aws", { database: undefined }))).toThrow(
      "prod-aws-use1: addons.database-logins: needs the place's database; this stack reads none; enable database, or turn database-logins off",
    );
  });
});

describe("Vault's first password", () => {
  it.each(cloudNames)("comes from Vault to %s, and is nowhere in what is delivered", (cloud) => {
    const context = sampleContext(cloud);
    expect(object(context, "ExternalSecret").spec).toMatchObject({
      secretStoreRef: { kind: "ClusterSecretStore", name: "vault" },
      data: [{ secretKey: "password", remoteRef: { key: `prod/database/${context.place.id}`, property: "password" } }],
    });
    expect(JSON.stringify(podOf(context))).not.toMatch(/PASSWORD[^"]*","value":"[^"]/);
  });

  it("is set once in PostgreSQL, by the client, so that the server's log never has it", () => {
    const text = script(sampleContext("aws"));
    expect(text).toContain("rolcanlogin");
    expect(text).toMatch(/if \[ "\$ready" = 0 \][\s\S]*\\password vault[\s\S]*ALTER ROLE vault LOGIN[\s\S]*fi/);
    expect(sqlOf(sampleContext("aws"))).not.toMatch(/PASSWORD/i);
  });

  it("is set once in SQL Server, and never again once Vault has changed it", () => {
    const lines = sqlOf(sampleContext("azure")).split("\n");
    expect(lines.filter((line) => line.includes("$(VAULT_PASSWORD)"))).toEqual([
      "IF DATABASE_PRINCIPAL_ID('vault') IS NULL EXEC('CREATE USER [vault] WITH PASSWORD = ''$(VAULT_PASSWORD)''');",
    ]);
    expect(lines.join("\n")).not.toContain("ALTER USER");
  });
});

describe("PostgreSQL", () => {
  const sql = postgresqlLogins(wanted);

  it("lets groups write or read, and make nothing", () => {
    expect(sql).toContain("GRANT pg_read_all_data, pg_write_all_data TO platform_read_write;");
    expect(sql).toContain("GRANT pg_read_all_data TO platform_read_only;");
    expect(sql).toContain("REVOKE CREATE ON SCHEMA public FROM PUBLIC;");
  });

  it("lets Vault put others into groups without being in one", () => {
    expect(sql).toContain("GRANT platform_read_write, platform_read_only TO vault WITH ADMIN TRUE, INHERIT FALSE, SET FALSE;");
    for (const login of wanted.logins) expect(sql).toContain(`GRANT "${login}" TO vault WITH ADMIN TRUE, INHERIT FALSE, SET FALSE;`);
  });

  it("gives DMS a schema of its own to write to, and nobody else one", () => {
    expect(sql).toContain('CREATE SCHEMA IF NOT EXISTS "dms_control";');
    expect(sql).toContain('GRANT ALL ON SCHEMA "dms_control" TO "dms";');
    expect(postgresqlLogins({ ...wanted, logins: ["debezium"] })).not.toContain("dms_control");
  });

  it("publishes the captured tables once they are there, takes out others, and makes no publication without any", () => {
    const captured = postgresqlLogins({ ...wanted, captured: ["public.orders", "sales.lines"] });
    expect(captured).toContain("CREATE PUBLICATION");
    for (const table of ['public"."orders', 'sales"."lines'])
      expect(captured).toMatch(new RegExp(`ADD TABLE "${table}"' FROM pg_tables .*NOT EXISTS .*gexec`));
    expect(captured).toMatch(/DROP TABLE .*NOT IN \('public\.orders', 'sales\.lines'\) \\gexec/);
    expect(sql).not.toContain("PUBLICATION");
  });

  it("leaves that out before version 16, where whoever makes roles hands on any", () => {
    const old = postgresqlLogins({ ...wanted, postgresVersion: "15" });
    expect(old).toContain('CREATE ROLE "vault" NOLOGIN CREATEROLE');
    expect(old).not.toMatch(/TO vault|INHERIT FALSE/);
  });

  it("gives rights table by table on azure, which keeps the right to write all for itself", () => {
    const onAzure = postgresqlLogins({ ...wanted, cloud: "azure" });
    expect(onAzure).not.toContain("pg_write_all_data");
    for (const group of ["platform_read_write", "platform_read_only"])
      expect(onAzure).toMatch(new RegExp(`GRANT SELECT.* ON TABLE .*${group}`));
    expect(onAzure).not.toMatch(/INSERT.*platform_read_only/);
  });

  it("makes nothing twice", () => {
    const made = sql.split("\n").filter((line) => /CREATE (ROLE|DATABASE|SCHEMA|USER)/.test(line));
    expect(made.length).toBeGreaterThan(5);
    for (const line of made) expect(line).toMatch(/WHERE NOT EXISTS .*\\gexec$|IF NOT EXISTS/);
  });

  it.each([
    ["aws", 'GRANT rds_replication TO "dms";'],
    ["gcp", 'ALTER ROLE "dms" REPLICATION;'],
    ["azure", 'ALTER ROLE "dms" REPLICATION;'],
  ] as const)("lets logins follow changes in the words of %s", (cloud, words) => {
    expect(postgresqlLogins({ ...wanted, cloud })).toContain(words);
  });

  it("gives Keycloak a database nobody else connects to, and no other", () => {
    const keycloak = postgresqlLogins({ ...wanted, users: [], logins: ["keycloak"] });
    expect(keycloak).toContain('REVOKE CONNECT ON DATABASE "keycloak" FROM PUBLIC;');
    expect(keycloak).toContain('CREATE DATABASE "keycloak" OWNER "keycloak"');
    expect(keycloak).not.toContain("platform_read_write TO");
    expect(sql).not.toContain("keycloak");
  });

  it("lets applications in as their cloud knows them, where that can be said with a password", () => {
    expect(sql).toContain('GRANT rds_iam TO "shop";');
    const user = "acme-prd-use4-shop@acme-prod.iam";
    expect(postgresqlLogins({ ...wanted, cloud: "gcp", logins: [], users: [{ app: "shop", user }] })).toContain(
      `SELECT 'GRANT ALL ON SCHEMA "shop" TO "${user}"' FROM pg_roles WHERE rolname = '${user}' \\gexec`,
    );
    expect(postgresqlLogins({ ...wanted, cloud: "azure" })).not.toContain("shop");
  });

  it("cannot be left by a name", () => {
    const user = `a"; DROP ROLE x; --'`;
    const [line] = postgresqlLogins({ ...wanted, logins: [], users: [{ app: "a", user }] })
      .split("\n")
      .filter((found) => found.includes("GRANT rds_iam"));
    expect(line).toBe(`GRANT rds_iam TO "a""; DROP ROLE x; --'";`);
  });
});

describe("SQL Server", () => {
  const sql = sqlserverLogins({ cloud: "azure", postgresVersion: "17", logins: ["debezium"], users: [] });

  it("lets groups write or read, and Vault put users into those two", () => {
    expect(sql).toContain("ALTER ROLE [db_datawriter] ADD MEMBER [platform_read_write];");
    expect(sql).not.toContain("[db_datawriter] ADD MEMBER [platform_read_only]");
    expect(sql.match(/^GRANT .*$/gm)).toEqual([
      "GRANT ALTER ANY USER TO [vault];",
      "GRANT ALTER ON ROLE::[platform_read_write] TO [vault];",
      "GRANT ALTER ON ROLE::[platform_read_only] TO [vault];",
    ]);
  });

  it("gives users that stay a password nobody knows", () => {
    expect(sql).toContain("CONCAT(NEWID(), '-', NEWID(), '-aA1')");
    expect(sql).not.toContain("db_owner");
  });
});
