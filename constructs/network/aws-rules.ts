import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { NetworkAcl } from "@cdktf/provider-aws/lib/network-acl";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import type { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";

/** Empties the group that AWS puts things in when nobody says where they belong. */
export function closedDefaults(scope: Construct, vpc: Vpc): void {
  new DefaultSecurityGroup(scope, "DefaultSecurityGroup", { vpcId: vpc.id });
}

/** The group every node joins; data stores admit it, the load balancer reaches it. Nodes open their own connections freely. */
export function nodeGroup(scope: Construct, place: Place, vpcId: string): SecurityGroup {
  const name = nameOf("aws:Resource", place.name, "nodes");
  const group = new SecurityGroup(scope, "Nodes", {
    name,
    description: "Nodes and pods of the cluster",
    vpcId,
    tags: { Name: name, "karpenter.sh/discovery": place.name },
  });
  new VpcSecurityGroupEgressRule(scope, "NodesEgress", {
    securityGroupId: group.id,
    description: "Nodes reach anything; network policies in the cluster narrow it per workload",
    ipProtocol: "-1",
    cidrIpv4: "0.0.0.0/0",
  });
  return group;
}

const everything = { protocol: "-1", fromPort: 0, toPort: 0, action: "allow" };
const internet = "0.0.0.0/0";

/** The data tier speaks with the estate only, whatever a security group says. */
export function dataAcl(scope: Construct, place: Place, vpcId: string, subnetIds: string[], estateCidr: string): void {
  const estate = { ...everything, ruleNo: 100, cidrBlock: estateCidr };
  new NetworkAcl(scope, "DataAcl", {
    vpcId,
    subnetIds,
    ingress: [estate],
    egress: [estate],
    tags: { Name: nameOf("aws:Resource", place.name, "data") },
  });
}

/**
 * The public tier takes HTTPS and answers to what it asked for. Access lists keep no state, so the answers to NAT
 * connections come in on ports 1024 and up: https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html
 */
export function edgeAcl(scope: Construct, place: Place, vpcId: string, subnetIds: string[], estateCidr: string): void {
  const answers = (protocol: string, ruleNo: number) => ({
    protocol,
    ruleNo,
    action: "allow",
    cidrBlock: internet,
    fromPort: 1024,
    toPort: 65535,
  });
  new NetworkAcl(scope, "EdgeAcl", {
    vpcId,
    subnetIds,
    ingress: [
      { ...everything, ruleNo: 100, cidrBlock: estateCidr },
      { protocol: "tcp", ruleNo: 110, action: "allow", cidrBlock: internet, fromPort: 443, toPort: 443 },
      answers("tcp", 120),
      answers("udp", 130),
      // "Fragmentation needed": without it large packets vanish on the way.
      { protocol: "icmp", ruleNo: 140, action: "allow", cidrBlock: internet, fromPort: 0, toPort: 0, icmpType: 3, icmpCode: 4 },
    ],
    egress: [{ ...everything, ruleNo: 100, cidrBlock: internet }],
    tags: { Name: nameOf("aws:Resource", place.name, "public") },
  });
}
