import { Ec2ManagedPrefixList } from "@cdktf/provider-aws/lib/ec2-managed-prefix-list";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { TerraformIterator } from "cdktf";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import type { Network } from "../network/contract.ts";
import type { Place } from "../place.ts";
import type { IngressProps } from "./contract.ts";

export interface AwsEdgeGroupProps {
  readonly place: Place;
  readonly network: Network;
  /** The ranges admitted from outside. */
  readonly prefixListId: string;
}

/** Ports of the gateway pods: traffic, and the health of the pod. */
const gatewayPorts = { Traffic: 443, Health: 15021 };

/** The load balancer's security group: in from the edge's ranges, out to the nodes, and the nodes' side of the same. */
export class AwsEdgeGroup extends Construct {
  readonly id: string;

  constructor(scope: Construct, constructId: string, { place, network, prefixListId }: AwsEdgeGroupProps) {
    super(scope, constructId);
    const name = nameOf("aws:Resource", place.name, "edge");
    const group = new SecurityGroup(this, "Resource", {
      name,
      description: "Public load balancer, open to the edge network only",
      vpcId: network.networkId,
      tags: { Name: name },
    });
    new VpcSecurityGroupIngressRule(this, "FromEdge", {
      securityGroupId: group.id,
      description: "HTTPS from the edge network",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      prefixListId,
    });
    for (const [id, port] of Object.entries(gatewayPorts)) {
      const tcp = { ipProtocol: "tcp", fromPort: port, toPort: port };
      new VpcSecurityGroupEgressRule(this, `${id}Out`, {
        ...tcp,
        securityGroupId: group.id,
        description: `Gateway pods, port ${port}`,
        referencedSecurityGroupId: network.workloadGroup,
      });
      new VpcSecurityGroupIngressRule(this, `${id}In`, {
        ...tcp,
        securityGroupId: network.workloadGroup,
        description: `Public load balancer, port ${port}`,
        referencedSecurityGroupId: group.id,
      });
    }
    this.id = group.id;
  }
}

/** The security group of the place's balancer, whatever its kind: the edge's ranges, which Cloudflare keeps a list of, and nobody else. */
export function admitEdge(scope: Construct, { place, network, edgeCidrs }: IngressProps): AwsEdgeGroup {
  const name = nameOf("aws:Resource", place.name, "edge");
  const ranges = TerraformIterator.fromList(edgeCidrs);
  const list = new Ec2ManagedPrefixList(scope, "EdgeRanges", {
    name,
    addressFamily: "IPv4",
    // Cloudflare has 15 ranges; every entry reserved here counts against the rules a security group may have (60).
    maxEntries: 30,
    entry: ranges.dynamic({ cidr: ranges.value, description: "Edge network" }),
    tags: { Name: name },
  });
  return new AwsEdgeGroup(scope, "SecurityGroup", { place, network, prefixListId: list.id });
}
