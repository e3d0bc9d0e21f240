import { ComputeAddress } from "@cdktf/provider-google/lib/compute-address";
import { ComputeForwardingRule } from "@cdktf/provider-google/lib/compute-forwarding-rule";
import { DnsManagedZone } from "@cdktf/provider-google/lib/dns-managed-zone";
import { DnsRecordSet } from "@cdktf/provider-google/lib/dns-record-set";
import type { SqlDatabaseInstance } from "@cdktf/provider-google/lib/sql-database-instance";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { accountOf } from "../place.ts";
import type { DatabaseProps } from "./contract.ts";

export interface GcpDatabaseEndpointProps extends Pick<DatabaseProps, "place" | "network" | "deletionProtection"> {
  readonly instance: SqlDatabaseInstance;
  /** The instance's region, in which a subnet of the place's network must be. */
  readonly region: string;
  readonly subnetwork: string;
  /** What it leads to, for the names. */
  readonly role: "database" | "standby";
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

  private reserve({ place, region, subnetwork, role, deletionProtection }: GcpDatabaseEndpointProps): ComputeAddress {
    return new ComputeAddress(this, "Address", {
      project: accountOf(place, "gcp").projectId,
      name: nameOf("gcp:Resource", place.name, role),
      region,
      addressType: "INTERNAL",
      subnetwork,
      lifecycle: { preventDestroy: deletionProtection },
    });
  }

  private connect({ place, network, instance, region, role }: GcpDatabaseEndpointProps, address: ComputeAddress): void {
    new ComputeForwardingRule(this, "Rule", {
      project: accountOf(place, "gcp").projectId,
      name: nameOf("gcp:Resource", place.name, role),
      region,
      network: network.networkId,
      ipAddress: address.selfLink,
      target: instance.pscServiceAttachmentLink,
      // Empty, which is not the default, makes the rule an endpoint rather than a load balancer.
      loadBalancingScheme: "",
      allowPscGlobalAccess: true,
    });
  }

  private resolve({ place, network, instance, region, role }: GcpDatabaseEndpointProps, address: ComputeAddress): void {
    const project = accountOf(place, "gcp").projectId;
    const zone = new DnsManagedZone(this, "Zone", {
      project,
      name: nameOf("gcp:Resource", place.name, role === "standby" ? "cloud-sql-standby" : "cloud-sql"),
      dnsName: `${region}.sql.goog.`,
      description: `Cloud SQL names of ${place.id}${role === "standby" ? `'s standby in ${region}` : ""}`,
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
