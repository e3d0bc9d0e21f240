import { LocalNetworkGateway } from "@cdktf/provider-azurerm/lib/local-network-gateway";
import { VirtualNetworkGatewayConnection } from "@cdktf/provider-azurerm/lib/virtual-network-gateway-connection";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import type { EndProps, Tunnel } from "./end.ts";

/** The same as AWS's end proposes, and what Google's accepts. */
const ipsecPolicy = {
  ikeEncryption: "AES256",
  ikeIntegrity: "SHA256",
  dhGroup: "DHGroup14",
  ipsecEncryption: "GCMAES256",
  ipsecIntegrity: "GCMAES256",
  pfsGroup: "PFS2048",
  saLifetime: 3600,
};

/**
 * The end of a link in Azure: a connection for each of the peer's addresses, with BGP at the addresses inside the tunnels; to another place
 * of Azure a connection of the gateways themselves, which know each other's.
 *
 * Connections cost nothing; the gateway is in the network.
 */
export class AzureEnd extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: EndProps,
  ) {
    super(scope, id);
    if (props.peer.place.cloud === "azure") this.connectGateway();
    else for (const index of props.tunnels.keys()) this.connectAddress(index);
  }

  private get shared() {
    const { place, gateway } = this.props.own;
    return { location: place.region, resourceGroupName: gateway.scope };
  }

  private name(...parts: string[]): string {
    const { own, peer } = this.props;
    return nameOf("azure:Resource", own.place.name, "to", peer.place.id, ...parts);
  }

  private connectGateway(): void {
    const { own, peer, tunnels } = this.props;
    new VirtualNetworkGatewayConnection(this, "Resource", {
      ...this.shared,
      name: this.name(),
      type: "Vnet2Vnet",
      virtualNetworkGatewayId: own.gateway.id,
      peerVirtualNetworkGatewayId: peer.gateway.id,
      sharedKey: tunnels[0]?.key,
      enableBgp: true,
      connectionProtocol: "IKEv2",
      ipsecPolicy,
    });
  }

  private connectAddress(index: number): void {
    const { own, peer, tunnels, peerAddresses } = this.props;
    const { key, peerAddress } = tunnels[index] as Tunnel;
    const name = this.name(String(index));
    const local = new LocalNetworkGateway(this, `Peer${index}`, {
      ...this.shared,
      name,
      gatewayAddress: peerAddresses[index],
      bgpSettings: { asn: peer.gateway.asn, bgpPeeringAddress: peerAddress },
    });
    // One address of each instance; only the one whose public address the peer knows brings a tunnel up.
    const half = tunnels.length / 2;
    const instance = (position: number) => (tunnels[position] as Tunnel).ownAddress;
    new VirtualNetworkGatewayConnection(this, `Tunnel${index}`, {
      ...this.shared,
      name,
      type: "IPsec",
      virtualNetworkGatewayId: own.gateway.id,
      localNetworkGatewayId: local.id,
      sharedKey: key,
      enableBgp: true,
      connectionProtocol: "IKEv2",
      dpdTimeoutSeconds: 45,
      customBgpAddresses: { primary: instance(index % half), secondary: instance((index % half) + half) },
      ipsecPolicy,
    });
  }
}
