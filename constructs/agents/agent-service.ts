import { EcsCluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { Construct } from "constructs";
import { awsAlarm } from "../account/aws-alarm.ts";
import type { Account } from "../account/contract.ts";
import { AwsKey } from "../encryption/aws.ts";
import { nameOf } from "../naming.ts";
import type { Network } from "../network/contract.ts";
import type { Place } from "../place.ts";
import type { Registry } from "../registry/contract.ts";
import { AgentTask } from "./agent-task.ts";

export interface AgentServiceProps {
  /** On AWS, with the registry in the same account. */
  readonly place: Place;
  readonly network: Network;
  readonly account: Account;
  readonly registry: Registry;
  /** Tag of the image `agents` in the registry. */
  readonly imageTag: string;
  /** Host of HCP Terraform. */
  readonly terraform: { readonly hostname: string };
  /** The pool the agents' token is of. */
  readonly poolName: string;
  /** Agents that wait for runs, and so runs at a time. */
  readonly count: number;
  readonly logRetentionDays: number;
  readonly deletionProtection: boolean;
}

/** Secret that the pool's token is put into by hand. Its name is not of the environment, whose secrets its clusters may read. */
export const agentTokenName = ({ organization }: Pick<Place, "organization">): string =>
  nameOf("aws:SecretsmanagerSecret", organization, "agents-token");

/** Minutes without any agent after which people are told. */
const SILENCE_MINUTES = 15;

/**
 * Agents of HCP Terraform in the place's own network, for runs that talk to the clusters' and Vault's private addresses. They bring
 * no rights: runs have their own identities. The token is a secret that a person fills; without it no agent starts (agents/README.md).
 *
 * Two agents of 2 vCPU and 4 GiB: about $145 per month.
 */
export class AgentService extends Construct {
  constructor(scope: Construct, id: string, props: AgentServiceProps) {
    super(scope, id);
    const { place, deletionProtection } = props;
    const key = new AwsKey(this, "Key", { place, purpose: "agents", users: ["logs"], deletionProtection });
    const token = this.token(props, key);
    const task = new AgentTask(this, "Task", { ...props, keyArn: key.arn, tokenArn: token.arn });
    const cluster = new EcsCluster(this, "Cluster", {
      name: nameOf("aws:Resource", place.name, "agents"),
      setting: [{ name: "containerInsights", value: "enabled" }],
    });
    const service = this.service(props, cluster, task);
    this.alarm(props, cluster.name, service.name);
  }

  /** Empty: the token would be in the state if Terraform had it. */
  private token({ place, poolName, deletionProtection }: AgentServiceProps, key: AwsKey): SecretsmanagerSecret {
    return new SecretsmanagerSecret(this, "Token", {
      name: agentTokenName(place),
      description: `Token of the agent pool ${poolName}`,
      kmsKeyId: key.arn,
      recoveryWindowInDays: deletionProtection ? 30 : 7,
      // A person put the token there.
      lifecycle: { preventDestroy: deletionProtection },
    });
  }

  private service(props: AgentServiceProps, cluster: EcsCluster, task: AgentTask): EcsService {
    return new EcsService(this, "Resource", {
      name: nameOf("aws:Resource", props.place.name, "agents"),
      cluster: cluster.arn,
      taskDefinition: task.arn,
      launchType: "FARGATE",
      platformVersion: "1.4.0",
      desiredCount: props.count,
      // New agents come before old ones go: there is always one to take the next run.
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      // It would stop agents that run something, to move them.
      availabilityZoneRebalancing: "DISABLED",
      enableExecuteCommand: false,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      // Before somebody has put the token in, it is steady with no agent.
      waitForSteadyState: false,
      networkConfiguration: {
        subnets: props.network.nodeSubnetIds,
        securityGroups: [this.securityGroup(props).id],
        assignPublicIp: false,
      },
      // No agent gets its token and image before the role may read them.
      dependsOn: task.permissions,
    });
  }

  /**
   * Nobody comes in. Not the nodes' group either, which data stores admit: a run reaches no data. The clusters' APIs admit the
   * estate's addresses, and so these.
   */
  private securityGroup({ place, network }: AgentServiceProps): SecurityGroup {
    const name = nameOf("aws:Resource", place.name, "agents");
    const group = new SecurityGroup(this, "SecurityGroup", {
      name,
      description: "Agents of HCP Terraform",
      vpcId: network.networkId,
      tags: { Name: name },
    });
    new VpcSecurityGroupEgressRule(this, "Egress", {
      securityGroupId: group.id,
      description: "HCP Terraform, clouds' APIs, clusters and Vault: all of them by HTTPS",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: "0.0.0.0/0",
    });
    return group;
  }

  private alarm({ place, account }: AgentServiceProps, clusterName: string, serviceName: string): void {
    awsAlarm(this, "Silence", {
      place,
      alertTarget: account.alertTarget,
      name: "agents-none",
      description: "No agent runs, and runs wait: look at the service's events and the token's secret, see agents/README.md.",
      namespace: "ECS/ContainerInsights",
      metric: "RunningTaskCount",
      dimensions: { ClusterName: clusterName, ServiceName: serviceName },
      statistic: "Maximum",
      when: "below",
      threshold: 1,
      minutes: SILENCE_MINUTES,
    });
  }
}
