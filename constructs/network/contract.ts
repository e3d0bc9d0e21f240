import type { Account } from "../account/contract.ts";
import { defineContract, list, text, type ValuesOf } from "../contract.ts";
import type { CloudName, Place } from "../place.ts";
import type { Gateway } from "./gateway-contract.ts";

/** A place's private network: where nodes, data stores and gateways live. */
export const networkContract = defineContract("network", {
  cloud: text<CloudName>(),
  region: text(),
  /** VPC id, network self link, or virtual network id. */
  networkId: text(),
  /** The place's /16. */
  cidr: text(),
  /** Pod ranges that are routed beyond the cluster; empty where pods sit behind an overlay. */
  podCidrs: list(),
  nodeSubnetIds: list(),
  /** Where private endpoints and data stores get their addresses. */
  endpointSubnetIds: list(),
  /** Where public load balancers attach. */
  edgeSubnetIds: list(),
  /** The group every node joins and every data store admits: security group id, network tag, or application security group id. */
  workloadGroup: text(),
  /** Public addresses of outgoing traffic, for allow-lists. */
  egressIps: list(),
  /** `<cloud>-<region short>.<environment>.int.<domain>` */
  privateDnsZone: text(),
});
export type Network = ValuesOf<typeof networkContract>;

/** A network as it is built: with the gateway that links it with others, where it has one. */
export interface PlaceNetwork extends Network {
  readonly gateway?: Gateway;
}

export interface NetworkProps {
  readonly place: Place;
  readonly account: Account;
  /** The place's block, a /16. */
  readonly cidr: string;
  /** The whole estate's block: what the VPN gateway leads to and the firewalls know as inside. */
  readonly estateCidr: string;
  readonly domain: string;
  /** Blocks of the places it is interconnected with: who else may connect, besides the place's own workloads. */
  readonly peerCidrs: readonly string[];
  /** One NAT gateway is cheap and fails with its zone; one per zone does not. */
  readonly natGateways: "one" | "per-zone";
  /** Share of flows that are logged, 0-1 (GCP samples; AWS and Azure log all when it is above 0). */
  readonly flowLogSampling: number;
  readonly logRetentionDays: number;
  /** Whether other places are reached through a VPN gateway. */
  readonly vpnGateway: boolean;
  /** Places it is linked with: a gateway on Azure must know its addresses in each of their tunnels. */
  readonly peers: readonly Pick<Place, "environment" | "cloud" | "region">[];
  /** Block of the standby of its database, in another region, which is reached through this network. @default it has none */
  readonly standbyCidr?: string;
  readonly deletionProtection: boolean;
}
