import type { CloudName } from "../place.ts";

/**
 * Where the certificate of a cloud's own web load balancer is made: with the network, which then has to know its names and the edge's
 * zone, or in the cluster, from where a controller brings it.
 */
export const certifiedIn: Record<CloudName, "network" | "cluster"> = { aws: "network", gcp: "network", azure: "cluster" };

/** Where a balancer has entrances with names, that of the edge's. */
export const edgeEntrance = "edge";
