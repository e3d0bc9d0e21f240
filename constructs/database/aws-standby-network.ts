import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { zoneLetter } from "../network/aws-tier.ts";
import { standbyBlocks, standbyCidr } from "../network/cidr-plan.ts";
import type { Gateway } from "../network/gateway-contract.ts";
import { regionFacts } from "../place.ts";
import { AwsStandbyFlowLog } from "./aws-standby-flow-log.ts";
import type { DatabaseProps } from "./contract.ts";

/** A database with a replica in a region where the place has no network. */
export interface AwsStandbyProps extends DatabaseProps {
  readonly drRegion: string;
  readonly gateway: Gateway;
}

/**
 * Where the replica is: a network of its own in its region, with one subnet per zone and no way to the internet. It knows itself
 * and what `routeTableId` is told of; flows are logged.
 */
export class AwsStandbyNetwork extends Construct {
  readonly vpcId: string;
  readonly cidr: string;
  readonly subnetIds: string[];
  readonly routeTableId: string;

  constructor(scope: Construct, id: string, props: AwsStandbyProps) {
    super(scope, id);
    const { place, drRegion: region } = props;
    const tags = { Name: nameOf("aws:Resource", place.name, "standby") };
    this.cidr = standbyCidr(place.environment, "aws", place.region);
    const vpc = new Vpc(this, "Resource", {
      cidrBlock: this.cidr,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      region,
      tags,
      lifecycle: { preventDestroy: props.deletionProtection },
    });
    this.vpcId = vpc.id;
    new DefaultSecurityGroup(this, "DefaultSecurityGroup", { vpcId: vpc.id, region });
    this.routeTableId = new RouteTable(this, "RouteTable", { vpcId: vpc.id, region, tags }).id;
    this.subnetIds = this.subnets(props);
    new AwsStandbyFlowLog(this, "FlowLog", { ...props, region, vpcId: vpc.id });
  }

  private subnets({ place, drRegion: region }: AwsStandbyProps): string[] {
    const blocks = standbyBlocks(this.cidr);
    return regionFacts("aws", region).zones.map((zone, position) => {
      const letter = zoneLetter(zone);
      const subnet = new Subnet(this, `Subnet${letter}`, {
        vpcId: this.vpcId,
        cidrBlock: blocks[position] as string,
        availabilityZone: zone,
        mapPublicIpOnLaunch: false,
        region,
        tags: { Name: nameOf("aws:Resource", place.name, "standby", letter.toLowerCase()) },
      });
      new RouteTableAssociation(this, `Association${letter}`, { subnetId: subnet.id, routeTableId: this.routeTableId, region });
      return subnet.id;
    });
  }
}

/** Blocks that reach the standby, by the end of the ids of what lets them: the place's own network, and the places it is linked with. */
export const standbyPeers = ({ network, peerCidrs }: Pick<DatabaseProps, "network" | "peerCidrs">): Record<string, string> => ({
  Home: network.cidr,
  // `10.208.0.0/16` -> `Peer10x208`: places are /16 blocks.
  ...Object.fromEntries(peerCidrs.map((cidr) => [`Peer${cidr.split(".").slice(0, 2).join("x")}`, cidr])),
});
