import { Ec2SubnetCidrReservation } from "@cdktf/provider-aws/lib/ec2-subnet-cidr-reservation";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { blockIn, internalAddressIn } from "../network/cidr-plan.ts";
import type { IngressProps } from "./contract.ts";
import { withoutAddress } from "./tunnel.ts";

/** Keeps the address free of nodes and pods until the mesh gateway's own load balancer takes it. */
export function reserveInternalAddress(scope: Construct, { network, cidr }: IngressProps): string {
  new Ec2SubnetCidrReservation(scope, "InternalAddress", {
    subnetId: Fn.element(network.nodeSubnetIds, 0),
    cidrBlock: blockIn(cidr, "64.8", 29),
    reservationType: "explicit",
    description: "Addresses of internal load balancers",
  });
  return internalAddressIn("aws", cidr);
}

/** A place that is reached through its own tunnel: nothing of it is public. */
export const awsTunnel = (scope: Construct, id: string, props: IngressProps) =>
  withoutAddress(props, reserveInternalAddress(new Construct(scope, id), props));
