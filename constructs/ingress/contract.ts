import type { Account } from "../account/contract.ts";
import { defineContract, list, number, text, type ValuesOf } from "../contract.ts";
import type { Network } from "../network/contract.ts";
import type { CloudName, Place } from "../place.ts";

/** The address at which a place's applications are reached from the edge. It outlives the cluster behind it. */
export const ingressContract = defineContract("ingress", {
  /** Empty where the mode is tunnel: the edge knows it by the tunnel's id. */
  address: text(),
  addressKind: text<"hostname" | "ipv4">(),
  port: number(),
  /** Degrees, for proximity steering. */
  latitude: number(),
  longitude: number(),
  /** Cloudflare regions this place serves first. */
  edgeRegions: list(),
  /** What the cluster's gateway binds to: target group ARN, address name (of a web load balancer: of all its parts), or public IP name. */
  bindingId: text(),
  /** On Azure the resource group of the public IP; of a web load balancer, which is bound by its id, the id of its firewall's policy. Else empty. */
  bindingScope: text(),
  /** Private address reserved for traffic from other places (mesh gateway, metrics). */
  internalAddress: text(),
});
export type Ingress = ValuesOf<typeof ingressContract>;

/**
 * How the edge reaches a place. l4: a pass-through load balancer with fixed addresses; TLS ends at the cluster's gateway. tunnel: a connection
 * that the cluster opens to the edge, and no public address at all. l7-native: the cloud's own web load balancer and firewall, which end TLS.
 */
export const ingressModes = ["l4", "tunnel", "l7-native"] as const;
export type IngressMode = (typeof ingressModes)[number];

/** What an address is, by mode: known before it is there. A tunnel has none. */
export const addressKinds: Record<IngressMode, Record<CloudName, "hostname" | "ipv4">> = {
  l4: { aws: "hostname", gcp: "ipv4", azure: "ipv4" },
  tunnel: { aws: "hostname", gcp: "hostname", azure: "hostname" },
  "l7-native": { aws: "hostname", gcp: "ipv4", azure: "hostname" },
};

/** What a balancer that ends TLS itself has to know. */
export interface HttpFront {
  /** Names it answers to, as in its certificate; the first is the certificate's own. */
  readonly hosts: readonly [string, ...string[]];
  /** Those of them that this place proves: a record is the same for all certificates of an account, so that of several places one makes it. */
  readonly proves: readonly string[];
  /** Zone of the edge, where records prove that the names are the platform's. */
  readonly zoneId: string;
  /**
   * The authority of the edge's client certificate, PEM: who has none of its certificates does not get in. It is public. To be called
   * once, by a balancer that asks for such a certificate: a person has to give it.
   */
  readonly edgeAuthority: () => string;
}

export interface IngressProps {
  readonly place: Place;
  readonly network: Network;
  readonly account: Account;
  /** The place's /16, from which the internal address is taken. */
  readonly cidr: string;
  /** The estate's block: who may reach the internal address. */
  readonly estateCidr: string;
  readonly mode: IngressMode;
  /** @default none, which only l7-native needs */
  readonly front?: HttpFront;
  /** The edge's address ranges, the only public sources admitted (tokens of a data source). */
  readonly edgeCidrs: string[];
  readonly logRetentionDays: number;
  readonly deletionProtection: boolean;
}

/** For a way in that ends TLS and was not told how. */
export const noFront = (placeId: string): Error =>
  new Error(`${placeId}: ingress: mode l7-native, got no front; give it its hosts, the edge's zone and the edge's authority`);
