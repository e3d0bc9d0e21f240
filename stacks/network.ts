import { TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { accountContract } from "../constructs/account/contract.ts";
import { gatewayHosts } from "../constructs/addons/mesh/gateway-certificate.ts";
import { clouds } from "../constructs/clouds/index.ts";
import { CloudflareRanges } from "../constructs/edge/cloudflare-ranges.ts";
import { edgeContract } from "../constructs/edge/contract.ts";
import { type HttpFront, type IngressMode, ingressContract } from "../constructs/ingress/contract.ts";
import { certifiedIn } from "../constructs/ingress/web-fronts.ts";
import { type NetworkProps, networkContract } from "../constructs/network/contract.ts";
import { gatewayContract } from "../constructs/network/gateway-contract.ts";
import { makePlace } from "../constructs/place.ts";
import { addonSettings } from "./addon-settings.ts";
import { homePlace, type PlaceContext, peerCidrs, peersOf, standbyOf } from "./context.ts";
import { PlaceStack } from "./place-stack.ts";
import type { PlacedSpec } from "./stack-spec.ts";

type FrontNames = Pick<HttpFront, "hosts" | "proves">;

/** The blocks and peers of a place, and how it is reached. */
export interface NetworkInput extends Omit<NetworkProps, "place" | "account"> {
  /** How the edge reaches the place. */
  readonly mode: IngressMode;
  /** Names that the place's own balancer answers to. @default it has none that ends TLS */
  readonly names?: FrontNames;
}

/** A place's network, the way out of it, and the addresses at which it is reached. */
export class NetworkStack extends PlaceStack<NetworkInput> {
  constructor(scope: Construct, spec: PlacedSpec<NetworkInput>) {
    super(scope, spec);
    const cloud = clouds[this.place.cloud];
    const shared = { place: this.place, account: this.consume(accountContract), ...this.input };
    const network = cloud.network(this, "Network", shared);
    const edge = new CloudflareRanges(this, "EdgeRanges");
    const { names } = this.input;
    const front = names && this.front(names);
    const ingress = cloud.ingress(this, "Ingress", { ...shared, network, edgeCidrs: edge.ipv4Cidrs, ...(front && { front }) });
    this.publish(networkContract, network);
    if (network.gateway) this.publish(gatewayContract, network.gateway);
    this.publish(ingressContract, ingress);
  }

  private front(names: FrontNames): HttpFront {
    return { ...names, zoneId: this.consume(edgeContract).zoneId, edgeAuthority: () => this.edgeAuthority() };
  }

  /** Cloudflare publishes the authority of its client certificates; a person puts it in, once per place. */
  private edgeAuthority(): string {
    const authority = new TerraformVariable(this, "EdgeAuthority", {
      type: "string",
      description:
        "Authority of Cloudflare's origin pulls, PEM: https://developers.cloudflare.com/ssl/origin-configuration/authenticated-origin-pull/",
    });
    authority.overrideLogicalId("edge_authority");
    return authority.stringValue;
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
    ...(environment.traffic.origin === "l7-native" && isCertifiedHere(context) && { names: namesIn(context) }),
    deletionProtection: environment.deletionProtection,
  };
}

/** Whether the balancer's certificate is made with the network. */
const isCertifiedHere = ({ cloud }: PlaceContext): boolean => certifiedIn[cloud] === "network";

/** Names that places share are proven by the account's home. */
function namesIn(context: PlaceContext): FrontNames {
  const place = makePlace(context.place);
  const hosts = gatewayHosts({ ...addonSettings(context), place }) as [string, ...string[]];
  return { hosts, proves: place.region === homePlace(context).region ? hosts : hosts.slice(0, 1) };
}
