import { PublicIp } from "@cdktf/provider-azurerm/lib/public-ip";
import { Construct } from "constructs";
import { networkGroupName } from "../clouds/azure-private-dns.ts";
import { nameOf } from "../naming.ts";
import { AzureNetwork } from "../network/azure.ts";
import { inboundRule, nodesFirewallName } from "../network/azure-security-groups.ts";
import { internalAddressIn } from "../network/cidr-plan.ts";
import type { Network } from "../network/contract.ts";
import type { Ingress, IngressProps } from "./contract.ts";

/**
 * A fixed public address that AKS binds to the gateway's load balancer, and the rule that lets only the edge reach it.
 * The load balancer itself is made by AKS from the gateway's Service. About 4 USD a month.
 */
export class AzureIngress extends Construct implements Ingress {
  readonly address: string;
  readonly addressKind = "ipv4";
  readonly port = 443;
  readonly latitude: number;
  readonly longitude: number;
  readonly edgeRegions: string[];
  readonly bindingId: string;
  readonly bindingScope: string;
  readonly internalAddress: string;

  constructor(scope: Construct, id: string, props: IngressProps) {
    super(scope, id);
    const { place } = props;
    const address = this.publicAddress(props);
    this.admitEdge(props);

    this.address = address.ipAddress;
    this.latitude = place.regionFacts.latitude;
    this.longitude = place.regionFacts.longitude;
    this.edgeRegions = [...place.regionFacts.edgeRegions];
    this.bindingId = address.name;
    this.bindingScope = address.resourceGroupName;
    this.internalAddress = internalAddressIn("azure", props.cidr);
  }

  private publicAddress({ place, network, deletionProtection }: IngressProps): PublicIp {
    return new PublicIp(this, "Resource", {
      name: nameOf("azure:Resource", place.name, "ingress"),
      location: place.region,
      resourceGroupName: networkGroupName(place),
      sku: "Standard",
      allocationMethod: "Static",
      ...(place.regionFacts.zones.length > 0 && { zones: [...place.regionFacts.zones] }),
      domainNameLabel: nameOf("azure:Resource", place.shortName, place.suffix),
      dependsOn: foundationsOf(network),
      // The edge sends traffic here: a new address is an outage.
      lifecycle: { preventDestroy: deletionProtection },
    });
  }

  /** AKS writes the same rule on its own group; the subnet's group is asked first and must agree. */
  private admitEdge({ place, network, edgeCidrs }: IngressProps): void {
    inboundRule(this, "Edge", {
      group: nodesFirewallName(place),
      resourceGroupName: networkGroupName(place),
      rule: {
        access: "Allow",
        priority: 100,
        ports: ["443"],
        sourceAddressPrefixes: edgeCidrs,
        description: "the edge's own ranges, to the gateway",
      },
      dependsOn: foundationsOf(network),
    });
  }
}

/** The network's group and firewall are named literally, so Terraform cannot see that they come first. */
const foundationsOf = (network: Network) => (network instanceof AzureNetwork ? network.foundations : undefined);
