import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";
import type { Network } from "./contract.ts";

export interface AwsDataGroupProps {
  readonly place: Place;
  readonly network: Network;
  /** Blocks of interconnected places. */
  readonly peerCidrs: readonly string[];
  /** What it guards: last part of the name. */
  readonly store: "database" | "cache" | "changes";
  /** What is spoken there, for the descriptions: `PostgreSQL`. */
  readonly protocol: string;
  readonly port: number;
}

/** The security group of a data store: in from the place's nodes and pods and from interconnected places, out to nowhere. */
export class AwsDataGroup extends Construct {
  readonly id: string;

  constructor(scope: Construct, constructId: string, props: AwsDataGroupProps) {
    super(scope, constructId);
    const { place, network, store, protocol, port } = props;
    const name = nameOf("aws:Resource", place.name, store);
    const group = new SecurityGroup(this, "Resource", {
      name,
      description: `The ${store}, open to nodes and pods and to interconnected places`,
      vpcId: network.networkId,
      tags: { Name: name },
    });
    const tcp = { securityGroupId: group.id, ipProtocol: "tcp", fromPort: port, toPort: port };
    new VpcSecurityGroupIngressRule(this, "FromNodes", {
      ...tcp,
      description: `${protocol} from nodes and pods`,
      referencedSecurityGroupId: network.workloadGroup,
    });
    for (const cidrIpv4 of props.peerCidrs) {
      new VpcSecurityGroupIngressRule(this, peerId(cidrIpv4), { ...tcp, description: `${protocol} from ${cidrIpv4}`, cidrIpv4 });
    }
    this.id = group.id;
  }
}

/** `10.208.0.0/16` -> `Peer10x208`: places are /16 blocks. */
const peerId = (cidr: string): string => `Peer${cidr.split(".").slice(0, 2).join("x")}`;
