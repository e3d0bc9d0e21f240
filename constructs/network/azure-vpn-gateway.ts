import { PrivateDnsResolver } from "@cdktf/provider-azurerm/lib/private-dns-resolver";
import { PrivateDnsResolverInboundEndpoint } from "@cdktf/provider-azurerm/lib/private-dns-resolver-inbound-endpoint";
import { PublicIp } from "@cdktf/provider-azurerm/lib/public-ip";
import { Subnet } from "@cdktf/provider-azurerm/lib/subnet";
import { VirtualNetworkGateway } from "@cdktf/provider-azurerm/lib/virtual-network-gateway";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import type { NetworkParts } from "./azure.ts";
import { delegation } from "./azure-subnets.ts";
import { alertSessions } from "./azure-vpn-alert.ts";
import { addressIn, azureBlocks, placeAsn } from "./cidr-plan.ts";
import type { NetworkProps } from "./contract.ts";
import type { Gateway } from "./gateway-contract.ts";
import { azureAddresses } from "./tunnel-plan.ts";

/** The way to other places: two active gateway instances with BGP, and a resolver through which they find this place's private names. */
export class AzureVpnGateway extends Construct implements Gateway {
  readonly cloud = "azure";
  readonly region: string;
  readonly id: string;
  readonly addresses: string[];
  readonly asn: number;
  readonly cidr: string;
  readonly scope: string;
  readonly router = "";
  readonly insideTableId = "";
  readonly outsideTableId = "";

  constructor(
    scope: Construct,
    id: string,
    private readonly props: NetworkProps & NetworkParts,
  ) {
    super(scope, id);
    const { place, cidr, group } = props;
    this.region = place.region;
    this.cidr = cidr;
    this.scope = group.name;
    this.asn = placeAsn(place.environment, place.cloud, place.region);
    const instances = { A: this.address("A"), B: this.address("B") };
    this.id = this.gateway(instances).id;
    this.addresses = [instances.A.ipAddress, instances.B.ipAddress];
    alertSessions(this, props, this.id);
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
    const { place, group, vnet, cidr, peers } = this.props;
    const inside = azureAddresses(place, peers);
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
        asn: this.asn,
        // Its addresses inside the tunnels of each link. A new peer adds some and changes none.
        peeringAddresses: sides.map((side) => ({
          ipConfigurationName: side.toLowerCase(),
          apipaAddresses: side === "A" ? inside.first : inside.second,
        })),
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
