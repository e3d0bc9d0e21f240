import { ApplicationLoadBalancer } from "@cdktf/provider-azurerm/lib/application-load-balancer";
import { ApplicationLoadBalancerFrontend } from "@cdktf/provider-azurerm/lib/application-load-balancer-frontend";
import { ApplicationLoadBalancerSubnetAssociation } from "@cdktf/provider-azurerm/lib/application-load-balancer-subnet-association";
import { Subnet } from "@cdktf/provider-azurerm/lib/subnet";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { AzureLock } from "../account/azure-lock.ts";
import { networkGroupName } from "../clouds/azure-private-dns.ts";
import { nameOf } from "../naming.ts";
import { delegation, webBalancerSubnet } from "../network/azure-subnets.ts";
import { azureBlocks, internalAddressIn } from "../network/cidr-plan.ts";
import { watchBalancer } from "./azure-balancer-watch.ts";
import { AzureWebFirewall } from "./azure-firewall.ts";
import type { Ingress, IngressProps } from "./contract.ts";
import { edgeEntrance } from "./web-fronts.ts";

/**
 * An Application Gateway for Containers with a web firewall. It ends TLS, lets in who shows the edge's client certificate, and encrypts
 * anew to the cluster's gateway pods.
 *
 * Azure's other product, Application Gateway v2, would read certificate and key from a vault; this one gets them from the cluster, where
 * cert-manager renews them. What is here are its name on the internet, its subnet and its firewall: whom it serves and where to is said
 * by objects in the cluster, and without them it answers nobody.
 *
 * About $110 per month, its firewall, and $6 per 2.2 Mbit/s or 2,500 connections.
 */
export class AzureHttpIngress extends Construct implements Ingress {
  readonly address: string;
  readonly addressKind = "hostname";
  readonly port = 443;
  readonly latitude: number;
  readonly longitude: number;
  readonly edgeRegions: string[];
  readonly bindingId: string;
  readonly bindingScope: string;
  readonly internalAddress: string;

  constructor(scope: Construct, id: string, props: IngressProps) {
    super(scope, id);
    const { place, edgeCidrs } = props;
    // The group's name is literal, and the network in it is what Terraform sees to come first.
    const resourceGroupName = networkGroupName(place);
    const subnet = this.subnet(props, resourceGroupName);
    const balancer = this.balancer(props, resourceGroupName, subnet);
    const entrance = this.entrance(props, balancer);
    const dependsOn = [subnet];
    const firewall = new AzureWebFirewall(this, "Firewall", { place, resourceGroupName, edgeCidrs, balancerId: balancer.id, dependsOn });
    watchBalancer(this, props, { balancerId: balancer.id, resourceGroupName });

    this.address = entrance.fullyQualifiedDomainName;
    this.latitude = place.regionFacts.latitude;
    this.longitude = place.regionFacts.longitude;
    this.edgeRegions = [...place.regionFacts.edgeRegions];
    this.bindingId = balancer.id;
    this.bindingScope = firewall.policyId;
    this.internalAddress = internalAddressIn("azure", props.cidr);
  }

  /** Where it asks the pods from. Beside an overlay exactly a /24: https://learn.microsoft.com/azure/application-gateway/for-containers/container-networking#limitations */
  private subnet({ network, cidr }: IngressProps, resourceGroupName: string): Subnet {
    return new Subnet(this, "Subnet", {
      name: webBalancerSubnet,
      resourceGroupName,
      virtualNetworkName: Fn.basename(network.networkId),
      addressPrefixes: [azureBlocks(cidr).applicationGateway],
      defaultOutboundAccessEnabled: false,
      privateEndpointNetworkPolicies: "Enabled",
      delegation: [delegation("web-balancer", "Microsoft.ServiceNetworking/trafficControllers")],
    });
  }

  private balancer({ place, deletionProtection }: IngressProps, resourceGroupName: string, subnet: Subnet): ApplicationLoadBalancer {
    const name = nameOf("azure:Resource", place.name, "web");
    const balancer = new ApplicationLoadBalancer(this, "Resource", {
      name,
      location: place.region,
      resourceGroupName,
      // Its group is there once the subnet is.
      dependsOn: [subnet],
      lifecycle: { preventDestroy: deletionProtection },
    });
    new ApplicationLoadBalancerSubnetAssociation(this, "Nodes", {
      name: "nodes",
      applicationLoadBalancerId: balancer.id,
      subnetId: subnet.id,
    });
    return balancer;
  }

  /** Azure makes up its name, so that a new one is an outage. It is locked, and so is what it is part of. */
  private entrance({ deletionProtection }: IngressProps, balancer: ApplicationLoadBalancer): ApplicationLoadBalancerFrontend {
    const entrance = new ApplicationLoadBalancerFrontend(this, "Entrance", {
      name: edgeEntrance,
      applicationLoadBalancerId: balancer.id,
      lifecycle: { preventDestroy: deletionProtection },
    });
    new AzureLock(this, entrance.id, deletionProtection);
    return entrance;
  }
}
