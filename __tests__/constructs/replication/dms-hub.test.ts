import { TerraformStack, Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { accountContract } from "../../../constructs/account/contract.ts";
import { databaseContract } from "../../../constructs/database/contract.ts";
import { networkContract } from "../../../constructs/network/contract.ts";
import { makePlace } from "../../../constructs/place.ts";
import { DataSync } from "../../../constructs/replication/data-sync.ts";
import { dmsSecretName } from "../../../constructs/replication/dms-secret.ts";
import { dmsSchema, tableMappings, taskSettings } from "../../../constructs/replication/dms-settings.ts";
import { planFlows, type SyncPlace } from "../../../constructs/replication/flows.ts";
import { samplePlace, sampleValues } from "../../addons/sample-context.ts";

const { place } = samplePlace("aws");
const accountId = place.account.cloud === "aws" ? place.account.accountId : "";
const aws: SyncPlace = { id: "prod-aws-use1", cloud: "aws", engine: "postgresql" };
const gcp: SyncPlace = { id: "prod-gcp-use4", cloud: "gcp", engine: "postgresql" };
const azure: SyncPlace = { id: "prod-azure-eus2", cloud: "azure", engine: "postgresql" };
const databases = Object.fromEntries([aws, gcp, azure].map(({ id }) => [id, sampleValues(databaseContract)]));
const flows = planFlows(
  [
    { name: "public.orders", owner: "aws" },
    { name: "public.catalog", owner: "gcp", to: ["aws"] },
    { name: "public.invoices", owner: "azure", to: ["aws"] },
  ],
  [aws, gcp, azure],
);

// biome-ignore lint/suspicious/noExplicitAny: what Terraform reads is free-form.
type Resource = Record<string, any>;

function made(hub = place): Record<string, Record<string, Resource>> {
  const stack = new TerraformStack(Testing.app(), "stack");
  new DataSync(stack, "DataSync", {
    hub,
    account: sampleValues(accountContract, { alertTarget: "arn:aws:sns:us-east-1:444444444444:alerts" }),
    network: sampleValues(networkContract),
    vault: { secretsMount: "kv" },
    ...{ flows, databases, published: [], size: "s", highAvailability: false, peerCidrs: [] },
    ...{ logRetentionDays: 30, deletionProtection: true },
  });
  return JSON.parse(Testing.synth(stack)).resource;
}
const byDefault = made();
const all = (type: string, resource = byDefault): Resource[] => Object.values(resource[type] ?? {});
const endpoints = (role: "source" | "target") => all("aws_dms_endpoint").filter(({ endpoint_type }) => endpoint_type === role);
const statements = (text: string): Resource[] => JSON.parse(text).Statement;

describe("a PostgreSQL endpoint", () => {
  it("asks for no more than the login may: what any replication gets, and one schema of its own", () => {
    expect(endpoints("source")).toHaveLength(3);
    for (const { postgres_settings } of endpoints("source")) {
      expect(postgres_settings).toMatchObject({ plugin_name: "test-decoding", capture_ddls: false, heartbeat_schema: dmsSchema });
    }
    for (const endpoint of endpoints("target")) expect(endpoint).not.toHaveProperty("postgres_settings");
  });

  it("checks whom it talks to where the cloud's own authority vouches, and is encrypted everywhere", () => {
    const modes = endpoints("source").map(({ endpoint_id, ssl_mode, certificate_arn }) => [endpoint_id, ssl_mode, certificate_arn]);
    expect(modes.sort()).toEqual([
      ["acme-prod-aws-use1-aws-use1-source", "verify-full", expect.stringContaining("aws_dms_certificate")],
      ["acme-prod-aws-use1-azure-eus2-source", "require", undefined],
      ["acme-prod-aws-use1-gcp-use4-source", "verify-full", expect.stringContaining("aws_dms_certificate")],
    ]);
    expect(all("aws_dms_certificate")).toHaveLength(2);
  });

  it("is made when there is a login to read and DMS may read it", () => {
    for (const { depends_on } of all("aws_dms_endpoint")) {
      expect(depends_on).toEqual([
        expect.stringContaining("aws_secretsmanager_secret_version."),
        expect.stringContaining("aws_iam_role_policy."),
      ]);
    }
  });
});

describe("a login of DMS", () => {
  it("is one secret for each database, of a name that others know, that External Secrets may write to", () => {
    const secrets = all("aws_secretsmanager_secret");
    expect(secrets.map(({ name }) => name).sort()).toEqual([aws, azure, gcp].map(({ id }) => dmsSecretName(place, id)));
    for (const secret of secrets) {
      expect(secret).toMatchObject({ kms_key_id: expect.stringContaining("aws_kms_key"), tags: { "managed-by": "external-secrets" } });
    }
  });

  it("is written once by Terraform, with nothing that lets anybody in, and by others from then on", () => {
    for (const version of all("aws_secretsmanager_secret_version")) {
      expect(JSON.parse(version.secret_string_wo)).toMatchObject({ username: "dms", password: "not yet" });
      expect(version).toMatchObject({ secret_string_wo_version: 1, lifecycle: { ignore_changes: ["version_stages"] } });
      expect(version).not.toHaveProperty("secret_string");
    }
  });

  it("is read by a role of DMS in this region, which reads no other secret", () => {
    const role = all("aws_iam_role").find(({ name }) => name.endsWith("dms-logins"));
    const [trust] = statements(role?.assume_role_policy);
    expect(trust?.Principal).toEqual({ Service: "dms.us-east-1.amazonaws.com" });
    const [policy] = all("aws_iam_role_policy");
    const [secrets, key, ...others] = statements(policy?.policy);
    expect(secrets?.Resource).toBe(`arn:aws:secretsmanager:us-east-1:${accountId}:secret:acme-prod-dms-*`);
    expect(key).toMatchObject({ Action: "kms:Decrypt", Resource: expect.stringContaining("aws_kms_key") });
    expect(others).toEqual([]);
  });
});

describe("the hub tells", () => {
  const told = (resource = byDefault) => all("aws_cloudwatch_event_target", resource).map(({ arn }) => arn);

  it("of tasks that fail or stop, which no latency shows", () => {
    const [rule] = all("aws_cloudwatch_event_rule");
    expect(JSON.parse(rule?.event_pattern)).toEqual({
      source: ["aws.dms"],
      "detail-type": ["DMS Replication Task State Change"],
      detail: { eventType: ["REPLICATION_TASK_FAILED", "REPLICATION_TASK_STOPPED"] },
    });
  });

  it("the topic of its own region", () => {
    expect(told()).toEqual([expect.stringContaining(`arn:aws:sns:us-east-1:${accountId}:`)]);
    expect(told(made(makePlace({ ...place, region: "us-west-2" })))).toEqual([expect.stringContaining("arn:aws:sns:us-west-2:")]);
  });

  it("of latency by task, and of its own storage and memory", () => {
    const alarms = all("aws_cloudwatch_metric_alarm").map(({ metric_name, dimensions }) => [metric_name, ...Object.keys(dimensions)]);
    const [instance, task] = ["ReplicationInstanceIdentifier", "ReplicationTaskIdentifier"];
    const following = all("aws_dms_replication_task").filter(({ migration_type }) => migration_type !== "full-load");
    expect(following).toHaveLength(4);
    expect(alarms.sort()).toEqual([
      ...following.map(() => ["CDCLatencySource", instance, task]),
      ...following.map(() => ["CDCLatencyTarget", instance, task]),
      ["FreeStorageSpace", instance],
      ["FreeableMemory", instance],
    ]);
  });

  it("more in a log that is there before its tasks, encrypted and with an end", () => {
    const [log] = all("aws_cloudwatch_log_group");
    const [instance] = all("aws_dms_replication_instance");
    expect(log).toMatchObject({ name: `dms-tasks-${instance?.replication_instance_id}`, retention_in_days: 30 });
    expect(log?.kms_key_id).toContain("aws_kms_key");
    expect(instance?.depends_on).toEqual([expect.stringContaining("aws_cloudwatch_log_group")]);
  });
});

describe("a task's mappings", () => {
  const invoices = { table: "dbo.invoices", as: "public.invoices" };
  const taxes = { table: "dbo.taxes", as: "public.taxes" };
  const rules = (...tables: (typeof invoices)[]): Resource[] => JSON.parse(tableMappings({ tables })).rules;

  it("name a schema's reader once, whatever the tables and their order", () => {
    const [alone, before, after] = [rules(invoices), rules(taxes, invoices), rules(invoices, taxes)];
    expect(alone).toHaveLength(2);
    for (const more of [before, after]) {
      expect(more).toHaveLength(3);
      for (const rule of alone) expect(more).toContainEqual(rule);
    }
    const ids = after.map((rule) => rule["rule-id"]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^\d{1,10}$/);
  });

  it("rename nothing that keeps its schema", () => {
    const types = rules({ table: "shop.refunds", as: "shop.refunds" }).map((rule) => rule["rule-type"]);
    expect(types).toEqual(["selection"]);
  });
});

describe("a task's settings", () => {
  const settings = (loopback: boolean, to = gcp.id): Resource => JSON.parse(taskSettings({ loopback, to }));

  it("keep what DMS needs for itself in its own schema, where there is a database", () => {
    expect(settings(false).ControlTablesSettings).toEqual({ ControlSchema: dmsSchema });
    expect(settings(false, "bus")).not.toHaveProperty("ControlTablesSettings");
    expect(settings(true).LoopbackPreventionSettings).toEqual({
      EnableLoopbackPrevention: true,
      SourceSchema: dmsSchema,
      TargetSchema: dmsSchema,
    });
  });

  it("compare both ends, leave tables as their migrations made them, and drop or empty none", () => {
    expect(settings(false)).toMatchObject({
      FullLoadSettings: { TargetTablePrepMode: "DO_NOTHING" },
      ValidationSettings: { EnableValidation: true },
      ChangeProcessingDdlHandlingPolicy: { HandleSourceTableDropped: false, HandleSourceTableTruncated: false },
    });
    expect(settings(false, "bus").ValidationSettings.EnableValidation).toBe(false);
  });
});
