import { TerraformStack, Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import type { Database } from "../../../constructs/database/contract.ts";
import { DataSync, type DataSyncProps } from "../../../constructs/replication/data-sync.ts";
import { dmsTasks } from "../../../constructs/replication/dms-tasks.ts";
import { planFlows, type SyncPlace, type SyncTable } from "../../../constructs/replication/flows.ts";
import { samplePlace } from "../../addons/sample-context.ts";

const aws: SyncPlace = { id: "prod-aws-use1", cloud: "aws", engine: "postgresql" };
const aws2: SyncPlace = { id: "prod-aws-usw2", cloud: "aws", engine: "postgresql" };
const gcp: SyncPlace = { id: "prod-gcp-use4", cloud: "gcp", engine: "postgresql" };
const azure: SyncPlace = { id: "prod-azure-eus2", cloud: "azure", engine: "sqlserver" };
const orders: SyncTable = { name: "public.orders", owner: "aws" };
const refunds: SyncTable = { name: "shop.refunds", owner: "aws" };
const catalog: SyncTable = { name: "public.catalog", owner: "gcp" };
const invoices: SyncTable = { name: "dbo.invoices", owner: "azure", to: ["aws"], seed: "dms" };

const tasks = (tables: readonly SyncTable[], places: readonly SyncPlace[], published: string[] = []) =>
  dmsTasks(planFlows(tables, places), aws.id, published).map(
    ({ id, kind, loopback, tables: own }) =>
      `${id} ${kind}${loopback ? " loopback" : ""}: ${own.map(({ table, as }) => (table === as ? table : `${table}=${as}`)).join(" ")}`,
  );

describe("tasks of AWS DMS", () => {
  it("of two clouds in one direction: one that copies and follows", () => {
    expect(tasks([orders, refunds], [aws, gcp])).toEqual(["aws-use1-to-gcp-use4 full-load-and-cdc: public.orders shop.refunds"]);
  });

  it("of two clouds in both directions: neither sends back what the other wrote, and one only copies first", () => {
    expect(tasks([orders, catalog], [aws, gcp])).toEqual([
      "aws-use1-to-gcp-use4-seed full-load: public.orders",
      "aws-use1-to-gcp-use4 cdc loopback: public.orders",
      "gcp-use4-to-aws-use1 full-load-and-cdc loopback: public.catalog",
    ]);
  });

  it("of three clouds: those that DMS can carry, first copies of Azure SQL, and events if they are asked for", () => {
    expect(tasks([orders, catalog, invoices], [aws, gcp, azure], ["public.orders"])).toEqual([
      "aws-use1-to-gcp-use4-seed full-load: public.orders",
      "aws-use1-to-gcp-use4 cdc loopback: public.orders",
      "gcp-use4-to-aws-use1 full-load-and-cdc loopback: public.catalog",
      "azure-eus2-to-aws-use1-seed full-load: dbo.invoices=public.invoices",
      "aws-use1-to-bus cdc: public.orders",
    ]);
  });

  it("of two places in a cloud: a pair like any other", () => {
    expect(tasks([orders, catalog], [aws, aws2, gcp])).toEqual([
      "aws-use1-to-aws-usw2 full-load-and-cdc: public.orders",
      "aws-use1-to-gcp-use4-seed full-load: public.orders",
      "aws-use1-to-gcp-use4 cdc loopback: public.orders",
      "gcp-use4-to-aws-use1 full-load-and-cdc loopback: public.catalog",
      "gcp-use4-to-aws-usw2 full-load-and-cdc: public.catalog",
    ]);
  });

  it("are none where Debezium carries everything", () => {
    expect(tasks([{ ...orders, via: "debezium" }], [aws, gcp])).toEqual([]);
    expect(tasks([catalog], [gcp, azure])).toEqual([]);
  });
});

type Plain = Record<string, unknown>;
type Synthesized = { resource: Record<string, Record<string, Plain>>; variable?: Record<string, Plain>; output?: unknown };

function made(tables: readonly SyncTable[], places: readonly SyncPlace[], changes: Partial<DataSyncProps> = {}): Synthesized {
  const stack = new TerraformStack(Testing.app(), "stack");
  const database = (place: SyncPlace) =>
    ({ host: `${place.id}.db`, port: 5432, database: "app", caCertificate: "pem" }) as unknown as Database;
  new DataSync(stack, "DataSync", {
    hub: samplePlace("aws").place,
    account: { alertTarget: "arn:aws:sns:us-east-1:444444444444:alerts" } as never,
    network: { networkId: "vpc", workloadGroup: "nodes", endpointSubnetIds: ["a", "b", "c"] } as never,
    vault: { secretsMount: "kv" },
    flows: planFlows(tables, places),
    published: [],
    databases: Object.fromEntries(places.map((place) => [place.id, database(place)])),
    ...{ size: "m", highAvailability: true, peerCidrs: ["10.208.0.0/16"], logRetentionDays: 30, deletionProtection: true },
    ...changes,
  });
  return JSON.parse(Testing.synth(stack));
}
const all = ({ resource }: Synthesized, type: string): Plain[] => Object.values(resource[type] ?? {});
const three = made([orders, catalog, invoices], [aws, gcp, azure], { published: ["public.orders"] });

describe("the hub", () => {
  it("AWS-19 is private, encrypted with its own key, and stands in two zones", () => {
    expect(all(three, "aws_dms_replication_instance")).toMatchObject([
      {
        publicly_accessible: false,
        multi_az: true,
        engine_version: "3.6.1",
        replication_instance_class: "dms.r6i.large",
        kms_key_arn: expect.stringContaining("aws_kms_key"),
      },
    ]);
    expect(all(three, "aws_iam_role").map(({ name }) => name)).toEqual(
      expect.arrayContaining(["dms-vpc-role", "dms-cloudwatch-logs-role"]),
    );
    for (const role of all(three, "aws_iam_role")) expect(role.permissions_boundary).toContain("policy/acme-prod-boundary");
  });

  it("knows every database once in each role that it has, encrypted, with its authority where that is its own", () => {
    const endpoints = all(three, "aws_dms_endpoint").map(({ endpoint_id, engine_name, ssl_mode }) => [endpoint_id, engine_name, ssl_mode]);
    expect(endpoints.sort()).toEqual([
      ["acme-prod-aws-use1-aws-use1-source", "postgres", "verify-full"],
      ["acme-prod-aws-use1-aws-use1-target", "postgres", "verify-full"],
      ["acme-prod-aws-use1-azure-eus2-source", "azuredb", "require"],
      ["acme-prod-aws-use1-bus", "kafka", "none"],
      ["acme-prod-aws-use1-gcp-use4-source", "postgres", "verify-full"],
      ["acme-prod-aws-use1-gcp-use4-target", "postgres", "verify-full"],
    ]);
    const [bus] = all(three, "aws_dms_endpoint").filter(({ engine_name }) => engine_name === "kafka");
    expect(bus?.kafka_settings).toMatchObject({ security_protocol: "sasl-ssl", sasl_mechanism: "scram-sha-512" });
  });

  it("takes logins by reference, and by value only where a product takes nothing else: sensitive variables", () => {
    const postgres = all(three, "aws_dms_endpoint").filter(({ engine_name }) => engine_name === "postgres");
    for (const endpoint of postgres) {
      expect(endpoint.secrets_manager_arn).toContain("aws_secretsmanager_secret");
      expect(endpoint).not.toHaveProperty("password");
    }
    expect(Object.keys(three.variable ?? {}).sort()).toEqual(["bus_dms_password", "dms_password_azure_eus2"]);
    for (const variable of Object.values(three.variable ?? {})) expect(variable).toMatchObject({ sensitive: true });
    expect(JSON.stringify(three)).not.toMatch(/"(sasl_)?password":"(?!\$\{var\.)/);
  });

  it("has an alarm on each side of every task that follows, and none of those that copy once", () => {
    const following = all(three, "aws_dms_replication_task").filter(({ migration_type }) => migration_type !== "full-load");
    const alarms = all(three, "aws_cloudwatch_metric_alarm").filter(({ metric_name }) => String(metric_name).startsWith("CDCLatency"));
    expect(following).toHaveLength(3);
    expect(alarms).toHaveLength(6);
  });

  it("starts nothing by itself, and takes exactly the tables that are named", () => {
    for (const task of all(three, "aws_dms_replication_task")) {
      expect(task.start_replication_task).toBe(false);
      expect(task.table_mappings).not.toContain("%");
    }
    const [seed] = all(three, "aws_dms_replication_task").filter(({ replication_task_id }) =>
      String(replication_task_id).includes("azure"),
    );
    expect(JSON.parse(String(seed?.table_mappings)).rules).toMatchObject([
      { "rule-type": "selection", "object-locator": { "schema-name": "dbo", "table-name": "invoices" } },
      { "rule-type": "transformation", "rule-target": "schema", value: "public" },
    ]);
  });

  it("prevents loops on both tasks of a pair that copies both ways, and only there", () => {
    const settings = all(three, "aws_dms_replication_task").map(({ replication_task_id, replication_task_settings: text }) => [
      String(replication_task_id).replace("acme-prod-aws-use1-", ""),
      "LoopbackPreventionSettings" in JSON.parse(String(text)),
    ]);
    expect(Object.fromEntries(settings)).toEqual({
      "aws-use1-to-gcp-use4-seed": false,
      "aws-use1-to-gcp-use4": true,
      "gcp-use4-to-aws-use1": true,
      "azure-eus2-to-aws-use1-seed": false,
      "aws-use1-to-bus": false,
    });
  });

  it("changes one task's mappings when a table comes, by one rule", () => {
    const mappings = (json: Synthesized) =>
      Object.fromEntries(
        all(json, "aws_dms_replication_task").map((task) => [task.replication_task_id, JSON.parse(String(task.table_mappings)).rules]),
      );
    const before = mappings(made([orders, catalog], [aws, gcp]));
    const after = mappings(made([refunds, orders, catalog], [aws, gcp]));
    for (const [id, rules] of Object.entries(before)) for (const rule of rules as object[]) expect(after[id]).toContainEqual(rule);
    expect(after["acme-prod-aws-use1-gcp-use4-to-aws-use1"]).toEqual(before["acme-prod-aws-use1-gcp-use4-to-aws-use1"]);
  });
});

describe("Kafka", () => {
  it("AWS-20 speaks TLS only, to nobody without a login, and is not public", () => {
    expect(all(three, "aws_msk_cluster")).toMatchObject([
      {
        client_authentication: { unauthenticated: false, sasl: { scram: true } },
        encryption_info: { encryption_in_transit: { client_broker: "TLS", in_cluster: true } },
        broker_node_group_info: { connectivity_info: { public_access: { type: "DISABLED" } } },
      },
    ]);
    const rules = all(three, "aws_vpc_security_group_ingress_rule");
    expect(rules.map(({ cidr_ipv4, referenced_security_group_id: group, to_port }) => [cidr_ipv4 ?? group, to_port]).sort()).toEqual([
      ["10.208.0.0/16", 9096],
      ["nodes", 9096],
    ]);
  });

  it("has the login of Kafka Connect in no state: ephemeral, and written to where it is read", () => {
    const secrets = all(three, "aws_secretsmanager_secret").map(({ name }) => name);
    expect(secrets).toEqual(expect.arrayContaining(["AmazonMSK_acme-prod-aws-use1_connect", "AmazonMSK_acme-prod-aws-use1_dms"]));
    for (const version of all(three, "aws_secretsmanager_secret_version")) expect(version).not.toHaveProperty("secret_string");
    expect(all(three, "vault_kv_secret_v2")).toMatchObject([{ name: "prod/kafka/connect", disable_read: true }]);
    expect(all(three, "vault_kv_secret_v2")[0]).not.toHaveProperty("data_json");
  });

  it("knows DMS, and makes topics for it, only where tables are published", () => {
    const debezium = made([{ ...orders, via: "debezium" }, catalog], [aws, gcp]);
    const topics = (json: Synthesized) => String(all(json, "aws_msk_configuration")[0]?.server_properties).split("\n")[0];
    const dms = (json: Synthesized) =>
      all(json, "aws_secretsmanager_secret_version").filter(({ secret_string_wo: text }) => String(text).includes("bus_dms_password"));
    expect([topics(three), topics(debezium)]).toEqual(["auto.create.topics.enable=true", "auto.create.topics.enable=false"]);
    expect(dms(three)).toMatchObject([{ secret_string_wo_version: expect.stringContaining("bus_dms_password") }]);
    expect([dms(debezium), debezium.variable]).toEqual([[], undefined]);
  });

  it("is there only if something goes through it", () => {
    expect(all(made([orders], [aws, gcp]), "aws_msk_cluster")).toEqual([]);
    const debezium = made([{ ...orders, via: "debezium" }], [aws, gcp]);
    expect(all(debezium, "aws_msk_cluster")).toHaveLength(1);
    expect(all(debezium, "aws_dms_replication_instance")).toEqual([]);
  });
});
