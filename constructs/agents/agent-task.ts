import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { AwsRole, type Statement, serviceTrust } from "../identity/aws-role.ts";
import { nameOf } from "../naming.ts";
import { accountOf, type Place } from "../place.ts";
import type { Registry } from "../registry/contract.ts";

export interface AgentTaskProps {
  readonly place: Place;
  readonly registry: Registry;
  readonly imageTag: string;
  readonly terraform: { readonly hostname: string };
  readonly logRetentionDays: number;
  /** Encrypts the token and the logs. */
  readonly keyArn: string;
  /** The secret with the pool's token. */
  readonly tokenArn: string;
}

const IMAGE = "agents";

/** 2 vCPU and 4 GiB: enough for a plan of several hundred resources with two large providers, which take 1 GiB each. */
const SIZE = { cpu: "2048", memory: "4096" };

/** The longest that Fargate waits between asking a container to stop and stopping it, in seconds. */
const STOP_TIMEOUT = 120;

/** Volumes of the image (agents/Dockerfile): all that an agent and its run write is in them, and goes with the task. */
const writable = { home: "/home/tfc-agent", tmp: "/tmp" };

/** One agent: its container, who starts it, and where it logs. It has no role of its own, so a run finds no rights but those it brings. */
export class AgentTask extends Construct {
  readonly arn: string;
  /** What must exist before a task starts. */
  readonly permissions: TerraformResource[];

  constructor(scope: Construct, id: string, props: AgentTaskProps) {
    super(scope, id);
    const { place } = props;
    const logs = new CloudwatchLogGroup(this, "LogGroup", {
      name: nameOf("aws:CloudwatchLogGroup", `/platform/${place.name}/agents`),
      retentionInDays: props.logRetentionDays,
      kmsKeyId: props.keyArn,
    });
    const starter = new AwsRole(this, "Role", {
      place,
      name: "agents",
      description: "ECS starts agents of HCP Terraform: image, token, logs",
      trust: [serviceTrust(place, "ecs-tasks.amazonaws.com")],
      statements: startStatements(props, logs.arn),
    });
    this.permissions = starter.permissions;
    this.arn = new EcsTaskDefinition(this, "Resource", {
      family: nameOf("aws:Resource", place.name, "agents"),
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      ...SIZE,
      // Agents exist for nothing else: https://developer.hashicorp.com/terraform/cloud-docs/agents/requirements
      runtimePlatform: { cpuArchitecture: "X86_64", operatingSystemFamily: "LINUX" },
      executionRoleArn: starter.arn,
      volume: Object.keys(writable).map((name) => ({ name })),
      containerDefinitions: JSON.stringify([container(props, logs.name)]),
    }).arn;
  }
}

/** https://developer.hashicorp.com/terraform/cloud-docs/agents/agents#cli-options */
const settings = ({ place, terraform }: AgentTaskProps): Record<string, string> => ({
  TFC_ADDRESS: `https://${terraform.hostname}`,
  TFC_AGENT_NAME: place.name,
  // A run gets a container that nobody used before: what one leaves behind cannot wait for the next, of another environment.
  TFC_AGENT_SINGLE: "true",
  // What runs is the image that was built and reviewed.
  TFC_AGENT_AUTO_UPDATE: "disabled",
  // "debug" and "trace" write paths, arguments and secrets.
  TFC_AGENT_LOG_LEVEL: "info",
  TFC_AGENT_LOG_JSON: "true",
});

const container = (props: AgentTaskProps, logGroup: string) => ({
  name: "agent",
  image: `${props.registry.address}/${IMAGE}:${props.imageTag}`,
  essential: true,
  environment: Object.entries(settings(props)).map(([name, value]) => ({ name, value })),
  secrets: [{ name: "TFC_AGENT_TOKEN", valueFrom: props.tokenArn }],
  // An agent that is asked to stop ends its run first, if that takes no longer.
  stopTimeout: STOP_TIMEOUT,
  readonlyRootFilesystem: true,
  linuxParameters: { initProcessEnabled: true, capabilities: { drop: ["ALL"] } },
  mountPoints: Object.entries(writable).map(([sourceVolume, containerPath]) => ({ sourceVolume, containerPath, readOnly: false })),
  logConfiguration: {
    logDriver: "awslogs",
    options: { "awslogs-group": logGroup, "awslogs-region": props.place.region, "awslogs-stream-prefix": "agents" },
  },
});

/** That image, that secret, those logs. */
function startStatements({ place, keyArn, tokenArn }: AgentTaskProps, logGroupArn: string): Statement[] {
  const { accountId } = accountOf(place, "aws");
  return [
    { Sid: "LogIn", Action: "ecr:GetAuthorizationToken", Resource: "*" },
    {
      Sid: "PullImage",
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Resource: `arn:aws:ecr:${place.region}:${accountId}:repository/${place.organization}/${IMAGE}`,
    },
    { Sid: "ReadToken", Action: "secretsmanager:GetSecretValue", Resource: tokenArn },
    {
      Sid: "DecryptToken",
      Action: "kms:Decrypt",
      Resource: keyArn,
      Condition: { StringEquals: { "kms:ViaService": `secretsmanager.${place.region}.amazonaws.com` } },
    },
    { Sid: "WriteLogs", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: `${logGroupArn}:*` },
  ];
}
