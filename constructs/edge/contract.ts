import { defineContract, text, type ValuesOf } from "../contract.ts";

/** The platform's zone at the edge, which all environments put their names into. */
export const edgeContract = defineContract("edge", {
  accountId: text(),
  zoneId: text(),
  /** The domain itself. */
  zone: text(),
});
export type Edge = ValuesOf<typeof edgeContract>;

/** What the zone's plan includes: https://developers.cloudflare.com/plans/ */
export const edgePlans = ["pro", "business", "enterprise"] as const;
export type EdgePlan = (typeof edgePlans)[number];

/** Seconds between health checks that a plan allows at least: https://developers.cloudflare.com/load-balancing/monitors/#monitor-intervals */
export const shortestInterval: Record<EdgePlan, number> = { pro: 60, business: 15, enterprise: 10 };
