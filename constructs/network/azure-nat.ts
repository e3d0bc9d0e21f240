import { NatGateway } from "@cdktf/provider-azurerm/lib/nat-gateway";
import { NatGatewayPublicIpAssociation } from "@cdktf/provider-azurerm/lib/nat-gateway-public-ip-association";
import { PublicIp } from "@cdktf/provider-azurerm/lib/public-ip";
import type { Subnet } from "@cdktf/provider-azurerm/lib/subnet";
import { SubnetNatGatewayAssociation } from "@cdktf/provider-azurerm/lib/subnet-nat-gateway-association";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";
import type { NetworkParts } from "./azure.ts";

/** The subnet that is let out. */
export interface AzureNatProps extends NetworkParts {
  readonly place: Place;
  readonly subnet: Subnet;
  /** `nat`, `nat-2`: part of the names. */
  readonly name: string;
  /** The zone it lives and fails with; none in regions without zones. */
  readonly zone?: string;
  readonly deletionProtection: boolean;
}

/** The one way out of a subnet, from one fixed public address (64,512 ports). */
export class AzureNat extends Construct {
  readonly address: string;
  readonly subnetId: string;

  constructor(scope: Construct, id: string, { place, group, subnet, name, zone, deletionProtection }: AzureNatProps) {
    super(scope, id);
    const shared = {
      name: nameOf("azure:Resource", place.name, name),
      location: place.region,
      resourceGroupName: group.name,
      ...(zone !== undefined && { zones: [zone] }),
    };
    // Others let the platform in by it.
    const lifecycle = { preventDestroy: deletionProtection };
    const address = new PublicIp(this, "Address", { ...shared, sku: "Standard", allocationMethod: "Static", lifecycle });
    const nat = new NatGateway(this, "Resource", { ...shared, skuName: "Standard", idleTimeoutInMinutes: 10 });
    new NatGatewayPublicIpAssociation(this, "AddressUse", { natGatewayId: nat.id, publicIpAddressId: address.id });
    new SubnetNatGatewayAssociation(this, "SubnetUse", { natGatewayId: nat.id, subnetId: subnet.id });
    this.address = address.ipAddress;
    this.subnetId = subnet.id;
  }
}
