import { PrivateDnsResolver } from "@cdktf/provider-azurerm/lib/private-dns-resolver";
import { PrivateDnsResolverInboundEndpoint } from "@cdktf/provider-azurerm/lib/private-dns-resolver-inbound-endpoint";
import { PublicIp } from "@cdktf/provider-azurerm/lib/public-ip";
import { Subnet } from "@cdktf/provider-azurerm/lib/subnet";
import { VirtualNetworkGateway } from "@cdktf/provider-azurerm/lib/virtual-network-gateway";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import type { NetworkParts } from "./azure.ts";
import { delegation } from "./azure-subnets.ts";
import { addressIn, azureBlocks, placeAsn } from "./cidr-plan.ts";
import type { NetworkProps } from "./contract.ts";

/** Tunnel addresses per instance: to AWS, AWS, GCP. Azure accepts 169.254.21.0 to 169.254.22.255 only. */
const tunnelAddresses = {
  A: ["169.254.21.2", "169.254.22.2", "169.254.21.10"],
  B: ["169.254.21.6", "169.254.22.6", "169.254.21.14"],
} as const;

/** The way to other places: two active gateway instances with BGP, and a resolver through which they find this place's private names. */
export class AzureVpnGateway extends Construct {
  readonly id: string;
  readonly addresses: string[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: NetworkProps & NetworkParts,
  ) {
    super(scope, id);
    const instances = { A: this.address("A"), B: this.address("B") };
    this.id = this.gateway(instances).id;
    this.addresses = [instances.A.ipAddress, instances.B.ipAddress];
    this.resolver();
  }

  private get shared() {
    return { location: this.props.place.region, resourceGroupName: this.props.group.name };
  }

  private address(instance: "A" | "B"): PublicIp {
    const { place } = this.props;
    return new PublicIp(this, `Address${instance}`, {
      ...this.shared,
      name: nameOf("azure:Resource", place.name, `vpn-${instance.toLowerCase()}`),
      sku: "Standard",
      allocationMethod: "Static",
      ...(place.regionFacts.zones.length > 0 && { zones: [...place.regionFacts.zones] }),
      // Other places' tunnels are built to this address.
      lifecycle: { preventDestroy: this.props.deletionProtection },
    });
  }

  private gateway(instances: Record<"A" | "B", PublicIp>): VirtualNetworkGateway {
    const { place, group, vnet, cidr } = this.props;
    const subnet = new Subnet(this, "Subnet", {
      // Azure looks for the subnet by this name.
      name: "GatewaySubnet",
      resourceGroupName: group.name,
      virtualNetworkName: vnet.name,
      addressPrefixes: [azureBlocks(cidr).gateway],
    });
    const sides = ["A", "B"] as const;
    return new VirtualNetworkGateway(this, "Resource", {
      ...this.shared,
      name: nameOf("azure:Resource", place.name, "vpn"),
      type: "Vpn",
      vpnType: "RouteBased",
      sku: "VpnGw2AZ",
      generation: "Generation2",
      activeActive: true,
      enableBgp: true,
      ipConfiguration: sides.map((side) => ({
        name: side.toLowerCase(),
        subnetId: subnet.id,
        publicIpAddressId: instances[side].id,
        privateIpAddressAllocation: "Dynamic",
      })),
      bgpSettings: {
        asn: placeAsn(place.environment, place.cloud, place.region),
        peeringAddresses: sides.map((side) => ({ ipConfigurationName: side.toLowerCase(), apipaAddresses: [...tunnelAddresses[side]] })),
      },
    });
  }

  /** Other places forward this place's private names to one fixed address; Azure's own resolver answers inside the network only. */
  private resolver(): void {
    const { place, group, vnet, cidr } = this.props;
    const subnet = new Subnet(this, "ResolverSubnet", {
      name: "resolver-inbound",
      resourceGroupName: group.name,
      virtualNetworkName: vnet.name,
      addressPrefixes: [azureBlocks(cidr).resolverInbound],
      defaultOutboundAccessEnabled: false,
      delegation: [delegation("resolver", "Microsoft.Network/dnsResolvers")],
    });
    const resolver = new PrivateDnsResolver(this, "Resolver", {
      ...this.shared,
      name: nameOf("azure:Resource", place.name, "resolver"),
      virtualNetworkId: vnet.id,
    });
    new PrivateDnsResolverInboundEndpoint(this, "ResolverInbound", {
      name: "inbound",
      location: place.region,
      privateDnsResolverId: resolver.id,
      ipConfigurations: { subnetId: subnet.id, privateIpAllocationMethod: "Static", privateIpAddress: addressIn(cidr, "68.4") },
    });
  }
}
