import { NetworkSecurityGroup } from "@cdktf/provider-azurerm/lib/network-security-group";
import { NetworkSecurityRule, type NetworkSecurityRuleConfig } from "@cdktf/provider-azurerm/lib/network-security-rule";
import type { Subnet } from "@cdktf/provider-azurerm/lib/subnet";
import { SubnetNetworkSecurityGroupAssociation } from "@cdktf/provider-azurerm/lib/subnet-network-security-group-association";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";
import type { NetworkParts } from "./azure.ts";
import { azureBlocks, clusterRanges, internalAddressIn } from "./cidr-plan.ts";

type Source = Pick<NetworkSecurityRuleConfig, "sourceAddressPrefix" | "sourceAddressPrefixes" | "sourceApplicationSecurityGroupIds">;

/** An inbound rule; what is not said is any port of any address. */
export interface InboundRule extends Source {
  readonly access: "Allow" | "Deny";
  /** 100-4096, lower first, unique in the group. */
  readonly priority: number;
  readonly protocol?: "Tcp" | "*";
  readonly ports?: string[];
  readonly destination?: string;
  readonly description: string;
}

/** The nodes' group by name: other constructs of the network stack add their own rules to it. */
export const nodesFirewallName = (place: Place): string => nameOf("azure:Resource", place.name, "nodes");

/** A firewall by name and rules. */
export interface AzureSecurityGroupProps extends NetworkParts {
  readonly place: Place;
  readonly name: string;
  /** By rule name. Kept as resources of their own, so that other constructs can add to them. */
  readonly rules: Readonly<Record<string, InboundRule>>;
}

/** A subnet's firewall. */
export class AzureSecurityGroup extends Construct {
  readonly resource: NetworkSecurityGroup;

  constructor(scope: Construct, id: string, { place, group, name, rules }: AzureSecurityGroupProps) {
    super(scope, id);
    this.resource = new NetworkSecurityGroup(this, "Resource", {
      name: nameOf("azure:Resource", place.name, name),
      location: place.region,
      resourceGroupName: group.name,
    });
    for (const [rule, config] of Object.entries(rules)) {
      inboundRule(this, rule, { group: this.resource.name, resourceGroupName: group.name, rule: config });
    }
  }

  protect(id: string, subnet: Subnet): void {
    new SubnetNetworkSecurityGroupAssociation(this, `${id}Use`, { subnetId: subnet.id, networkSecurityGroupId: this.resource.id });
  }
}

interface RuleTarget {
  /** Name of the security group. */
  readonly group: string;
  readonly resourceGroupName: string;
  readonly rule: InboundRule;
  readonly dependsOn?: ITerraformDependable[];
}

/** Adds one inbound rule to a group; `id` is the rule's name too. */
export function inboundRule(scope: Construct, id: string, target: RuleTarget): NetworkSecurityRule {
  const { protocol = "Tcp", ports, destination = "*", ...rest } = target.rule;
  return new NetworkSecurityRule(scope, id, {
    ...rest,
    name: id,
    networkSecurityGroupName: target.group,
    resourceGroupName: target.resourceGroupName,
    direction: "Inbound",
    protocol,
    sourcePortRange: "*",
    ...(ports ? { destinationPortRanges: ports } : { destinationPortRange: "*" }),
    destinationAddressPrefix: destination,
    dependsOn: target.dependsOn,
  });
}

const nothingElse: InboundRule = {
  access: "Deny",
  priority: 4000,
  protocol: "*",
  sourceAddressPrefix: "*",
  description: "everything else",
};

/** One rule for all peers: a rule each would need a priority each, and those would move with the list. */
const fromPeers = (peerCidrs: readonly string[], rule: Omit<InboundRule, "access">): Record<string, InboundRule> =>
  peerCidrs.length > 0 ? { Peers: { ...rule, access: "Allow", sourceAddressPrefixes: [...peerCidrs] } } : {};

/**
 * Nodes answer the place itself, health probes and, at one address, the places it is interconnected with; the edge is the
 * ingress's rule. Azure's own rules would let in all that the VPN gateway leads to, hence the last one.
 */
export const nodeRules = (cidr: string, peerCidrs: readonly string[]): Record<string, InboundRule> => ({
  HealthProbes: {
    access: "Allow",
    priority: 200,
    protocol: "*",
    sourceAddressPrefix: "AzureLoadBalancer",
    description: "health probes of the load balancers AKS makes",
  },
  Place: {
    access: "Allow",
    priority: 210,
    protocol: "*",
    // Pods keep their addresses between nodes: https://learn.microsoft.com/azure/aks/concepts-network-azure-cni-overlay
    sourceAddressPrefixes: [cidr, clusterRanges.azure.pods],
    description: "the place's nodes, pods and API server",
  },
  ...fromPeers(peerCidrs, {
    priority: 220,
    destination: internalAddressIn("azure", cidr),
    description: "mesh gateway and metrics, from other places",
  }),
  Rest: nothingElse,
});

/** Key Vault and storage, SQL Server, file shares, PostgreSQL, Azure Cache, Managed Redis. */
const SERVICE_PORTS = ["443", "1433", "2049", "5432", "6380", "10000"];

/** Private endpoints answer the workload group and no other node, the API server, and the places this one is interconnected with. */
export const endpointRules = (workloadGroupId: string, cidr: string, peerCidrs: readonly string[]): Record<string, InboundRule> => {
  const blocks = azureBlocks(cidr);
  const destination = blocks.endpoints;
  return {
    Workloads: {
      access: "Allow",
      priority: 100,
      ports: SERVICE_PORTS,
      destination,
      sourceApplicationSecurityGroupIds: [workloadGroupId],
      description: "nodes of the place's clusters",
    },
    OtherNodes: {
      access: "Deny",
      priority: 110,
      protocol: "*",
      sourceAddressPrefixes: blocks.nodes,
      description: "nodes outside the workload group",
    },
    ApiServer: {
      access: "Allow",
      priority: 120,
      ports: ["443"],
      destination,
      sourceAddressPrefix: blocks.apiServer,
      description: "API server, to the vault with the key of etcd",
    },
    ...fromPeers(peerCidrs, {
      priority: 130,
      ports: SERVICE_PORTS,
      destination,
      description: "data sync and run agents of other places",
    }),
    Rest: nothingElse,
  };
};
