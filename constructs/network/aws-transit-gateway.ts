import { Ec2TransitGateway } from "@cdktf/provider-aws/lib/ec2-transit-gateway";
import { Ec2TransitGatewayRouteTable } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table";
import { Ec2TransitGatewayRouteTableAssociation } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table-association";
import { Ec2TransitGatewayRouteTablePropagation } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table-propagation";
import { Ec2TransitGatewayVpcAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment";
import { Construct } from "constructs";
import type { Place } from "../place.ts";
import type { AwsTier } from "./aws-tier.ts";

export interface AwsTransitGatewayProps {
  readonly place: Place;
  readonly vpcId: string;
  readonly asn: number;
  readonly transit: AwsTier;
  readonly estateCidr: string;
  /** The tiers that reach the rest of the estate. */
  readonly from: readonly AwsTier[];
}

/**
 * The place's own transit gateway, which VPN connections to other places attach to. No hub is shared between accounts:
 * a participant of a share can neither associate route tables nor create VPN attachments, so the environment's own
 * credentials could not operate it. About $37 per month for the attachment, and $0.02 per GB.
 */
export class AwsTransitGateway extends Construct {
  readonly gatewayId: string;

  constructor(scope: Construct, id: string, props: AwsTransitGatewayProps) {
    super(scope, id);
    const tags = { Name: props.place.name };
    const gateway = new Ec2TransitGateway(this, "Resource", {
      description: `Links ${props.place.name} with other places`,
      amazonSideAsn: props.asn,
      // Who may reach whom is said by the route table below, never by default.
      defaultRouteTableAssociation: "disable",
      defaultRouteTablePropagation: "disable",
      autoAcceptSharedAttachments: "disable",
      vpnEcmpSupport: "enable",
      dnsSupport: "enable",
      tags,
    });
    const attachment = this.attachment(props, gateway.id);
    for (const tier of props.from) {
      tier.route("Estate", {
        destinationCidrBlock: props.estateCidr,
        transitGatewayId: gateway.id,
        // EC2 refuses a route to a gateway the VPC is not attached to yet.
        dependsOn: [attachment],
      });
    }
    this.gatewayId = gateway.id;
  }

  private attachment({ place, vpcId, transit }: AwsTransitGatewayProps, transitGatewayId: string): Ec2TransitGatewayVpcAttachment {
    const tags = { Name: place.name };
    const table = new Ec2TransitGatewayRouteTable(this, "RouteTable", { transitGatewayId, tags });
    const attachment = new Ec2TransitGatewayVpcAttachment(this, "Attachment", {
      transitGatewayId,
      vpcId,
      subnetIds: transit.subnetIds,
      transitGatewayDefaultRouteTableAssociation: false,
      transitGatewayDefaultRouteTablePropagation: false,
      tags,
    });
    const link = { transitGatewayAttachmentId: attachment.id, transitGatewayRouteTableId: table.id };
    new Ec2TransitGatewayRouteTableAssociation(this, "Association", link);
    new Ec2TransitGatewayRouteTablePropagation(this, "Propagation", link);
    return attachment;
  }
}
