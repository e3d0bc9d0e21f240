import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import { nameOf } from "../naming.ts";
import type { Place } from "../place.ts";
import { AwsEndpoints } from "./aws-endpoints.ts";
import { AwsFlowLog } from "./aws-flow-log.ts";
import { AwsNat } from "./aws-nat.ts";
import { closedDefaults, dataAcl, edgeAcl, nodeGroup } from "./aws-rules.ts";
import { AwsTier } from "./aws-tier.ts";
import { AwsTransitGateway } from "./aws-transit-gateway.ts";
import { awsBlocks } from "./cidr-plan.ts";
import type { NetworkProps, PlaceNetwork } from "./contract.ts";
import type { Gateway } from "./gateway-contract.ts";

/**
 * A VPC over up to three zones with four tiers: public (load balancers, NAT), private (nodes and pods), data (stores and
 * endpoints) and transit (gateway attachment).
 *
 * With one NAT gateway about $38 per month; with one per zone and interface endpoints about $375; a VPN gateway adds $37.
 */
export class AwsNetwork extends Construct implements PlaceNetwork {
  readonly cloud = "aws";
  readonly region: string;
  readonly networkId: string;
  readonly cidr: string;
  /** Pods take addresses from the private subnets, so their range is the place's own. */
  readonly podCidrs: string[];
  readonly nodeSubnetIds: string[];
  readonly endpointSubnetIds: string[];
  readonly edgeSubnetIds: string[];
  readonly workloadGroup: string;
  readonly egressIps: string[];
  readonly privateDnsZone: string;
  readonly gateway?: Gateway;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const { place, cidr } = props;
    const blocks = awsBlocks(cidr);
    const vpc = this.vpc(props);
    const gateway = new InternetGateway(this, "InternetGateway", { vpcId: vpc.id, tags: { Name: place.name } });
    const tier = (tierId: string, name: string, cidrs: string[], tags: Record<string, string> = {}, after?: InternetGateway[]) =>
      new AwsTier(this, tierId, { place, vpcId: vpc.id, name, cidrs, tags, after });

    // AWS makes no NAT gateway and no public load balancer in a network that is not attached to the internet yet.
    const edge = tier("Public", "public", blocks.public, { "kubernetes.io/role/elb": "1" }, [gateway]);
    const nodes = tier("Private", "private", blocks.private, nodeTags(place));
    const data = tier("Data", "data", blocks.data);
    const transit = tier("Transit", "transit", blocks.transit);

    edge.route("Internet", { destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id });
    const nat = new AwsNat(this, "Nat", { ...props, edge, nodes, perZone: props.natGateways === "per-zone" });

    closedDefaults(this, vpc);
    dataAcl(this, place, vpc.id, data.subnetIds, props.estateCidr);
    edgeAcl(this, place, vpc.id, edge.subnetIds, props.estateCidr);
    if (props.flowLogSampling > 0) new AwsFlowLog(this, "FlowLog", { ...props, vpcId: vpc.id });
    new AwsEndpoints(this, "Endpoints", { place, cidr, vpcId: vpc.id, data, nodes, interfaces: props.natGateways === "per-zone" });
    const link = { place, cidr, vpcId: vpc.id, transit, estateCidr: props.estateCidr, from: [nodes, data] };
    if (props.vpnGateway) this.gateway = new AwsTransitGateway(this, "TransitGateway", link);

    this.region = place.region;
    this.networkId = vpc.id;
    this.cidr = cidr;
    this.podCidrs = [cidr];
    this.nodeSubnetIds = nodes.subnetIds;
    this.endpointSubnetIds = data.subnetIds;
    this.edgeSubnetIds = edge.subnetIds;
    this.workloadGroup = nodeGroup(this, place, vpc.id).id;
    this.egressIps = nat.publicIps;
    this.privateDnsZone = this.zone(props, vpc.id);
  }

  private vpc({ place, cidr, deletionProtection }: NetworkProps): Vpc {
    return new Vpc(this, "Vpc", {
      cidrBlock: cidr,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: place.name },
      lifecycle: { preventDestroy: deletionProtection },
    });
  }

  private zone({ place, domain, deletionProtection }: NetworkProps, vpcId: string): string {
    const name = `aws-${place.regionFacts.short}.${place.environment}.int.${domain}`;
    // The cluster writes records into it, which would keep it from being taken down.
    const forceDestroy = !deletionProtection;
    new Route53Zone(this, "PrivateZone", { name, comment: `Private names of ${place.name}`, vpc: [{ vpcId }], forceDestroy });
    return name;
  }
}

/** Karpenter and the load balancer controller find their subnets by these; the cluster is named after the place. */
const nodeTags = (place: Place) => ({
  "kubernetes.io/role/internal-elb": "1",
  "karpenter.sh/discovery": nameOf("aws:EksCluster", place.name),
});
