import { TerraformStack, Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { accountContract } from "../../../constructs/account/contract.ts";
import { networkContract } from "../../../constructs/network/contract.ts";
import { ChangeBus, type ChangeBusProps } from "../../../constructs/replication/bus.ts";
import { BusLogin } from "../../../constructs/replication/bus-login.ts";
import { BusEndpoint } from "../../../constructs/replication/dms-bus-endpoint.ts";
import { KeptBusLogin } from "../../../constructs/replication/kept-bus-login.ts";
import { samplePlace, sampleValues } from "../../addons/sample-context.ts";

const { place } = samplePlace("aws");

// biome-ignore lint/suspicious/noExplicitAny: what Terraform reads is free-form.
type Resource = Record<string, any>;
type Synthesized = { resource: Record<string, Record<string, Resource>>; ephemeral?: Resource };

function synthesized(build: (stack: TerraformStack) => void): Synthesized {
  const stack = new TerraformStack(Testing.app(), "stack");
  build(stack);
  return JSON.parse(Testing.synth(stack));
}

const made = (changes: Partial<ChangeBusProps> = {}): Synthesized =>
  synthesized((stack) => {
    new ChangeBus(stack, "Bus", {
      place,
      account: sampleValues(accountContract),
      network: sampleValues(networkContract),
      peerCidrs: ["10.208.0.0/16"],
      size: "m",
      createsTopics: false,
      logins: () => ["secret"],
      logRetentionDays: 30,
      deletionProtection: true,
      ...changes,
    });
  });

const all = ({ resource }: Synthesized, type: string): Resource[] => Object.values(resource[type] ?? {});
const first = (json: Synthesized, type: string): Resource => all(json, type)[0] as Resource;
const settings = (json: Synthesized): string[] => first(json, "aws_msk_configuration").server_properties.split("\n");
const byDefault = made();

describe("Kafka's topics", () => {
  it("have three copies, of which two must have a change before it counts, and lose none to a broker that missed it", () => {
    expect(settings(byDefault)).toEqual(
      expect.arrayContaining(["default.replication.factor=3", "min.insync.replicas=2", "unclean.leader.election.enable=false"]),
    );
    expect(first(byDefault, "aws_msk_cluster").number_of_broker_nodes).toBe(3);
  });

  it("come by themselves only for who cannot make them", () => {
    expect(settings(byDefault)).toContain("auto.create.topics.enable=false");
    expect(settings(made({ createsTopics: true }))).toContain("auto.create.topics.enable=true");
  });
});

describe("Kafka's storage", () => {
  it("grows by itself to four times what it begins with, and Terraform does not take it back", () => {
    const sizes = { s: 50, m: 200, l: 500 } as const;
    for (const size of ["s", "m", "l"] as const) {
      const json = made({ size });
      const [cluster, target] = [first(json, "aws_msk_cluster"), first(json, "aws_appautoscaling_target")];
      const { volume_size } = cluster.broker_node_group_info.storage_info.ebs_storage_info;
      expect([volume_size, target.max_capacity]).toEqual([sizes[size], 4 * sizes[size]]);
      expect(target).toMatchObject({ service_namespace: "kafka", resource_id: expect.stringContaining("aws_msk_cluster") });
      expect(cluster.lifecycle.ignore_changes).toEqual([expect.stringContaining("volume_size")]);
    }
  });

  it("grows before anybody is told that it is full", () => {
    const { target_value } = first(byDefault, "aws_appautoscaling_policy").target_tracking_scaling_policy_configuration;
    const disks = all(byDefault, "aws_cloudwatch_metric_alarm").filter(({ metric_name }) => metric_name === "KafkaDataLogsDiskUsed");
    for (const { threshold } of disks) expect(threshold).toBeGreaterThan(target_value);
  });
});

describe("Kafka's alarms", () => {
  it("tell of each broker's storage, of parts without broker, and of parts with too few copies", () => {
    const alarms = all(byDefault, "aws_cloudwatch_metric_alarm").map(({ metric_name, dimensions, threshold }) => [
      metric_name,
      dimensions["Broker ID"],
      threshold,
    ]);
    expect(alarms.sort()).toEqual([
      ...["1", "2", "3"].map((broker) => ["KafkaDataLogsDiskUsed", broker, 85]),
      ["OfflinePartitionsCount", undefined, 0],
      ...["1", "2", "3"].map((broker) => ["UnderMinIsrPartitionCount", broker, 0]),
    ]);
  });

  it("are about what the cluster tells: copies are counted per broker", () => {
    expect(first(byDefault, "aws_msk_cluster").enhanced_monitoring).toBe("PER_BROKER");
  });
});

describe("Kafka itself", () => {
  it("is kept from deletion where the environment is, with its key", () => {
    for (const type of ["aws_msk_cluster", "aws_kms_key"]) {
      expect(first(byDefault, type).lifecycle.prevent_destroy).toBe(true);
      expect(first(made({ deletionProtection: false }), type).lifecycle.prevent_destroy).toBe(false);
    }
  });

  it("logs into a group of its own, encrypted and for as long as the environment says", () => {
    expect(first(byDefault, "aws_cloudwatch_log_group")).toMatchObject({
      name: "/aws/msk/acme-prod-aws-use1-changes",
      retention_in_days: 30,
      kms_key_id: expect.stringContaining("aws_kms_key"),
    });
  });
});

describe("a login of Kafka", () => {
  const login = synthesized((stack) => {
    const { password } = new KeptBusLogin(stack, "Kept", { environment: "prod", vault: { secretsMount: "kv" } });
    new BusLogin(stack, "Login", { place, username: "connect", password, version: 3, keyArn: "key", deletionProtection: true });
  });

  it("has the name that MSK insists on, and a key of the customer's", () => {
    expect(first(login, "aws_secretsmanager_secret")).toMatchObject({ name: "AmazonMSK_acme-prod-aws-use1_connect", kms_key_id: "key" });
  });

  it("is the same where Kafka and where Kafka Connect read it, made while Terraform runs", () => {
    const [kafka, connect] = [first(login, "aws_secretsmanager_secret_version"), first(login, "vault_kv_secret_v2")];
    expect(kafka.secret_string_wo).toContain("ephemeral.random_password.");
    expect(connect.data_json_wo).toBe(kafka.secret_string_wo);
    expect([kafka.secret_string_wo_version, connect.data_json_wo_version]).toEqual([3, KeptBusLogin.version]);
    expect(Object.keys(login.ephemeral?.random_password)).toHaveLength(1);
  });

  it("may be read by Kafka, in the words that MSK itself would use", () => {
    const { Statement } = JSON.parse(first(login, "aws_secretsmanager_secret_policy").policy);
    expect(Statement).toEqual([
      {
        Effect: "Allow",
        Sid: "AWSKafkaResourcePolicy",
        Principal: { Service: "kafka.amazonaws.com" },
        Action: "secretsmanager:getSecretValue",
        Resource: expect.stringContaining("aws_secretsmanager_secret."),
      },
    ]);
  });

  it("is written anew when the variable that it comes from has another value", () => {
    const json = synthesized((stack) => {
      const { password, passwordVersion } = new BusEndpoint(stack, "Dms", { hub: place, keyArn: "key" });
      new BusLogin(stack, "Login", { place, username: "dms", password, version: passwordVersion, keyArn: "key", deletionProtection: true });
    });
    const { secret_string_wo, secret_string_wo_version } = first(json, "aws_secretsmanager_secret_version");
    expect(secret_string_wo).toContain("${var.bus_dms_password}");
    expect(secret_string_wo_version).toBe("${parseint(substr(sha256(var.bus_dms_password), 0, 6), 16)}");
  });
});
