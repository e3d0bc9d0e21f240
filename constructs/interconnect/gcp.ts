import { ComputeExternalVpnGateway } from "@cdktf/provider-google/lib/compute-external-vpn-gateway";
import { ComputeRouterInterface } from "@cdktf/provider-google/lib/compute-router-interface";
import { ComputeRouterPeer } from "@cdktf/provider-google/lib/compute-router-peer";
import { ComputeVpnTunnel, type ComputeVpnTunnelConfig } from "@cdktf/provider-google/lib/compute-vpn-tunnel";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { accountOf } from "../place.ts";
import type { EndProps, Tunnel } from "./end.ts";

/**
 * The end of a link in Google Cloud: tunnels from both interfaces of the HA VPN gateway, each with a BGP session of the place's router,
 * which announces the place's own block and nothing it has learnt.
 *
 * About $37 a month per tunnel.
 */
export class GcpEnd extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: EndProps,
  ) {
    super(scope, id);
    const peerOf = this.peer();
    for (const [index, tunnel] of props.tunnels.entries()) this.tunnel(index, tunnel, peerOf(index));
  }

  private get shared() {
    const { place, gateway } = this.props.own;
    return { project: accountOf(place, "gcp").projectId, region: place.region, router: gateway.router };
  }

  private name(...parts: string[]): string {
    const { own, peer } = this.props;
    return nameOf("gcp:Resource", own.place.name, "to", peer.place.id, ...parts);
  }

  /** Whom a tunnel leads to: Google's own gateways are named, others by their addresses. */
  private peer(): (tunnel: number) => Partial<ComputeVpnTunnelConfig> {
    const { own, peer, peerAddresses } = this.props;
    if (peer.place.cloud === "gcp") return () => ({ peerGcpGateway: peer.gateway.id });
    const external = new ComputeExternalVpnGateway(this, "Peer", {
      project: accountOf(own.place, "gcp").projectId,
      name: this.name(),
      description: `The gateway of ${peer.place.id}`,
      redundancyType: peerAddresses.length === 4 ? "FOUR_IPS_REDUNDANCY" : "TWO_IPS_REDUNDANCY",
      interface: peerAddresses.map((ipAddress, position) => ({ id: position, ipAddress })),
    });
    return (tunnel) => ({ peerExternalGateway: external.id, peerExternalGatewayInterface: tunnel });
  }

  private tunnel(index: number, { key, ownAddress, peerAddress }: Tunnel, peer: Partial<ComputeVpnTunnelConfig>): void {
    const { own, tunnels, peer: other } = this.props;
    const id = `Tunnel${index}`;
    const name = this.name(String(index));
    const made = new ComputeVpnTunnel(this, id, {
      ...this.shared,
      name,
      vpnGateway: own.gateway.id,
      // The first half of the tunnels begins at the first interface.
      vpnGatewayInterface: index < tunnels.length / 2 ? 0 : 1,
      ...peer,
      sharedSecret: key,
      ikeVersion: 2,
    });
    const end = new ComputeRouterInterface(this, `${id}Interface`, {
      ...this.shared,
      name,
      vpnTunnel: made.name,
      ipRange: `${ownAddress}/30`,
    });
    new ComputeRouterPeer(this, `${id}Peer`, {
      ...this.shared,
      name,
      interface: end.name,
      ipAddress: ownAddress,
      peerIpAddress: peerAddress,
      peerAsn: other.gateway.asn,
      advertisedRoutePriority: 100,
    });
  }
}
