import { readFileSync } from "node:fs";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { TerraformStack, Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { strimzi } from "../../../constructs/addons/extensions/strimzi.ts";
import type { Database } from "../../../constructs/database/contract.ts";
import { ChangeCapture } from "../../../constructs/replication/connect/change-capture.ts";
import { sinkConnector, sourceConnector } from "../../../constructs/replication/connect/connectors.ts";
import { capturedIn, connectPlan, topicOf } from "../../../constructs/replication/connect/plan.ts";
import { type Flow, planFlows, type SyncPlace, type SyncTable } from "../../../constructs/replication/flows.ts";
import { samplePlace } from "../../addons/sample-context.ts";

const aws: SyncPlace = { id: "prod-aws-use1", cloud: "aws", engine: "postgresql" };
const aws2: SyncPlace = { id: "prod-aws-usw2", cloud: "aws", engine: "postgresql" };
const gcp: SyncPlace = { id: "prod-gcp-use4", cloud: "gcp", engine: "postgresql" };
const azure: SyncPlace = { id: "prod-azure-eus2", cloud: "azure", engine: "sqlserver" };
const orders: SyncTable = { name: "public.orders", owner: "aws" };
const catalog: SyncTable = { name: "public.catalog", owner: "gcp" };
const invoices: SyncTable = { name: "dbo.invoices", owner: "azure" };
const database = { host: "db.example", port: 5432, database: "app", caCertificate: "pem" } as unknown as Database;

const estates: Record<string, Flow[]> = {
  "two clouds": planFlows([orders, invoices], [aws, azure]),
  "three clouds": planFlows([orders, catalog, invoices], [aws, gcp, azure]),
  "two places in a cloud": planFlows([orders, catalog, invoices], [aws, aws2, gcp, azure]),
  "two clouds, by Debezium alone": planFlows(
    [
      { ...orders, via: "debezium" },
      { ...catalog, via: "debezium" },
    ],
    [aws, gcp],
  ),
};

describe.each(Object.entries(estates))("connectors of %s", (_, flows) => {
  const plan = connectPlan(flows);
  const followed = flows.filter(({ via }) => via === "debezium");

  it("capture every table that Debezium carries once, and no other", () => {
    const captured = plan.sources.flatMap(({ place, tables }) => tables.map((table) => `${place.id} ${table}`));
    expect(captured.sort()).toEqual([...new Set(followed.map(({ from, table }) => `${from.id} ${table}`))].sort());
  });

  it("write every flow once, under the reader's name, and nothing else", () => {
    const written = plan.sinks.flatMap(({ place, schema, topics }) => topics.map((topic) => `${topic} -> ${place.id} ${schema}`));
    expect(written.sort()).toEqual(
      followed.map(({ from, table, to, as }) => `${topicOf(from, table)} -> ${to.id} ${as.split(".")[0]}`).sort(),
    );
  });

  it("never send on what was written: a place's sinks and its source have no table in common", () => {
    for (const { place, tables } of plan.sources) {
      const received = followed.filter(({ to }) => to.id === place.id).map(({ as }) => as);
      expect(tables.filter((table) => received.includes(table))).toEqual([]);
      expect(capturedIn(flows, place.id)).toEqual(tables);
    }
  });
});

const config = (manifest: unknown) => (manifest as { spec: { class: string; config: Record<string, unknown> } }).spec.config;

describe("a source", () => {
  const { sources } = connectPlan(estates["three clouds"] ?? []);
  const of = (place: SyncPlace) =>
    config(sourceConnector(sources.find((source) => source.place.id === place.id) as never, database, "broker:9096"));

  it("of PostgreSQL reads a publication that is kept for it, checks the server, and makes its topics", () => {
    expect(of(gcp)).toMatchObject({
      "topic.prefix": "gcp-use4",
      "table.include.list": "public.catalog",
      "plugin.name": "pgoutput",
      "publication.name": "platform_cdc",
      "publication.autocreate.mode": "disabled",
      "database.sslmode": "verify-full",
      "snapshot.mode": "initial",
      "topic.creation.default.replication.factor": 3,
    });
  });

  it("of SQL Server writes its schema history down in Kafka, by the same login", () => {
    const settings = of(azure);
    expect(settings).toMatchObject({ "database.encrypt": true, "schema.history.internal.kafka.topic": "schema-history.azure-eus2" });
    for (const role of ["producer", "consumer"]) {
      expect(settings[`schema.history.internal.${role}.security.protocol`]).toBe("SASL_SSL");
      expect(settings[`schema.history.internal.${role}.sasl.jaas.config`]).toContain("${secrets:kafka/cdc-kafka:password}");
    }
  });

  it("copies nothing first where DMS does", () => {
    const seeded = planFlows([{ ...invoices, to: ["aws"], seed: "dms" }], [aws, azure]);
    expect(connectPlan(seeded).sources.map(({ snapshot }) => snapshot)).toEqual(["no_data"]);
  });
});

describe("a sink", () => {
  const { sinks } = connectPlan(estates["three clouds"] ?? []);

  it("upserts by key, deletes, changes no schema, and puts aside what it cannot write", () => {
    for (const sink of sinks)
      expect(config(sinkConnector(sink, database))).toMatchObject({
        "insert.mode": "upsert",
        "primary.key.mode": "record_key",
        "delete.enabled": true,
        "schema.evolution": "none",
        "errors.tolerance": "all",
        "errors.deadletterqueue.topic.name": `dlq.${sink.from.id.slice(5)}.${sink.place.id.slice(5)}`,
        "errors.deadletterqueue.context.headers.enable": true,
        "collection.name.format": `${sink.schema}.\${source.table}`,
      });
  });

  it("checks the server's certificate, on every cloud", () => {
    const url = (place: SyncPlace) =>
      config(sinkConnector(sinks.find((sink) => sink.place.id === place.id) as never, database))["connection.url"];
    expect(url(azure)).toContain("encrypt=true;trustServerCertificate=false");
    expect(url(gcp)).toContain("sslmode=verify-full");
  });
});

describe("what runs in a cluster", () => {
  function made(changes: object = {}): { text: string; releases: string[] } {
    const stack = new TerraformStack(Testing.app(), "stack");
    new ChangeCapture(stack, "Capture", {
      place: samplePlace("aws").place,
      plan: connectPlan(estates["three clouds"] ?? []),
      bus: { bootstrap: "broker:9096", clusterArn: "arn", loginPath: "prod/kafka/connect" },
      database,
      dms: { "prod-aws-use1": database, "prod-gcp-use4": database },
      image: "registry/kafka-connect:1.0.0",
      vaultAddress: "https://vault.example.com",
      highAvailability: true,
      helm: new HelmProvider(stack, "Helm", {}),
      ...changes,
    });
    const { resource } = JSON.parse(Testing.synth(stack));
    const releases = Object.values(resource?.helm_release ?? {}) as { name: string; values: string[] }[];
    return { text: releases.flatMap(({ values }) => values).join("\n"), releases: releases.map(({ name }) => name) };
  }

  it("gets logins from Vault, and no password is written down", () => {
    const { text } = made();
    expect(text).toContain("database/static-creds/prod-aws-use1-debezium");
    expect(text).toContain("prod/kafka/connect");
    const given = [...text.matchAll(/password"?[=:] *("?)([^\n"]+)\1/gi)].map(([, , value = ""]) => value);
    expect(given.length).toBeGreaterThan(3);
    // Of a template, or of a secret that Kafka Connect reads itself, or the secret's name.
    expect(given.filter((value) => !/\{\{|\$\{secrets:|^(password|cdc-\w+)$/.test(value))).toEqual([]);
  });

  it("hands the logins of DMS on in the hub, with where each database is", () => {
    const { text, releases } = made();
    expect(releases.sort()).toEqual(["change-capture", "dms-logins"]);
    for (const alias of ["aws-use1", "gcp-use4"]) expect(text).toContain(`acme-prod-dms-${alias}`);
    expect(text).toContain("database/static-creds/prod-gcp-use4-dms");
    expect(made({ dms: undefined }).releases).toEqual(["change-capture"]);
  });

  it("reaches the cluster as it is written: Terraform leaves what Kafka Connect fills in", () => {
    expect(made().text).toMatch(/\$\$\{secrets:kafka\/cdc-database:password\}/);
  });

  it("runs twice where that is asked for", () => {
    expect(made().text).toMatch(/replicas\W+2/);
    expect(made({ highAvailability: false }).text).toMatch(/replicas\W+1/);
  });

  it("is nothing where the place has no part in it", () => {
    expect(made({ dms: undefined, plan: connectPlan([]) }).releases).toEqual([]);
  });
});

it("the image is of the operator's version, and of the version of Kafka that it is asked for", () => {
  const dockerfile = readFileSync("kafka-connect/Dockerfile", "utf8");
  const version = /version: "([\d.]+)"/.exec(readFileSync("constructs/replication/connect/cluster.ts", "utf8"))?.[1];
  expect(dockerfile).toContain(`FROM quay.io/strimzi/kafka:${strimzi.chart?.version}-kafka-${version}\n`);
});
