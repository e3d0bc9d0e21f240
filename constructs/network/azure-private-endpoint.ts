import { PrivateEndpoint } from "@cdktf/provider-azurerm/lib/private-endpoint";
import { Construct } from "constructs";
import { privateZoneId, type privateZones } from "../clouds/azure-private-dns.ts";
import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";

/** Which service gets an address, and in whose network. */
export interface AzurePrivateEndpointProps {
  /** The place whose network gets the address; the target may be in another region. */
  readonly place: Place;
  readonly resourceGroupName: string;
  readonly subnetId: string;
  /** What is reached, in a word: part of the endpoint's name. */
  readonly purpose: string;
  readonly targetId: string;
  /** Azure's name for the part of the target that is reached: https://learn.microsoft.com/azure/private-link/private-endpoint-overview */
  readonly subresource: "vault" | "blob" | "sqlServer" | "postgresqlServer" | "redisEnterprise" | "redisCache";
  readonly zone: keyof typeof privateZones;
  /** An address of the endpoints' subnet, for those that other networks know before they are made. @default Azure picks one */
  readonly address?: { readonly ip: string; readonly member: string };
}

/** A service's address inside the place's network, with its name in the place's private zone. About 7 USD a month. */
export class AzurePrivateEndpoint extends Construct {
  readonly resource: PrivateEndpoint;
  readonly privateIp: string;

  constructor(scope: Construct, id: string, props: AzurePrivateEndpointProps) {
    super(scope, id);
    this.resource = new PrivateEndpoint(this, "Resource", {
      name: nameOf("azure:Resource", props.place.shortName, props.purpose),
      location: props.place.region,
      resourceGroupName: props.resourceGroupName,
      subnetId: props.subnetId,
      privateServiceConnection: {
        name: props.purpose,
        isManualConnection: false,
        privateConnectionResourceId: props.targetId,
        subresourceNames: [props.subresource],
      },
      ...(props.address && {
        ipConfiguration: [
          {
            name: props.purpose,
            privateIpAddress: props.address.ip,
            subresourceName: props.subresource,
            memberName: props.address.member,
          },
        ],
      }),
      privateDnsZoneGroup: { name: "default", privateDnsZoneIds: [privateZoneId(props.place, props.zone)] },
    });
    this.privateIp = this.resource.privateServiceConnection.privateIpAddress;
  }
}
