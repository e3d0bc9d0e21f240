import { ComputeAddress } from "@cdktf/provider-google/lib/compute-address";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { internalAddressIn } from "../network/cidr-plan.ts";
import { accountOf } from "../place.ts";
import type { IngressProps } from "./contract.ts";
import { withoutAddress } from "./tunnel.ts";

/** Near the end of the node subnet, where GKE, which hands out from the start, gets last. Its last two are Google's. */
export function reserveInternalAddress(scope: Construct, { place, network, cidr, deletionProtection }: IngressProps): string {
  const address = internalAddressIn("gcp", cidr);
  new ComputeAddress(scope, "InternalAddress", {
    project: accountOf(place, "gcp").projectId,
    name: nameOf("gcp:Resource", place.name, "internal"),
    region: place.region,
    addressType: "INTERNAL",
    // One address for several Services: mesh gateway and metrics have different ports.
    purpose: "SHARED_LOADBALANCER_VIP",
    subnetwork: Fn.element(network.nodeSubnetIds, 0),
    address,
    lifecycle: { preventDestroy: deletionProtection },
  });
  return address;
}

/** A place that is reached through its own tunnel: nothing of it is public. */
export const gcpTunnel = (scope: Construct, id: string, props: IngressProps) =>
  withoutAddress(props, reserveInternalAddress(new Construct(scope, id), props));
