import { Eip } from "@cdktf/provider-aws/lib/eip";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { AwsLogBucket } from "../bucket/aws-log-bucket.ts";
import { nameOf } from "../naming.ts";
import { zoneLetter } from "../network/aws-tier.ts";
import { type AwsEdgeGroup, admitEdge } from "./aws-edge-group.ts";
import { reserveInternalAddress } from "./aws-internal.ts";
import { gatewayTargets, watchTargets } from "./aws-targets.ts";
import type { Ingress, IngressProps } from "./contract.ts";

/**
 * A network load balancer with fixed addresses that passes TCP 443 through to the cluster's gateway pods, for the edge only.
 *
 * About $27 per month with three public addresses, plus traffic.
 */
export class AwsIngress extends Construct implements Ingress {
  readonly address: string;
  readonly addressKind = "hostname";
  readonly port = 443;
  readonly latitude: number;
  readonly longitude: number;
  readonly edgeRegions: string[];
  readonly bindingId: string;
  readonly bindingScope = "";
  readonly internalAddress: string;

  constructor(scope: Construct, id: string, props: IngressProps) {
    super(scope, id);
    const { place } = props;
    const group = admitEdge(this, props);
    const balancer = this.balancer(props, group);
    const targets = gatewayTargets(this, props, { name: "gateway", protocol: "TCP", preserveClientIp: "true" });
    new LbListener(this, "Listener", {
      loadBalancerArn: balancer.arn,
      port: 443,
      protocol: "TCP",
      defaultAction: [{ type: "forward", targetGroupArn: targets.arn }],
    });
    watchTargets(this, props, balancer, targets);

    this.address = balancer.dnsName;
    this.latitude = place.regionFacts.latitude;
    this.longitude = place.regionFacts.longitude;
    this.edgeRegions = [...place.regionFacts.edgeRegions];
    this.bindingId = targets.arn;
    this.internalAddress = reserveInternalAddress(this, props);
  }

  private balancer({ place, network, logRetentionDays, deletionProtection }: IngressProps, group: AwsEdgeGroup): Lb {
    const logs = AwsLogBucket.of(this, { place, purpose: "edge", retentionDays: logRetentionDays, deletionProtection });
    return new Lb(this, "Resource", {
      name: nameOf("aws:Lb", place.shortName, "edge"),
      loadBalancerType: "network",
      internal: false,
      ipAddressType: "ipv4",
      securityGroups: [group.id],
      subnetMapping: place.regionFacts.zones.map((zone, position) => ({
        subnetId: Fn.element(network.edgeSubnetIds, position),
        allocationId: this.zoneAddress(
          zone,
          nameOf("aws:Resource", place.name, "edge", zoneLetter(zone).toLowerCase()),
          deletionProtection,
        ),
      })),
      enableCrossZoneLoadBalancing: true,
      enableZonalShift: true,
      enableDeletionProtection: deletionProtection,
      enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: "on",
      // An NLB records TLS listeners only; TCP connections are in the network's flow log. On for the day a TLS listener comes.
      accessLogs: { enabled: true, bucket: logs.bucket.name, prefix: "nlb" },
      lifecycle: { preventDestroy: deletionProtection },
      // The balancer tries to write to the bucket when it is made.
      dependsOn: [logs.bucket.policy],
    });
  }

  private zoneAddress(zone: string, Name: string, preventDestroy: boolean): string {
    return new Eip(this, `Address${zoneLetter(zone)}`, { domain: "vpc", tags: { Name }, lifecycle: { preventDestroy } }).allocationId;
  }
}
