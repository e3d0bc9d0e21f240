import { Subnet, type SubnetConfig } from "@cdktf/provider-azurerm/lib/subnet";
import { Construct } from "constructs";
import type { NetworkParts } from "./azure.ts";
import { AzureNat } from "./azure-nat.ts";
import { AzureSecurityGroup, endpointRules, nodeRules } from "./azure-security-groups.ts";
import { azureBlocks } from "./cidr-plan.ts";
import type { NetworkProps } from "./contract.ts";

/** Name of the subnet the cluster's API server answers in; its id is `<network id>/subnets/<name>`. */
export const apiServerSubnet = "api-server";

/** Name of the subnet of the place's web load balancer, where it has one; its id is built likewise. */
export const webBalancerSubnet = "web-balancer";

/**
 * The place's subnets. A subnet can use one NAT gateway, and a NAT gateway of the SKU this provider release knows lives in
 * one zone (StandardV2 spans zones but comes later), so `per-zone` adds a subnet for each further zone. The first subnet is the
 * same either way: going from `one` to `per-zone` moves no node and no cluster. AKS puts internal load balancers into the subnet
 * of the cluster's first pool, so the ingress's internal address is in that subnet.
 */
export class AzureSubnets extends Construct {
  readonly nodeIds: string[];
  readonly endpointId: string;
  readonly egressIps: string[];
  readonly nodesFirewall: AzureSecurityGroup;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: NetworkProps & NetworkParts,
  ) {
    super(scope, id);
    const { cidr, workloads } = props;
    const blocks = azureBlocks(cidr);
    this.nodesFirewall = new AzureSecurityGroup(this, "NodesFirewall", {
      ...props,
      name: "nodes",
      rules: nodeRules(cidr, props.peerCidrs),
    });
    const nats = this.nodes();
    const endpoints = this.subnet("Endpoints", { name: "endpoints", addressPrefixes: [blocks.endpoints] });
    const rules = endpointRules(workloads.id, cidr, props.peerCidrs);
    new AzureSecurityGroup(this, "EndpointsFirewall", { ...props, name: "endpoints", rules }).protect("Endpoints", endpoints);
    this.subnet("ApiServer", {
      name: apiServerSubnet,
      addressPrefixes: [blocks.apiServer],
      delegation: [delegation("aks", "Microsoft.ContainerService/managedClusters")],
    });
    this.nodeIds = nats.map((nat) => nat.subnetId);
    this.egressIps = nats.map((nat) => nat.address);
    this.endpointId = endpoints.id;
  }

  /** Subnets for nodes, each with the firewall and its way out: one of all zones, or one per zone. */
  private nodes(): AzureNat[] {
    const { place, cidr, natGateways } = this.props;
    const { zones } = place.regionFacts;
    const [first = "", ...further] = azureBlocks(cidr).nodes;
    const nats = [this.nodesIn({ block: first, name: "nodes", id: "", zone: zones[0] })];
    if (natGateways === "one" || zones.length < 3) return nats;
    const rest = further.map((block, position) => ({ block, zone: zones[position + 1] ?? "" }));
    return [...nats, ...rest.map(({ block, zone }) => this.nodesIn({ block, zone, name: `nodes-${zone}`, id: `Zone${zone}` }))];
  }

  private nodesIn({ block, name, id, zone }: { block: string; name: string; id: string; zone?: string }): AzureNat {
    const subnet = this.subnet(`Nodes${id}`, { name, addressPrefixes: [block] });
    this.nodesFirewall.protect(`Nodes${id}`, subnet);
    return new AzureNat(this, `Nat${id}`, { ...this.props, subnet, name: name.replace("nodes", "nat"), zone });
  }

  private subnet(id: string, config: Pick<SubnetConfig, "name" | "addressPrefixes" | "delegation">): Subnet {
    return new Subnet(this, id, {
      ...config,
      resourceGroupName: this.props.group.name,
      virtualNetworkName: this.props.vnet.name,
      defaultOutboundAccessEnabled: false,
      // Security rules apply to private endpoints only with this.
      privateEndpointNetworkPolicies: "Enabled",
    });
  }
}

/** The delegation of a subnet to one Azure service, with the one action such services ask for. */
export const delegation = (name: string, service: string) => ({
  name,
  serviceDelegation: { name: service, actions: ["Microsoft.Network/virtualNetworks/subnets/join/action"] },
});
