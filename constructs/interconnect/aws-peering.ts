import { Ec2TransitGatewayPeeringAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-peering-attachment";
import { Ec2TransitGatewayPeeringAttachmentAccepter } from "@cdktf/provider-aws/lib/ec2-transit-gateway-peering-attachment-accepter";
import { Ec2TransitGatewayRoute } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route";
import { Ec2TransitGatewayRouteTableAssociation } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table-association";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { accountOf } from "../place.ts";
import type { End } from "./end.ts";

const where = ({ place, provider }: End) => ({ region: place.region, provider });

/**
 * A link within AWS: a peering of two transit gateways, in one account or two, in one region or two. Peerings carry no BGP, so each side
 * has a route to what is at the other.
 *
 * About $73 a month for both sides, and $0.02 per GB.
 */
export class AwsPeering extends Construct {
  constructor(scope: Construct, id: string, { a, b }: { readonly a: End; readonly b: End }) {
    super(scope, id);
    const name = nameOf("aws:Resource", a.place.name, "to", b.place.id);
    const attachment = new Ec2TransitGatewayPeeringAttachment(this, "Resource", {
      ...where(a),
      transitGatewayId: a.gateway.id,
      peerTransitGatewayId: b.gateway.id,
      peerRegion: b.place.region,
      peerAccountId: accountOf(b.place, "aws").accountId,
      tags: { Name: name },
    });
    const accepted = new Ec2TransitGatewayPeeringAttachmentAccepter(this, "Accepter", {
      ...where(b),
      transitGatewayAttachmentId: attachment.id,
      tags: { Name: name },
    });
    // Both sides can be used once it is accepted, and not before.
    this.side("From", a, b, accepted);
    this.side("To", b, a, accepted);
  }

  private side(id: string, own: End, peer: End, accepted: Ec2TransitGatewayPeeringAttachmentAccepter): void {
    const attachment = { ...where(own), transitGatewayAttachmentId: accepted.transitGatewayAttachmentId };
    new Ec2TransitGatewayRouteTableAssociation(this, `${id}Association`, {
      ...attachment,
      transitGatewayRouteTableId: own.gateway.outsideTableId,
      dependsOn: [accepted],
    });
    const blocks = { Route: peer.gateway.cidr, ...(peer.standbyCidr && { StandbyRoute: peer.standbyCidr }) };
    for (const [route, destinationCidrBlock] of Object.entries(blocks)) {
      new Ec2TransitGatewayRoute(this, `${id}${route}`, {
        ...attachment,
        transitGatewayRouteTableId: own.gateway.insideTableId,
        destinationCidrBlock,
        dependsOn: [accepted],
      });
    }
  }
}
