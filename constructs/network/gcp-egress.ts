import { ComputeAddress } from "@cdktf/provider-google/lib/compute-address";
import { ComputeRouterNat } from "@cdktf/provider-google/lib/compute-router-nat";
import { Construct } from "constructs";
import { raiseAlert } from "../account/gcp-alert.ts";
import { nameOf } from "../naming.ts";
import { accountOf } from "../place.ts";
import type { NetworkProps } from "./contract.ts";

export interface GcpEgressProps extends NetworkProps {
  /** Name of the router the NAT is part of. */
  readonly router: string;
}

/**
 * Outgoing traffic, through addresses that never change. Cloud NAT is regional and survives the loss of a zone by itself:
 * `per-zone` only doubles the addresses, for 129,000 instead of 64,500 connections to one destination.
 */
export class GcpEgress extends Construct {
  readonly addresses: string[];

  constructor(scope: Construct, id: string, props: GcpEgressProps) {
    super(scope, id);
    const roles = props.natGateways === "per-zone" ? ["First", "Second"] : ["First"];
    const addresses = roles.map((role) => this.address(role, props));
    const gateway = this.nat(props, addresses);
    raiseAlert(this, props.place, props.account, {
      id: "DroppedPackets",
      title: "NAT: packets dropped for want of ports",
      filter: `resource.type = "nat_gateway" AND resource.labels.gateway_name = "${gateway}" AND resource.labels.region = "${props.place.region}" AND metric.type = "router.googleapis.com/nat/dropped_sent_packets_count" AND metric.labels.reason = "OUT_OF_RESOURCES"`,
      aligner: "ALIGN_RATE",
      threshold: 0,
      minutes: 5,
      advice: "A node opens more connections to one destination than its ports allow: reuse connections, or set natGateways to per-zone.",
    });
    this.addresses = addresses.map((address) => address.address);
  }

  private address(role: string, { place, deletionProtection }: GcpEgressProps): ComputeAddress {
    return new ComputeAddress(this, `${role}Address`, {
      project: accountOf(place, "gcp").projectId,
      name: nameOf("gcp:Resource", place.name, "nat", role.toLowerCase()),
      region: place.region,
      addressType: "EXTERNAL",
      networkTier: "PREMIUM",
      // Other parties have it on their allow-lists.
      lifecycle: { preventDestroy: deletionProtection },
    });
  }

  /** @returns the gateway's name */
  private nat({ place, router }: GcpEgressProps, addresses: ComputeAddress[]): string {
    const name = nameOf("gcp:Resource", place.name, "nat");
    new ComputeRouterNat(this, "Nat", {
      project: accountOf(place, "gcp").projectId,
      name,
      region: place.region,
      router,
      natIpAllocateOption: "MANUAL_ONLY",
      natIps: addresses.map((address) => address.selfLink),
      sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
      // Nodes run up to 64 pods; a fixed share of ports would be too small for the busy and wasted on the idle.
      enableDynamicPortAllocation: true,
      enableEndpointIndependentMapping: false,
      minPortsPerVm: 64,
      maxPortsPerVm: 4096,
      logConfig: { enable: true, filter: "ERRORS_ONLY" },
    });
    return name;
  }
}
