import { ComputeSubnetwork, type ComputeSubnetworkConfig } from "@cdktf/provider-google/lib/compute-subnetwork";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import { accountOf } from "../place.ts";
import type { gcpBlocks } from "./cidr-plan.ts";
import type { NetworkProps } from "./contract.ts";

export interface GcpSubnetsProps extends NetworkProps {
  readonly networkId: string;
  readonly blocks: ReturnType<typeof gcpBlocks>;
}

/** Names of the secondary ranges pods and services take their addresses from. */
export const secondaryRanges = { pods: "pods", services: "services" } as const;

/** The place's three regional subnets: nodes, private endpoints, and Envoy-based load balancers. */
export class GcpSubnets extends Construct {
  readonly nodesId: string;
  readonly endpointsId: string;
  readonly proxyOnlyId: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: GcpSubnetsProps,
  ) {
    super(scope, id);
    const { blocks } = props;
    this.nodesId = this.subnet("Nodes", "nodes", blocks.nodes, {
      ...this.logged(),
      secondaryIpRange: [
        { rangeName: secondaryRanges.pods, ipCidrRange: blocks.pods },
        { rangeName: secondaryRanges.services, ipCidrRange: blocks.services },
      ],
    });
    this.endpointsId = this.subnet("Endpoints", "endpoints", blocks.endpoints, this.logged());
    // A proxy-only subnet accepts neither flow logs nor private Google access: no machine ever has an address in it.
    this.proxyOnlyId = this.subnet("ProxyOnly", "proxy-only", blocks.proxyOnly, { purpose: "REGIONAL_MANAGED_PROXY", role: "ACTIVE" });
  }

  private subnet(id: string, role: string, ipCidrRange: string, more: Partial<ComputeSubnetworkConfig>): string {
    const { place, networkId, deletionProtection } = this.props;
    return new ComputeSubnetwork(this, id, {
      project: accountOf(place, "gcp").projectId,
      name: nameOf("gcp:Resource", place.name, role),
      region: place.region,
      network: networkId,
      ipCidrRange,
      ...more,
      lifecycle: { preventDestroy: deletionProtection },
    }).id;
  }

  private logged(): Partial<ComputeSubnetworkConfig> {
    const { flowLogSampling } = this.props;
    const logConfig = {
      flowSampling: flowLogSampling,
      aggregationInterval: "INTERVAL_30_SEC",
      metadata: "INCLUDE_ALL_METADATA",
    };
    return { privateIpGoogleAccess: true, stackType: "IPV4_ONLY", ...(flowLogSampling > 0 && { logConfig }) };
  }
}
