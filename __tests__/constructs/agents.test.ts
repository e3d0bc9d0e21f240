import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformStack, Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { accountContract } from "../../constructs/account/contract.ts";
import { AgentService, type AgentServiceProps, agentTokenName } from "../../constructs/agents/agent-service.ts";
import { networkContract } from "../../constructs/network/contract.ts";
import { registryContract } from "../../constructs/registry/contract.ts";
import { samplePlace, sampleValues } from "../addons/sample-context.ts";

const { place } = samplePlace("aws", "mgmt");
const address = "444444444444.dkr.ecr.us-east-1.amazonaws.com/acme";

type Resource = Record<string, unknown> & { readonly lifecycle?: unknown };
type Resources = Record<string, Record<string, Resource>>;

function made(changes: Partial<AgentServiceProps> = {}): Resources {
  const stack = new TerraformStack(Testing.app(), "stack");
  new AgentService(stack, "Agents", {
    place,
    network: sampleValues(networkContract),
    account: sampleValues(accountContract),
    registry: sampleValues(registryContract, { address }),
    imageTag: "1.2.3",
    terraform: { hostname: "app.terraform.io" },
    poolName: "acme-agents",
    count: 2,
    logRetentionDays: 90,
    deletionProtection: true,
    ...changes,
  });
  return JSON.parse(Testing.synth(stack)).resource;
}

const byDefault = made();
/** The only one of its type. */
function only(type: string, resources = byDefault): Resource {
  const [found, ...others] = Object.values(resources[type] ?? {});
  if (found === undefined || others.length > 0) throw new Error(`${type}: ${others.length + (found ? 1 : 0)} of them`);
  return found;
}
const container = (resources = byDefault) => JSON.parse(String(only("aws_ecs_task_definition", resources).container_definitions))[0];
const variables = (resources = byDefault): Record<string, string> =>
  Object.fromEntries(container(resources).environment.map(({ name, value }: { name: string; value: string }) => [name, value]));
const statements = (type: string, field: string): Record<string, unknown>[] => JSON.parse(String(only(type)[field])).Statement;

describe("an agent", () => {
  it("is the image of this repository under the configured tag, on the only architecture there is", () => {
    expect(container().image).toBe(`${address}/agents:1.2.3`);
    expect(only("aws_ecs_task_definition")).toMatchObject({
      requires_compatibilities: ["FARGATE"],
      cpu: "2048",
      memory: "4096",
      runtime_platform: { cpu_architecture: "X86_64", operating_system_family: "LINUX" },
    });
  });

  it("talks to the configured host, does one run and ends, and stays the version that was built", () => {
    expect(variables()).toMatchObject({
      TFC_ADDRESS: "https://app.terraform.io",
      TFC_AGENT_SINGLE: "true",
      TFC_AGENT_AUTO_UPDATE: "disabled",
      TFC_AGENT_LOG_LEVEL: "info",
    });
    expect(variables(made({ terraform: { hostname: "tfe.acme.com" } })).TFC_ADDRESS).toBe("https://tfe.acme.com");
  });

  it("brings no rights: runs bring their own", () => {
    expect(only("aws_ecs_task_definition")).not.toHaveProperty("task_role_arn");
    expect(Object.keys(byDefault.aws_iam_role ?? {})).toHaveLength(1);
  });

  it("writes to nothing but the volumes of its image", () => {
    expect(container()).toMatchObject({ readonlyRootFilesystem: true, linuxParameters: { capabilities: { drop: ["ALL"] } } });
    const paths = container().mountPoints.map(({ containerPath }: { containerPath: string }) => containerPath);
    const [, volumes = ""] = /^VOLUME (.*)$/m.exec(readFileSync("agents/Dockerfile", "utf8")) ?? [];
    expect(paths).toEqual(JSON.parse(volumes));
    const names = container().mountPoints.map(({ sourceVolume }: { sourceVolume: string }) => sourceVolume);
    expect(only("aws_ecs_task_definition").volume).toEqual(names.map((name: string) => ({ name })));
  });

  it("is given the time that Fargate gives", () => {
    expect(container().stopTimeout).toBe(120);
  });
});

describe("the token", () => {
  it("is a secret that Terraform never fills, under a key of its own and out of reach of the environment's clusters", () => {
    expect(only("aws_secretsmanager_secret")).toMatchObject({
      name: agentTokenName(place),
      kms_key_id: expect.stringMatching(/^\$\{aws_kms_key\./),
    });
    expect(byDefault).not.toHaveProperty("aws_secretsmanager_secret_version");
    expect(agentTokenName(place)).toBe("acme-agents-token");
    expect(agentTokenName(place).startsWith("acme-mgmt-")).toBe(false);
  });

  it("comes to the container as a secret, not as a value", () => {
    expect(container().secrets).toEqual([
      { name: "TFC_AGENT_TOKEN", valueFrom: expect.stringMatching(/^\$\{aws_secretsmanager_secret\..*\.arn\}$/) },
    ]);
    expect(variables()).not.toHaveProperty("TFC_AGENT_TOKEN");
  });

  it("can be had back for as long as the environment is protected", () => {
    expect(only("aws_secretsmanager_secret").recovery_window_in_days).toBe(30);
    expect(only("aws_secretsmanager_secret", made({ deletionProtection: false })).recovery_window_in_days).toBe(7);
    expect(only("aws_kms_key").lifecycle).toEqual({ prevent_destroy: true });
    expect(only("aws_kms_key", made({ deletionProtection: false })).lifecycle).toEqual({ prevent_destroy: false });
  });
});

describe("who starts agents", () => {
  it("is ECS, for this account, below the boundary", () => {
    expect(statements("aws_iam_role", "assume_role_policy")).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: "ecs-tasks.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": "444444444444" } },
      },
    ]);
    expect(only("aws_iam_role").permissions_boundary).toBe("arn:aws:iam::444444444444:policy/acme-mgmt-boundary");
  });

  it("may pull that image, read that token and write those logs, and nothing else", () => {
    const allowed = statements("aws_iam_role_policy", "policy").map(({ Action, Resource }) => [Action, Resource]);
    expect(allowed).toEqual([
      ["ecr:GetAuthorizationToken", "*"],
      [
        ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        "arn:aws:ecr:us-east-1:444444444444:repository/acme/agents",
      ],
      ["secretsmanager:GetSecretValue", expect.stringMatching(/^\$\{aws_secretsmanager_secret\..*\.arn\}$/)],
      ["kms:Decrypt", expect.stringMatching(/^\$\{aws_kms_key\..*\.arn\}$/)],
      [["logs:CreateLogStream", "logs:PutLogEvents"], expect.stringMatching(/^\$\{aws_cloudwatch_log_group\..*\.arn\}:\*$/)],
    ]);
  });
});

describe("the service", () => {
  const service = only("aws_ecs_service");

  it("keeps as many agents as are asked for, in the private subnets and without a public address", () => {
    expect(service).toMatchObject({
      desired_count: 2,
      launch_type: "FARGATE",
      network_configuration: { subnets: ["<network.nodeSubnetIds>"], assign_public_ip: false },
    });
    expect(only("aws_ecs_service", made({ count: 3 })).desired_count).toBe(3);
  });

  it("goes back when new agents do not start, and takes none away before", () => {
    expect(service).toMatchObject({
      deployment_circuit_breaker: { enable: true, rollback: true },
      deployment_minimum_healthy_percent: 100,
      deployment_maximum_percent: 200,
      availability_zone_rebalancing: "DISABLED",
    });
  });

  it("can be made before there is a token, and waits for its role's rights", () => {
    expect(service.wait_for_steady_state).toBe(false);
    expect(service.depends_on).toEqual([expect.stringMatching(/^aws_iam_role_policy\./)]);
  });

  it("lets nobody in, by network or by shell, and out by HTTPS", () => {
    expect(byDefault).not.toHaveProperty("aws_vpc_security_group_ingress_rule");
    expect(only("aws_vpc_security_group_egress_rule")).toMatchObject({ ip_protocol: "tcp", from_port: 443, to_port: 443 });
    expect((service.network_configuration as { security_groups: string[] }).security_groups).toEqual([
      expect.stringMatching(/^\$\{aws_security_group\./),
    ]);
    expect(service.enable_execute_command).toBe(false);
  });

  it("logs, encrypted, for as long as configured", () => {
    expect(only("aws_cloudwatch_log_group")).toMatchObject({ name: "/platform/acme-mgmt-aws-use1/agents", retention_in_days: 90 });
    expect(only("aws_cloudwatch_log_group").kms_key_id).toMatch(/^\$\{aws_kms_key\./);
    const key = JSON.parse(String(only("aws_kms_key").policy)).Statement;
    expect(key.map(({ Principal }: { Principal: unknown }) => Principal)).toContainEqual({ Service: "logs.us-east-1.amazonaws.com" });
  });

  it("tells somebody when there is no agent", () => {
    expect(only("aws_cloudwatch_metric_alarm")).toMatchObject({
      namespace: "ECS/ContainerInsights",
      metric_name: "RunningTaskCount",
      statistic: "Maximum",
      comparison_operator: "LessThanThreshold",
      threshold: 1,
    });
    expect(only("aws_ecs_cluster").setting).toEqual([{ name: "containerInsights", value: "enabled" }]);
  });
});

describe("Google's plugin in the image", () => {
  const folder = mkdtempSync(join(tmpdir(), "plugin-"));
  const real = join(folder, "real");
  const wrapper = join(folder, "wrapper");
  writeFileSync(real, '#!/bin/sh\necho "$GOOGLE_APPLICATION_CREDENTIALS|$*|$(cat "$GOOGLE_APPLICATION_CREDENTIALS" 2>/dev/null)"\n');
  writeFileSync(wrapper, readFileSync("agents/gke-gcloud-auth-plugin", "utf8").replace("/usr/local/libexec/gke-gcloud-auth-plugin", real));
  for (const file of [real, wrapper]) chmodSync(file, 0o755);
  const run = (env: Record<string, string>) => {
    const { status, stdout } = spawnSync(wrapper, ["--use_application_default_credentials"], {
      encoding: "utf8",
      env: { PATH: process.env.PATH, TMPDIR: folder, ...env },
    });
    expect(status).toBe(0);
    const [path = "", args, content] = stdout.trim().split("|");
    return { path, args, content };
  };

  it("gets the path that the provider got, and what it was called with", () => {
    expect(run({ GOOGLE_CREDENTIALS: "/run/config.json" })).toEqual({
      path: "/run/config.json",
      args: "--use_application_default_credentials",
      content: "",
    });
  });

  it("gets JSON as a file, which is gone afterwards", () => {
    const { path, content } = run({ GOOGLE_CREDENTIALS: '{"type":"external_account"}' });
    expect(content).toBe('{"type":"external_account"}');
    expect(() => readFileSync(path)).toThrow("ENOENT");
  });

  it("keeps what is set already, and sets nothing without credentials", () => {
    expect(run({ GOOGLE_APPLICATION_CREDENTIALS: "/own.json", GOOGLE_CREDENTIALS: "/other.json" }).path).toBe("/own.json");
    expect(run({}).path).toBe("");
  });

  it("is where the Dockerfile puts both", () => {
    const text = readFileSync("agents/Dockerfile", "utf8");
    expect(text).toContain("/usr/local/libexec/gke-gcloud-auth-plugin\n");
    expect(text).toContain("gke-gcloud-auth-plugin /usr/local/bin/gke-gcloud-auth-plugin\n");
  });
});
