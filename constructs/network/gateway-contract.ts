import { defineContract, list, number, text, type ValuesOf } from "../contract.ts";
import type { CloudName } from "../place.ts";

/** Where a place's links to other places begin. Published where the place is interconnected. */
export const gatewayContract = defineContract("gateway", {
  cloud: text<CloudName>(),
  region: text(),
  /** Transit gateway id, HA VPN gateway self link, or virtual network gateway id. */
  id: text(),
  /** Public addresses, one per interface or instance; empty on AWS, where they exist only per tunnel. */
  addresses: list(),
  /** Its BGP number. */
  asn: number(),
  /** The place's /16: all it announces, but for the block of its standby. */
  cidr: text(),
  /** What is made beside it: account id, project id, or resource group name. */
  scope: text(),
  /** Cloud router name on GCP, else empty. */
  router: text(),
  /** Transit gateway route table of the place's own network, into which links announce what they lead to; AWS only. */
  insideTableId: text(),
  /** Transit gateway route table of the links, which knows the place's own network and nothing else: no link leads to another. AWS only. */
  outsideTableId: text(),
});
export type Gateway = ValuesOf<typeof gatewayContract>;
