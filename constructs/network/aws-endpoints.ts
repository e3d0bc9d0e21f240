import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";
import type { AwsTier } from "./aws-tier.ts";

export interface AwsEndpointsProps {
  readonly place: Place;
  readonly cidr: string;
  readonly vpcId: string;
  readonly data: AwsTier;
  readonly nodes: AwsTier;
  /** Whether the paid interface endpoints are worth it: about $22 per month each over three zones. */
  readonly interfaces: boolean;
}

/** What nodes and controllers call all the time, by construct id. */
const services = {
  EcrApi: "ecr.api",
  EcrDkr: "ecr.dkr",
  Sts: "sts",
  Ec2: "ec2",
  Eks: "eks",
  EksAuth: "eks-auth",
  Logs: "logs",
  Kms: "kms",
  SecretsManager: "secretsmanager",
  ElasticLoadBalancing: "elasticloadbalancing",
  Sqs: "sqs",
  Ssm: "ssm",
};

/**
 * AWS services reached without the internet. S3 and DynamoDB are free and always there. The interface endpoints come with
 * NAT gateways per zone only: an environment that saves on NAT would pay more for endpoints (about $260) than for its NAT.
 */
export class AwsEndpoints extends Construct {
  constructor(scope: Construct, id: string, props: AwsEndpointsProps) {
    super(scope, id);
    this.gateway("S3", "s3", props);
    this.gateway("DynamoDb", "dynamodb", props);
    if (props.interfaces) this.interfaces(props);
  }

  private gateway(id: string, service: string, { place, vpcId, nodes }: AwsEndpointsProps): void {
    new VpcEndpoint(this, id, {
      vpcId,
      serviceName: `com.amazonaws.${place.region}.${service}`,
      vpcEndpointType: "Gateway",
      routeTableIds: nodes.routeTableIds,
      tags: { Name: nameOf("aws:Resource", place.name, service) },
    });
  }

  private interfaces({ place, vpcId, cidr, data }: AwsEndpointsProps): void {
    const name = nameOf("aws:Resource", place.name, "endpoints");
    const group = new SecurityGroup(this, "SecurityGroup", { name, description: "Interface endpoints", vpcId, tags: { Name: name } });
    new VpcSecurityGroupIngressRule(this, "FromPlace", {
      securityGroupId: group.id,
      description: "HTTPS from addresses of the place",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: cidr,
    });
    for (const [id, service] of Object.entries(services)) {
      new VpcEndpoint(this, id, {
        vpcId,
        serviceName: `com.amazonaws.${place.region}.${service}`,
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: data.subnetIds,
        securityGroupIds: [group.id],
        tags: { Name: nameOf("aws:Resource", place.name, service.replace(".", "-")) },
      });
    }
  }
}
