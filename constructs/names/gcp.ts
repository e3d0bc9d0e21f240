import { DnsManagedZone } from "@cdktf/provider-google/lib/dns-managed-zone";
import { DnsRecordSet } from "@cdktf/provider-google/lib/dns-record-set";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { accountOf } from "../place.ts";
import { nameTtl, type PrivateNameProps } from "./contract.ts";

/** A private zone of the very host, in a VPC network. About $0.20 a month. */
export class GcpPrivateName extends Construct {
  constructor(scope: Construct, id: string, { place, networkId, host, addresses, of }: PrivateNameProps) {
    super(scope, id);
    const project = accountOf(place, "gcp").projectId;
    const zone = new DnsManagedZone(this, "Resource", {
      project,
      name: nameOf("gcp:Resource", place.name, "of", of),
      dnsName: `${host}.`,
      description: `${of} as ${place.name} reaches it`,
      visibility: "private",
      privateVisibilityConfig: { networks: [{ networkUrl: networkId }] },
    });
    new DnsRecordSet(this, "Record", { project, managedZone: zone.name, name: `${host}.`, type: "A", ttl: nameTtl, rrdatas: addresses });
  }
}
