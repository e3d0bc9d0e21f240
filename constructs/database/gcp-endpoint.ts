import { ComputeAddress } from "@cdktf/provider-google/lib/compute-address";
import { ComputeForwardingRule } from "@cdktf/provider-google/lib/compute-forwarding-rule";
import { DnsManagedZone } from "@cdktf/provider-google/lib/dns-managed-zone";
import { DnsRecordSet } from "@cdktf/provider-google/lib/dns-record-set";
import type { SqlDatabaseInstance } from "@cdktf/provider-google/lib/sql-database-instance";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { accountOf } from "../place.ts";
import type { DatabaseProps } from "./contract.ts";

export interface GcpDatabaseEndpointProps extends DatabaseProps {
  readonly instance: SqlDatabaseInstance;
}

/** A private address in the place's network that leads to the instance, under the instance's own DNS name. */
export class GcpDatabaseEndpoint extends Construct {
  readonly address: string;

  constructor(scope: Construct, id: string, props: GcpDatabaseEndpointProps) {
    super(scope, id);
    const address = this.reserve(props);
    this.connect(props, address);
    this.resolve(props, address);
    this.address = address.address;
  }

  private reserve({ place, network, deletionProtection }: GcpDatabaseEndpointProps): ComputeAddress {
    return new ComputeAddress(this, "Address", {
      project: accountOf(place, "gcp").projectId,
      name: nameOf("gcp:Resource", place.name, "database"),
      region: place.region,
      addressType: "INTERNAL",
      subnetwork: Fn.element(network.endpointSubnetIds, 0),
      lifecycle: { preventDestroy: deletionProtection },
    });
  }

  private connect({ place, network, instance }: GcpDatabaseEndpointProps, address: ComputeAddress): void {
    new ComputeForwardingRule(this, "Rule", {
      project: accountOf(place, "gcp").projectId,
      name: nameOf("gcp:Resource", place.name, "database"),
      region: place.region,
      network: network.networkId,
      ipAddress: address.selfLink,
      target: instance.pscServiceAttachmentLink,
      // Empty, which is not the default, makes the rule an endpoint rather than a load balancer.
      loadBalancingScheme: "",
      allowPscGlobalAccess: true,
    });
  }

  private resolve({ place, network, instance }: GcpDatabaseEndpointProps, address: ComputeAddress): void {
    const project = accountOf(place, "gcp").projectId;
    const zone = new DnsManagedZone(this, "Zone", {
      project,
      name: nameOf("gcp:Resource", place.name, "cloud-sql"),
      dnsName: `${place.region}.sql.goog.`,
      description: `Cloud SQL names of ${place.id}`,
      visibility: "private",
      privateVisibilityConfig: { networks: [{ networkUrl: network.networkId }] },
    });
    new DnsRecordSet(this, "Record", {
      project,
      managedZone: zone.name,
      name: instance.dnsName,
      type: "A",
      ttl: 60,
      rrdatas: [address.address],
    });
  }
}
