import { PrivateDnsZone } from "@cdktf/provider-azurerm/lib/private-dns-zone";
import { PrivateDnsZoneVirtualNetworkLink } from "@cdktf/provider-azurerm/lib/private-dns-zone-virtual-network-link";
import { Construct } from "constructs";
import { privateZones } from "../clouds/azure-private-dns.ts";
import type { NetworkParts } from "./azure.ts";
import type { NetworkProps } from "./contract.ts";

/** The place's own zone and one zone per service that is reached through private endpoints, all answered inside the network. */
export class AzurePrivateZones extends Construct {
  readonly ownZone: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly parts: NetworkProps & NetworkParts,
  ) {
    super(scope, id);
    const { place, domain } = parts;
    this.ownZone = `${place.cloud}-${place.regionFacts.short}.${place.environment}.int.${domain}`;
    this.zone("Own", this.ownZone);
    for (const [service, name] of Object.entries(privateZones)) this.zone(`${service[0]?.toUpperCase()}${service.slice(1)}`, name);
  }

  private zone(id: string, name: string): void {
    const { group, vnet, place } = this.parts;
    const zone = new PrivateDnsZone(this, id, { name, resourceGroupName: group.name });
    new PrivateDnsZoneVirtualNetworkLink(this, `${id}Link`, {
      name: place.shortName,
      resourceGroupName: group.name,
      privateDnsZoneName: zone.name,
      virtualNetworkId: vnet.id,
      registrationEnabled: false,
    });
  }
}
