import type { Construct } from "constructs";
import { accountContract } from "../constructs/account/contract.ts";
import { clouds } from "../constructs/clouds/index.ts";
import { CloudflareRanges } from "../constructs/edge/cloudflare-ranges.ts";
import { type IngressMode, ingressContract } from "../constructs/ingress/contract.ts";
import { type NetworkProps, networkContract } from "../constructs/network/contract.ts";
import { gatewayContract } from "../constructs/network/gateway-contract.ts";
import { type PlaceContext, peerCidrs, peersOf, standbyOf } from "./context.ts";
import { PlaceStack } from "./place-stack.ts";
import type { PlacedSpec } from "./stack-spec.ts";

/** The blocks and peers of a place, and how it is reached. */
export interface NetworkInput extends Omit<NetworkProps, "place" | "account"> {
  /** How the edge reaches the place. */
  readonly mode: IngressMode;
}

/** A place's network, the way out of it, and the addresses at which it is reached. */
export class NetworkStack extends PlaceStack<NetworkInput> {
  constructor(scope: Construct, spec: PlacedSpec<NetworkInput>) {
    super(scope, spec);
    const cloud = clouds[this.place.cloud];
    const shared = { place: this.place, account: this.consume(accountContract), ...this.input };
    const network = cloud.network(this, "Network", shared);
    const edge = new CloudflareRanges(this, "EdgeRanges");
    const ingress = cloud.ingress(this, "Ingress", { ...shared, network, edgeCidrs: edge.ipv4Cidrs });
    this.publish(networkContract, network);
    if (network.gateway) this.publish(gatewayContract, network.gateway);
    this.publish(ingressContract, ingress);
  }
}

/** Names of the contracts that a network stack with this input publishes. */
export const networkContracts = ({ vpnGateway }: NetworkInput): string[] => [
  networkContract.name,
  ...(vpnGateway ? [gatewayContract.name] : []),
  ingressContract.name,
];

/** The network as the configuration describes it. */
export function networkInput(context: PlaceContext): NetworkInput {
  const { estate, environment, settings } = context;
  const standby = standbyOf(context);
  return {
    ...settings.network,
    peerCidrs: peerCidrs(context),
    peers: peersOf(context).map(({ place: { environment: name, cloud, region } }) => ({ environment: name, cloud, region })),
    ...(standby !== undefined && { standbyCidr: standby }),
    estateCidr: estate.network.estateCidr,
    domain: estate.organization.domain,
    logRetentionDays: settings.logRetentionDays,
    vpnGateway: environment.interconnect,
    mode: environment.traffic.origin,
    deletionProtection: environment.deletionProtection,
  };
}
