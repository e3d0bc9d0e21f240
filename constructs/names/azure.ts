import { PrivateDnsARecord } from "@cdktf/provider-azurerm/lib/private-dns-a-record";
import { PrivateDnsZone } from "@cdktf/provider-azurerm/lib/private-dns-zone";
import { PrivateDnsZoneVirtualNetworkLink } from "@cdktf/provider-azurerm/lib/private-dns-zone-virtual-network-link";
import { Construct } from "constructs";
import { networkGroupName } from "../clouds/azure-private-dns.ts";
import { nameTtl, type PrivateNameProps } from "./contract.ts";

/** A private zone of the very host, linked to a virtual network. About 0.50 USD a month. */
export class AzurePrivateName extends Construct {
  constructor(scope: Construct, id: string, { place, networkId, host, addresses }: PrivateNameProps) {
    super(scope, id);
    const resourceGroupName = networkGroupName(place);
    const zone = new PrivateDnsZone(this, "Resource", { name: host, resourceGroupName });
    new PrivateDnsZoneVirtualNetworkLink(this, "Link", {
      name: place.shortName,
      resourceGroupName,
      privateDnsZoneName: zone.name,
      virtualNetworkId: networkId,
      registrationEnabled: false,
    });
    new PrivateDnsARecord(this, "Record", { name: "@", zoneName: zone.name, resourceGroupName, ttl: nameTtl, records: addresses });
  }
}
