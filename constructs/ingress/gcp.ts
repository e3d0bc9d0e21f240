import { ComputeAddress } from "@cdktf/provider-google/lib/compute-address";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { internalAddressIn } from "../network/cidr-plan.ts";
import { accountOf } from "../place.ts";
import type { Ingress, IngressProps } from "./contract.ts";

/**
 * Two reserved addresses. The pass-through load balancers behind them, their health checks and their firewall rules are made
 * by GKE from the gateway's Services, which name the addresses; a Service admits the edge's ranges only through its
 * `loadBalancerSourceRanges`, and what no Service admits is denied by the network's policy. About $4 a month.
 */
export class GcpIngress extends Construct implements Ingress {
  readonly address: string;
  readonly addressKind = "ipv4";
  readonly port = 443;
  readonly latitude: number;
  readonly longitude: number;
  readonly edgeRegions: string[];
  readonly bindingId: string;
  readonly bindingScope = "";
  readonly internalAddress: string;

  constructor(scope: Construct, id: string, props: IngressProps) {
    super(scope, id);
    const { regionFacts } = props.place;
    this.bindingId = nameOf("gcp:Resource", props.place.name, "edge");
    this.address = this.publicAddress(props, this.bindingId);
    this.internalAddress = this.privateAddress(props);
    this.latitude = regionFacts.latitude;
    this.longitude = regionFacts.longitude;
    this.edgeRegions = [...regionFacts.edgeRegions];
  }

  private publicAddress({ place, deletionProtection }: IngressProps, name: string): string {
    return new ComputeAddress(this, "PublicAddress", {
      project: accountOf(place, "gcp").projectId,
      name,
      region: place.region,
      addressType: "EXTERNAL",
      networkTier: "PREMIUM",
      lifecycle: { preventDestroy: deletionProtection },
    }).address;
  }

  private privateAddress({ place, network, cidr, deletionProtection }: IngressProps): string {
    // Near the end of the node subnet, where GKE, which hands out from the start, gets last. Its last two are Google's.
    const address = internalAddressIn("gcp", cidr);
    new ComputeAddress(this, "InternalAddress", {
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
}
