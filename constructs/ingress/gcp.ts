import { ComputeAddress } from "@cdktf/provider-google/lib/compute-address";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { accountOf } from "../place.ts";
import type { Ingress, IngressProps } from "./contract.ts";
import { reserveInternalAddress } from "./gcp-internal.ts";

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
    this.internalAddress = reserveInternalAddress(this, props);
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
}
