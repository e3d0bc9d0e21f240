import { Ec2TransitGateway } from "@cdktf/provider-aws/lib/ec2-transit-gateway";
import { Ec2TransitGatewayRouteTable } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table";
import { Ec2TransitGatewayRouteTableAssociation } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table-association";
import { Ec2TransitGatewayRouteTablePropagation } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table-propagation";
import { Ec2TransitGatewayVpcAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment";
import { Construct } from "constructs";
import { tableSide } from "../account/aws-guest-permissions.ts";
import { accountOf, type Place } from "../place.ts";
import type { AwsTier } from "./aws-tier.ts";
import { placeAsn } from "./cidr-plan.ts";
import type { Gateway } from "./gateway-contract.ts";

export interface AwsTransitGatewayProps {
  readonly place: Place;
  readonly cidr: string;
  readonly vpcId: string;
  readonly transit: AwsTier;
  readonly estateCidr: string;
  /** The tiers that reach the rest of the estate. */
  readonly from: readonly AwsTier[];
}

/**
 * The place's own transit gateway, which links to other places attach to. It has two sides: the place's own network is inside, and knows what
 * every link leads to; links are outside, and know the place's own network only. So no link leads on to another, and environments that are
 * both linked with the central place do not reach each other.
 *
 * No hub is shared between accounts: a participant of a share can neither associate route tables nor create VPN attachments, so the
 * environment's own credentials could not operate it. About $37 per month for the attachment, and $0.02 per GB.
 */
export class AwsTransitGateway extends Construct implements Gateway {
  readonly cloud = "aws";
  readonly region: string;
  readonly id: string;
  readonly addresses: string[] = [];
  readonly asn: number;
  readonly cidr: string;
  readonly scope: string;
  readonly router = "";
  readonly insideTableId: string;
  readonly outsideTableId: string;

  constructor(scope: Construct, id: string, props: AwsTransitGatewayProps) {
    super(scope, id);
    const { place, cidr } = props;
    this.asn = placeAsn(place.environment, "aws", place.region);
    const gateway = new Ec2TransitGateway(this, "Resource", {
      description: `Links ${place.name} with other places`,
      amazonSideAsn: this.asn,
      // Who may reach whom is said by the route tables below, never by default.
      defaultRouteTableAssociation: "disable",
      defaultRouteTablePropagation: "disable",
      autoAcceptSharedAttachments: "disable",
      vpnEcmpSupport: "enable",
      dnsSupport: "enable",
      tags: { Name: place.name },
    });
    const attachment = this.attachment(props, gateway.id);
    this.insideTableId = this.table("inside", place, gateway.id, attachment);
    this.outsideTableId = this.table("outside", place, gateway.id, attachment);
    for (const tier of props.from) {
      tier.route("Estate", {
        destinationCidrBlock: props.estateCidr,
        transitGatewayId: gateway.id,
        // EC2 refuses a route to a gateway the VPC is not attached to yet.
        dependsOn: [attachment],
      });
    }
    this.region = place.region;
    this.id = gateway.id;
    this.cidr = cidr;
    this.scope = accountOf(place, "aws").accountId;
  }

  private attachment({ place, vpcId, transit }: AwsTransitGatewayProps, transitGatewayId: string): Ec2TransitGatewayVpcAttachment {
    return new Ec2TransitGatewayVpcAttachment(this, "Attachment", {
      transitGatewayId,
      vpcId,
      subnetIds: transit.subnetIds,
      transitGatewayDefaultRouteTableAssociation: false,
      transitGatewayDefaultRouteTablePropagation: false,
      tags: { Name: place.name },
    });
  }

  /** Both sides know the way to the place's own network: links lead there, and so does what is attached inside, a standby's network. */
  private table(side: "inside" | "outside", place: Place, transitGatewayId: string, attachment: Ec2TransitGatewayVpcAttachment): string {
    const id = side === "inside" ? "Inside" : "Outside";
    const table = new Ec2TransitGatewayRouteTable(this, id, {
      transitGatewayId,
      tags: { Name: `${place.name}-${side}`, [tableSide]: side },
    });
    const link = { transitGatewayAttachmentId: attachment.id, transitGatewayRouteTableId: table.id };
    if (side === "inside") new Ec2TransitGatewayRouteTableAssociation(this, "Association", link);
    new Ec2TransitGatewayRouteTablePropagation(this, `${id}Propagation`, link);
    return table.id;
  }
}
