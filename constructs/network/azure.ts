import { ApplicationSecurityGroup } from "@cdktf/provider-azurerm/lib/application-security-group";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { VirtualNetwork } from "@cdktf/provider-azurerm/lib/virtual-network";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { networkGroupName } from "../clouds/azure-private-dns.ts";
import { nameOf } from "../naming.ts";
import { AzureFlowLogs } from "./azure-flow-logs.ts";
import { AzurePrivateZones } from "./azure-private-zones.ts";
import { AzureSubnets } from "./azure-subnets.ts";
import { AzureVpnGateway } from "./azure-vpn-gateway.ts";
import type { NetworkProps, PlaceNetwork } from "./contract.ts";
import type { Gateway } from "./gateway-contract.ts";

/** What the parts of a network share. */
export interface NetworkParts {
  readonly group: ResourceGroup;
  readonly vnet: VirtualNetwork;
  /** The application security group every node joins. */
  readonly workloads: ApplicationSecurityGroup;
}

/**
 * A virtual network whose subnets have no way out but NAT and no way in but rules, with the private zones of every service
 * that is reached through a private endpoint, flow logs of all of it, and with `vpnGateway` a VPN gateway and a DNS resolver.
 *
 * About 35 USD a month per NAT gateway before traffic; the VPN gateway is about 410 USD and the resolver 180 USD.
 */
export class AzureNetwork extends Construct implements PlaceNetwork {
  readonly cloud = "azure";
  readonly region: string;
  readonly networkId: string;
  readonly cidr: string;
  /** Pods sit behind an overlay and are never routed. */
  readonly podCidrs: string[] = [];
  readonly nodeSubnetIds: string[];
  readonly endpointSubnetIds: string[];
  readonly edgeSubnetIds: string[];
  readonly workloadGroup: string;
  readonly egressIps: string[];
  readonly privateDnsZone: string;
  readonly gateway?: Gateway;
  /** For constructs of the same stack that name the network's group or firewall literally: what they must wait for. */
  readonly foundations: ITerraformDependable[];

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const parts = this.parts(props);
    const subnets = new AzureSubnets(this, "Subnets", { ...props, ...parts });
    const zones = new AzurePrivateZones(this, "Zones", { ...props, ...parts });
    new AzureFlowLogs(this, "FlowLogs", { ...props, ...parts });
    if (props.vpnGateway) this.gateway = new AzureVpnGateway(this, "Vpn", { ...props, ...parts });

    this.region = props.place.region;
    this.networkId = parts.vnet.id;
    this.cidr = props.cidr;
    this.nodeSubnetIds = subnets.nodeIds;
    this.endpointSubnetIds = [subnets.endpointId];
    // AKS attaches public load balancers to the nodes themselves.
    this.edgeSubnetIds = subnets.nodeIds;
    this.workloadGroup = parts.workloads.id;
    this.egressIps = subnets.egressIps;
    this.privateDnsZone = zones.ownZone;
    this.foundations = [parts.group, subnets.nodesFirewall.resource];
  }

  private parts({ place, cidr, deletionProtection }: NetworkProps): NetworkParts {
    const group = new ResourceGroup(this, "Group", { name: networkGroupName(place), location: place.region });
    const shared = { location: place.region, resourceGroupName: group.name };
    const vnet = new VirtualNetwork(this, "Vnet", {
      ...shared,
      name: nameOf("azure:VirtualNetwork", place.name),
      addressSpace: [cidr],
      lifecycle: { preventDestroy: deletionProtection },
    });
    const workloads = new ApplicationSecurityGroup(this, "Workloads", {
      ...shared,
      name: nameOf("azure:Resource", place.name, "workloads"),
    });
    return { group, vnet, workloads };
  }
}
