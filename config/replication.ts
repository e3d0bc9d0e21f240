import { type CloudName, cloudNames } from "../constructs/place.ts";
import { askedFlows, type Flow, planFlows } from "../constructs/replication/flows.ts";
import type { Environment, Estate } from "./estate.ts";
import { environmentsOf, syncPlaces } from "./places.ts";

/** Every flow of tables in an environment; none where it replicates nothing. */
export const flowsIn = (estate: Estate, environment: Environment): Flow[] =>
  environment.dataSync ? planFlows(estate.dataSync.tables, syncPlaces(estate, environment)) : [];

/** Places with a connector: what Debezium reads from, and what it writes to. */
export const connectPlaces = (flows: readonly Flow[]): string[] => [
  ...new Set(flows.filter(({ via }) => via === "debezium").flatMap(({ from, to }) => [from.id, to.id])),
];

/** Clouds whose clusters run Kafka Connect, and so need its image. */
export function connectClouds(estate: Estate): CloudName[] {
  const syncing = environmentsOf(estate).filter(({ dataSync }) => dataSync);
  const flows = syncing.flatMap((environment) => askedFlows(estate.dataSync.tables, syncPlaces(estate, environment)));
  const used = flows.filter(({ via }) => via === "debezium").flatMap(({ from, to }) => [from.cloud, to.cloud]);
  return cloudNames.filter((cloud) => used.includes(cloud));
}
