import { CustomerGateway } from "@cdktf/provider-aws/lib/customer-gateway";
import { Ec2TransitGatewayRouteTableAssociation } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table-association";
import { Ec2TransitGatewayRouteTablePropagation } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table-propagation";
import { VpnConnection, type VpnConnectionConfig } from "@cdktf/provider-aws/lib/vpn-connection";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { awsAlarm } from "../account/aws-alarm.ts";
import { nameOf } from "../naming.ts";
import type { EndProps, Tunnel } from "./end.ts";

/** What both tunnels of a connection agree with the peer on; other clouds propose the same. */
const agreed = (tunnel: 1 | 2) => ({
  [`tunnel${tunnel}IkeVersions`]: ["ikev2"],
  [`tunnel${tunnel}Phase1EncryptionAlgorithms`]: ["AES256"],
  [`tunnel${tunnel}Phase1IntegrityAlgorithms`]: ["SHA2-256"],
  [`tunnel${tunnel}Phase1DhGroupNumbers`]: [14, 20],
  [`tunnel${tunnel}Phase2EncryptionAlgorithms`]: ["AES256-GCM-16"],
  [`tunnel${tunnel}Phase2DhGroupNumbers`]: [14, 20],
  [`tunnel${tunnel}StartupAction`]: "start",
  [`tunnel${tunnel}DpdTimeoutAction`]: "restart",
  // AWS announces when it replaces an end, and does it at a time of its owner's choice.
  [`tunnel${tunnel}EnableTunnelLifecycleControl`]: true,
});

/**
 * The end of a link in AWS: for each of the peer's two addresses a VPN connection with two tunnels. What comes through them is told to the
 * place's own network and reaches that alone.
 *
 * About $73 a month for the two connections, and $0.05 per GB.
 */
export class AwsEnd extends Construct {
  /** Public addresses, one per tunnel. */
  readonly addresses: string[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: EndProps,
  ) {
    super(scope, id);
    this.addresses = props.peerAddresses.flatMap((address, index) => {
      const vpn = this.connection(index === 0 ? "First" : "Second", address, props.tunnels.slice(2 * index, 2 * index + 2));
      return [vpn.tunnel1Address, vpn.tunnel2Address];
    });
  }

  private get where() {
    const { place, provider } = this.props.own;
    return { region: place.region, provider };
  }

  private connection(id: string, ipAddress: string, [one, two]: readonly Tunnel[]): VpnConnection {
    const { own, peer } = this.props;
    const tags = { Name: nameOf("aws:Resource", own.place.name, "to", peer.place.id, id.toLowerCase()) };
    const customer = new CustomerGateway(this, `${id}Gateway`, {
      ...this.where,
      type: "ipsec.1",
      bgpAsn: Fn.tostring(peer.gateway.asn),
      ipAddress,
      tags,
    });
    const config: VpnConnectionConfig = {
      ...this.where,
      type: "ipsec.1",
      customerGatewayId: customer.id,
      transitGatewayId: own.gateway.id,
      staticRoutesOnly: false,
      ...agreed(1),
      ...agreed(2),
      tunnel1InsideCidr: one?.cidr,
      tunnel2InsideCidr: two?.cidr,
      tunnel1PresharedKey: one?.key,
      tunnel2PresharedKey: two?.key,
      tags,
    };
    const vpn = new VpnConnection(this, id, config);
    this.attach(id, vpn);
    this.alarm(id, vpn);
    return vpn;
  }

  private attach(id: string, { transitGatewayAttachmentId }: VpnConnection): void {
    const { outsideTableId, insideTableId } = this.props.own.gateway;
    new Ec2TransitGatewayRouteTableAssociation(this, `${id}Association`, {
      ...this.where,
      transitGatewayAttachmentId,
      transitGatewayRouteTableId: outsideTableId,
    });
    new Ec2TransitGatewayRouteTablePropagation(this, `${id}Propagation`, {
      ...this.where,
      transitGatewayAttachmentId,
      transitGatewayRouteTableId: insideTableId,
    });
  }

  private alarm(id: string, vpn: VpnConnection): void {
    const { own, peer } = this.props;
    if (own.alertTarget === undefined) return;
    const alarm = awsAlarm(this, `${id}Down`, {
      place: own.place,
      alertTarget: own.alertTarget,
      name: `vpn-${peer.place.id}-${id.toLowerCase()}`,
      description: `Tunnels to ${peer.place.id} are down: one of two costs nothing yet, both cut the place off. Look at what the console says of each tunnel, then at the peer.`,
      namespace: "AWS/VPN",
      metric: "TunnelState",
      dimensions: { VpnId: vpn.id },
      statistic: "Minimum",
      when: "below",
      threshold: 1,
    });
    alarm.region = own.place.region;
    if (own.provider) alarm.provider = own.provider;
  }
}
