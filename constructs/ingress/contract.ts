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
  /** What the cluster's gateway binds to: target group ARN, address name, or public IP name. */
  bindingId: text(),
  /** Resource group of the public IP on Azure, else empty. */
  bindingScope: text(),
  /** Private address reserved for traffic from other places (mesh gateway, metrics). */
  internalAddress: text(),
});
export type Ingress = ValuesOf<typeof ingressContract>;

/**
 * How the edge reaches a place. l4: a pass-through load balancer with fixed addresses; TLS ends at the cluster's gateway. tunnel: a connection that the cluster opens to the edge, and no public address at all.
 */
export const ingressModes = ["l4", "tunnel"] as const;
export type IngressMode = (typeof ingressModes)[number];

/** What an address is, by mode: known before it is there. A tunnel has none. */
export const addressKinds: Record<IngressMode, Record<CloudName, "hostname" | "ipv4">> = {
  l4: { aws: "hostname", gcp: "ipv4", azure: "ipv4" },
  tunnel: { aws: "hostname", gcp: "hostname", azure: "hostname" },
};

export interface IngressProps {
  readonly place: Place;
  readonly network: Network;
  readonly account: Account;
  /** The place's /16, from which the internal address is taken. */
  readonly cidr: string;
  /** The estate's block: who may reach the internal address. */
  readonly estateCidr: string;
  readonly mode: IngressMode;
  /** The edge's address ranges, the only public sources admitted (tokens of a data source). */
  readonly edgeCidrs: string[];
  readonly logRetentionDays: number;
  readonly deletionProtection: boolean;
}
