import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { Construct } from "constructs";
import { nameTtl, type PrivateNameProps } from "./contract.ts";

/** A private zone of the very host, in a VPC. About $0.50 a month. */
export class AwsPrivateName extends Construct {
  constructor(scope: Construct, id: string, { place, networkId, host, addresses, of, provider }: PrivateNameProps) {
    super(scope, id);
    const zone = new Route53Zone(this, "Resource", {
      name: host,
      comment: `${of} as ${place.name} reaches it`,
      vpc: [{ vpcId: networkId, vpcRegion: place.region }],
      forceDestroy: false,
      provider,
    });
    new Route53Record(this, "Record", { zoneId: zone.zoneId, name: host, type: "A", ttl: nameTtl, records: addresses, provider });
  }
}
