import { ComputeAddress } from "@cdktf/provider-google/lib/compute-address";
import { ComputeRouterNat } from "@cdktf/provider-google/lib/compute-router-nat";
import { Construct } from "constructs";
import { type Alert, raiseAlert, seriesOf } from "../account/gcp-alert.ts";
import { nameOf } from "../naming.ts";
import { accountOf } from "../place.ts";
import type { NetworkProps } from "./contract.ts";

export interface GcpEgressProps extends NetworkProps {
  /** Name of the router the NAT is part of. */
  readonly router: string;
}

/** As many connections to one destination a machine can have through one address. */
const maxPortsPerMachine = 4096;

/** https://cloud.google.com/nat/docs/monitoring#gateway-metrics */
const alerts: (Omit<Alert, "filter"> & { readonly metric: string })[] = [
  {
    id: "DroppedPackets",
    title: "NAT: packets dropped",
    metric: "dropped_sent_packets_count",
    aligner: "ALIGN_RATE",
    // A second; fewer are resent and nobody notices.
    threshold: 1,
    minutes: 5,
    advice: "A node opens more connections to one destination than its ports allow: reuse connections, or set natGateways to per-zone.",
  },
  {
    id: "NoAddress",
    title: "NAT: no address left",
    metric: "nat_allocation_failed",
    aligner: "ALIGN_COUNT_TRUE",
    threshold: 0,
    minutes: 5,
    advice: "Nodes are without a way out: set natGateways to per-zone, which doubles the addresses.",
  },
  {
    id: "Ports",
    title: "NAT: a node uses 80 % of its ports",
    metric: "port_usage",
    threshold: 0.8 * maxPortsPerMachine,
    minutes: 10,
    advice: "Packets will be dropped: find the pod with so many connections to one destination and have it reuse them.",
  },
];

/**
 * Outgoing traffic, through addresses that never change. Cloud NAT is regional and survives the loss of a zone by itself:
 * `per-zone` only doubles the addresses, for 129,000 instead of 64,500 connections to one destination.
 */
export class GcpEgress extends Construct {
  readonly addresses: string[];

  constructor(scope: Construct, id: string, props: GcpEgressProps) {
    super(scope, id);
    const { place, account, natGateways } = props;
    const roles = natGateways === "per-zone" ? ["First", "Second"] : ["First"];
    const addresses = roles.map((role) => this.address(role, props));
    const gateway = { gateway_name: this.nat(props, addresses), region: place.region };
    for (const { metric, ...alert } of alerts) {
      raiseAlert(this, place, account, { ...alert, filter: seriesOf("nat_gateway", gateway, `router.googleapis.com/nat/${metric}`) });
    }
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
      maxPortsPerVm: maxPortsPerMachine,
      logConfig: { enable: true, filter: "ERRORS_ONLY" },
    });
    return name;
  }
}
