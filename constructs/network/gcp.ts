import { ComputeHaVpnGateway } from "@cdktf/provider-google/lib/compute-ha-vpn-gateway";
import { ComputeNetwork } from "@cdktf/provider-google/lib/compute-network";
import { ComputeRouter } from "@cdktf/provider-google/lib/compute-router";
import { NetworkConnectivityServiceConnectionPolicy } from "@cdktf/provider-google/lib/network-connectivity-service-connection-policy";
import { Construct } from "constructs";
import { raiseAlert, seriesOf } from "../account/gcp-alert.ts";
import { GcpLogBucket } from "../account/gcp-log-bucket.ts";
import { nameOf } from "../naming.ts";
import { accountOf } from "../place.ts";
import { gcpBlocks, placeAsn } from "./cidr-plan.ts";
import type { NetworkProps, PlaceNetwork } from "./contract.ts";
import type { Gateway } from "./gateway-contract.ts";
import { GcpDns } from "./gcp-dns.ts";
import { GcpEgress } from "./gcp-egress.ts";
import { GcpFirewall } from "./gcp-firewall.ts";
import { GcpSubnets } from "./gcp-subnets.ts";

/** What links to other places begin at. */
const gatewayOf = ({ place, cidr }: NetworkProps, gateway: ComputeHaVpnGateway, router: ComputeRouter): Gateway => ({
  cloud: "gcp",
  region: place.region,
  id: gateway.selfLink,
  addresses: [0, 1].map((index) => gateway.vpnInterfaces.get(index).ipAddress),
  asn: placeAsn(place.environment, "gcp", place.region),
  cidr,
  scope: accountOf(place, "gcp").projectId,
  router: router.name,
  insideTableId: "",
  outsideTableId: "",
});

/**
 * A custom-mode VPC with regional subnets, NAT, a firewall that denies what it does not know, and private DNS.
 * About $40 a month with one NAT address and little traffic; a VPN gateway bills per tunnel, in the interconnect stack.
 */
export class GcpNetwork extends Construct implements PlaceNetwork {
  readonly cloud = "gcp";
  readonly region: string;
  readonly networkId: string;
  readonly cidr: string;
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
    const { place } = props;
    const blocks = gcpBlocks(props.cidr, place.environment, place.region);
    const network = this.network(props);
    const subnets = new GcpSubnets(this, "Subnets", { ...props, networkId: network.id, blocks });
    const router = this.router(props, network);
    const egress = new GcpEgress(this, "Egress", { ...props, router: router.name });
    const gateway = props.vpnGateway ? this.vpnGateway(props, network) : undefined;
    const dns = new GcpDns(this, "Dns", { ...props, networkId: network.id });
    new GcpFirewall(this, "Firewall", { ...props, networkId: network.id, podCidr: blocks.pods });
    this.connectServices(props, network, subnets);
    this.keepLogs(props);

    this.region = place.region;
    this.networkId = network.id;
    this.cidr = props.cidr;
    this.podCidrs = [blocks.pods];
    this.nodeSubnetIds = [subnets.nodesId];
    this.endpointSubnetIds = [subnets.endpointsId];
    this.edgeSubnetIds = [subnets.proxyOnlyId];
    this.workloadGroup = nameOf("gcp:Resource", place.name, "nodes");
    this.egressIps = egress.addresses;
    if (gateway) this.gateway = gatewayOf(props, gateway, router);
    this.privateDnsZone = dns.zone;
  }

  private network({ place, standbyCidr, deletionProtection }: NetworkProps): ComputeNetwork {
    return new ComputeNetwork(this, "Resource", {
      project: accountOf(place, "gcp").projectId,
      name: nameOf("gcp:Resource", place.name),
      autoCreateSubnetworks: false,
      // A standby is in another region of the same network, and answers whoever is linked with this one.
      routingMode: standbyCidr === undefined ? "REGIONAL" : "GLOBAL",
      mtu: 1460,
      // GKE writes its load balancers' rules as VPC firewall rules; they must be seen before the policy's deny-all.
      networkFirewallPolicyEnforcementOrder: "AFTER_CLASSIC_FIREWALL",
      lifecycle: { preventDestroy: deletionProtection },
    });
  }

  /** Announces the place's /16, its standby's block and nothing else: pod and service ranges repeat elsewhere and must never be learnt by a peer. */
  private router({ place, cidr, standbyCidr }: NetworkProps, network: ComputeNetwork): ComputeRouter {
    return new ComputeRouter(this, "Router", {
      project: accountOf(place, "gcp").projectId,
      name: nameOf("gcp:Resource", place.name),
      region: place.region,
      network: network.id,
      bgp: {
        asn: placeAsn(place.environment, "gcp", place.region),
        advertiseMode: "CUSTOM",
        advertisedIpRanges: [
          { range: cidr, description: place.id },
          ...(standbyCidr === undefined ? [] : [{ range: standbyCidr, description: `standby of ${place.id}` }]),
        ],
      },
    });
  }

  private vpnGateway({ place, account, deletionProtection }: NetworkProps, network: ComputeNetwork): ComputeHaVpnGateway {
    raiseAlert(this, place, account, {
      id: "BgpSessions",
      title: "VPN: sessions with other places are down",
      // A router's label is a number that only Google knows; but a region of a project has one place, so one router.
      filter: seriesOf("gce_router", { region: place.region }, "router.googleapis.com/bgp_sessions_down_count"),
      threshold: 0,
      minutes: 10,
      advice:
        "With one session down traffic takes the other tunnel, with all of a peer's it is cut off: look at status and logs of the tunnels.",
    });
    return new ComputeHaVpnGateway(this, "VpnGateway", {
      project: accountOf(place, "gcp").projectId,
      name: nameOf("gcp:Resource", place.name),
      region: place.region,
      network: network.id,
      stackType: "IPV4_ONLY",
      // Its addresses are configured at every peer.
      lifecycle: { preventDestroy: deletionProtection },
    });
  }

  /** Lets Memorystore make its own endpoints in the endpoint subnet. */
  private connectServices({ place }: NetworkProps, network: ComputeNetwork, subnets: GcpSubnets): void {
    new NetworkConnectivityServiceConnectionPolicy(this, "MemorystoreConnections", {
      project: accountOf(place, "gcp").projectId,
      name: nameOf("gcp:Resource", place.name, "memorystore"),
      location: place.region,
      serviceClass: "gcp-memorystore",
      network: network.id,
      // Two endpoints per instance (writes, reads), and room for a replacement of each.
      pscConfig: { subnetworks: [subnets.endpointsId], limit: "8" },
    });
  }

  private keepLogs({ place, logRetentionDays, deletionProtection }: NetworkProps): void {
    new GcpLogBucket(this, "Logs", {
      place,
      purpose: "network",
      filter: [
        `(resource.type="gce_subnetwork" AND resource.labels.location:"${place.region}")`,
        `(resource.type="nat_gateway" AND resource.labels.region="${place.region}")`,
        `(resource.type="dns_query" AND resource.labels.location="${place.region}")`,
      ].join(" OR "),
      retentionDays: logRetentionDays,
      deletionProtection,
    });
  }
}
