import { DnsManagedZone } from "@cdktf/provider-google/lib/dns-managed-zone";
import { DnsPolicy } from "@cdktf/provider-google/lib/dns-policy";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { accountOf } from "../place.ts";
import type { NetworkProps } from "./contract.ts";

export interface GcpDnsProps extends NetworkProps {
  readonly networkId: string;
}

/** The place's private zone, and resolvers other places can ask over the VPN. */
export class GcpDns extends Construct {
  /** Name of the zone, without the final period. */
  readonly zone: string;

  constructor(scope: Construct, id: string, { place, domain, networkId, deletionProtection }: GcpDnsProps) {
    super(scope, id);
    const project = accountOf(place, "gcp").projectId;
    this.zone = `gcp-${place.regionFacts.short}.${place.environment}.int.${domain}`;
    new DnsManagedZone(this, "Zone", {
      project,
      name: nameOf("gcp:Resource", place.name, "private"),
      dnsName: `${this.zone}.`,
      description: `private names of ${place.id}`,
      visibility: "private",
      privateVisibilityConfig: { networks: [{ networkUrl: networkId }] },
      forceDestroy: !deletionProtection,
      lifecycle: { preventDestroy: deletionProtection },
    });
    new DnsPolicy(this, "Policy", {
      project,
      name: nameOf("gcp:Resource", place.name),
      networks: [{ networkUrl: networkId }],
      enableInboundForwarding: true,
      enableLogging: true,
    });
  }
}
