import type { Ingress } from "../../ingress/contract.ts";
import type { Place } from "../../place.ts";
import type { Edge, EdgePlan } from "../contract.ts";

/** A place that serves. */
export interface TrafficPlace {
  /** `prod-aws-use1`. */
  readonly id: string;
  readonly place: Place;
  readonly ingress: Ingress;
  /** What its address is: known before it is there. */
  readonly addressKind: "hostname" | "ipv4";
  /** The tunnel that it opens to the edge. @default it has an address */
  readonly tunnelId?: string;
  /** Whether it gets nothing new. */
  readonly drained: boolean;
  /** Whether its database is the one that is written to. */
  readonly isPrimary: boolean;
  /** Share of requests, 0 to 1, in mode weighted. */
  readonly weight: number;
}

/** A name that people ask for. */
export interface TrafficHost {
  readonly host: string;
  /** Ids of the places where its application runs. */
  readonly places: readonly string[];
  /** Paths whose writing requests go to the primary: `/api/orders/*`. */
  readonly writePaths: readonly string[];
}

export interface TrafficProps {
  readonly environment: string;
  /** The platform's domain. */
  readonly domain: string;
  readonly edge: Edge;
  readonly plan: EdgePlan;
  /** active-active: by `steering`. active-passive: the primary until it fails. weighted: by weights. */
  readonly mode: "active-active" | "active-passive" | "weighted";
  readonly steering: "geo" | "dynamic_latency" | "proximity";
  /** Seconds between health checks. */
  readonly intervalSeconds: number;
  /** E-mail of who is told when a place fails. */
  readonly contact: string;
  readonly places: readonly TrafficPlace[];
  readonly hosts: readonly TrafficHost[];
}
