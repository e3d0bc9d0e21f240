import { Ec2TransitGateway } from "@cdktf/provider-aws/lib/ec2-transit-gateway";
import { Ec2TransitGatewayPeeringAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-peering-attachment";
import { Ec2TransitGatewayPeeringAttachmentAccepter } from "@cdktf/provider-aws/lib/ec2-transit-gateway-peering-attachment-accepter";
import { Ec2TransitGatewayRoute } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route";
import { Ec2TransitGatewayRouteTable } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table";
import { Ec2TransitGatewayRouteTableAssociation } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table-association";
import { Ec2TransitGatewayRouteTablePropagation } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table-propagation";
import { Ec2TransitGatewayVpcAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment";
import { Route } from "@cdktf/provider-aws/lib/route";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { standbyAsn } from "../network/cidr-plan.ts";
import { accountOf } from "../place.ts";
import { type AwsStandbyNetwork, type AwsStandbyProps, standbyPeers } from "./aws-standby-network.ts";

export interface AwsStandbyLinkProps extends AwsStandbyProps {
  readonly standby: AwsStandbyNetwork;
}

/**
 * The standby's way to its place, and over the place's gateway to those that are linked with it: a transit gateway in the standby's
 * region, peered with the place's. There the standby is in three tables:
 * - `inside` sends the place's own network to it;
 * - `outside`, which the links use and announce, sends others to it: Vault, and who replicates;
 * - its own attachment uses `inside`, which knows the place's network and what the links lead to, for the answers.
 *
 * No link leads on to another by it: what leaves the standby was sent by the standby, which opens no connections. Its own gateway
 * knows only the place and the places linked with it. About $75 per month for two attachments and the peering, and $0.02 per GB.
 */
export class AwsStandbyLink extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: AwsStandbyLinkProps,
  ) {
    super(scope, id);
    const { place, drRegion: region } = props;
    const tags = { Name: nameOf("aws:Resource", place.name, "standby") };
    const gateway = new Ec2TransitGateway(this, "Resource", {
      description: `Links the standby of ${place.name} with it`,
      amazonSideAsn: standbyAsn(place.environment, place.region),
      // Who may reach whom is said by the tables, never by default.
      defaultRouteTableAssociation: "disable",
      defaultRouteTablePropagation: "disable",
      autoAcceptSharedAttachments: "disable",
      vpnEcmpSupport: "enable",
      dnsSupport: "enable",
      region,
      tags,
    });
    const accepted = this.peering(gateway.id, tags);
    this.atPlace(accepted);
    this.atStandby(gateway.id, accepted, tags);
  }

  /** Asked for at the place, accepted at the standby. */
  private peering(gatewayId: string, tags: Record<string, string>): Ec2TransitGatewayPeeringAttachmentAccepter {
    const { place, gateway, drRegion } = this.props;
    const request = new Ec2TransitGatewayPeeringAttachment(this, "Peering", {
      transitGatewayId: gateway.id,
      peerTransitGatewayId: gatewayId,
      peerRegion: drRegion,
      peerAccountId: accountOf(place, "aws").accountId,
      tags,
    });
    return new Ec2TransitGatewayPeeringAttachmentAccepter(this, "Acceptance", {
      transitGatewayAttachmentId: request.id,
      region: drRegion,
      tags,
    });
  }

  private atPlace(accepted: Ec2TransitGatewayPeeringAttachmentAccepter): void {
    const { gateway, standby } = this.props;
    const transitGatewayAttachmentId = accepted.transitGatewayAttachmentId;
    const inside = gateway.insideTableId;
    const dependsOn = [accepted];
    new Ec2TransitGatewayRouteTableAssociation(this, "Association", {
      transitGatewayAttachmentId,
      transitGatewayRouteTableId: inside,
      dependsOn,
    });
    for (const [id, transitGatewayRouteTableId] of Object.entries({ Inside: inside, Outside: gateway.outsideTableId })) {
      const target = { transitGatewayAttachmentId, transitGatewayRouteTableId };
      new Ec2TransitGatewayRoute(this, `${id}Route`, { destinationCidrBlock: standby.cidr, ...target, dependsOn });
    }
  }

  private atStandby(gatewayId: string, accepted: Ec2TransitGatewayPeeringAttachmentAccepter, tags: Record<string, string>): void {
    const { standby, drRegion: region } = this.props;
    const network = new Ec2TransitGatewayVpcAttachment(this, "Attachment", {
      transitGatewayId: gatewayId,
      vpcId: standby.vpcId,
      subnetIds: standby.subnetIds,
      transitGatewayDefaultRouteTableAssociation: false,
      transitGatewayDefaultRouteTablePropagation: false,
      region,
      tags,
    });
    const table = (id: string, attachmentId: string, dependsOn: TerraformResource[] = []) => {
      const { id: tableId } = new Ec2TransitGatewayRouteTable(this, `${id}Table`, { transitGatewayId: gatewayId, region, tags });
      const link = { transitGatewayAttachmentId: attachmentId, transitGatewayRouteTableId: tableId, region, dependsOn };
      new Ec2TransitGatewayRouteTableAssociation(this, `${id}Association`, link);
      return tableId;
    };
    const peeringId = accepted.transitGatewayAttachmentId;
    const inside = table("Inside", network.id);
    const outside = table("Outside", peeringId, [accepted]);
    const arriving = { transitGatewayAttachmentId: network.id, transitGatewayRouteTableId: outside, region };
    new Ec2TransitGatewayRouteTablePropagation(this, "Propagation", arriving);
    this.answers(inside, accepted, { gatewayId, network });
  }

  /** The ways back, one by one: to whom the standby has something to say, and no further. */
  private answers(
    transitGatewayRouteTableId: string,
    accepted: Ec2TransitGatewayPeeringAttachmentAccepter,
    { gatewayId, network }: { gatewayId: string; network: TerraformResource },
  ): void {
    const { standby, drRegion: region } = this.props;
    for (const [id, destinationCidrBlock] of Object.entries(standbyPeers(this.props))) {
      new Ec2TransitGatewayRoute(this, `${id}Answers`, {
        destinationCidrBlock,
        transitGatewayAttachmentId: accepted.transitGatewayAttachmentId,
        transitGatewayRouteTableId,
        region,
        dependsOn: [accepted],
      });
      new Route(this, `${id}Route`, {
        routeTableId: standby.routeTableId,
        destinationCidrBlock,
        transitGatewayId: gatewayId,
        region,
        // EC2 refuses a route to a gateway the VPC is not attached to yet.
        dependsOn: [network],
      });
    }
  }
}
