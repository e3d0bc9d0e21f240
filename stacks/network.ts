import type { Construct } from "constructs";
import { accountContract } from "../constructs/account/contract.ts";
import { clouds } from "../constructs/clouds/index.ts";
import { CloudflareRanges } from "../constructs/edge/cloudflare-ranges.ts";
import { ingressContract } from "../constructs/ingress/contract.ts";
import { type NetworkProps, networkContract } from "../constructs/network/contract.ts";
import { type PlaceContext, peerCidrs } from "./context.ts";
import { PlaceStack } from "./place-stack.ts";
import type { PlacedSpec } from "./stack-spec.ts";

export type NetworkInput = Omit<NetworkProps, "place" | "account">;

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
    this.publish(ingressContract, ingress);
  }
}

/** The network as the configuration describes it. */
export function networkInput(context: PlaceContext): NetworkInput {
  const { estate, environment, settings } = context;
  return {
    ...settings.network,
    peerCidrs: peerCidrs(context),
    estateCidr: estate.network.estateCidr,
    domain: estate.organization.domain,
    logRetentionDays: settings.logRetentionDays,
    vpnGateway: environment.interconnect,
    deletionProtection: environment.deletionProtection,
  };
}
