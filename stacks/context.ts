import type { CloudPlacement, Environment, Estate, RegionSettings } from "../config/estate.ts";
import type { CloudName, PlaceInput } from "../constructs/place.ts";

/** One cloud of one environment, as the configuration describes it. */
export interface CloudContext {
  readonly estate: Estate;
  readonly environment: Environment;
  readonly cloud: CloudName;
  readonly placement: CloudPlacement;
}

/** One place: a region of that cloud. */
export interface PlaceContext extends CloudContext {
  readonly settings: RegionSettings;
  readonly place: PlaceInput;
}

/** The clouds of an environment, in the configuration's order. */
export function cloudContexts(estate: Estate, environment: Environment): CloudContext[] {
  return Object.entries(environment.clouds).map(([cloud, placement]) => ({ estate, environment, cloud: cloud as CloudName, placement }));
}

/** The places of a cloud, in the configuration's order. */
export function placeContexts(context: CloudContext): PlaceContext[] {
  const { estate, environment, cloud, placement } = context;
  return Object.entries(placement.regions).map(([region, settings]) => ({
    ...context,
    settings,
    place: { organization: estate.organization.name, environment: environment.name, cloud, region, account: placement.account },
  }));
}

/** Blocks of the places this one is interconnected with: the environment's others, and the management place. */
export function peerCidrs({ estate, environment, settings }: PlaceContext): string[] {
  if (!environment.interconnect) return [];
  const environments = environment.name === "mgmt" ? Object.values(estate.environments) : [estate.environments.mgmt, environment];
  return environments
    .flatMap((peer) => (peer?.interconnect ? Object.values(peer.clouds) : []))
    .flatMap(({ regions }) => Object.values(regions).map(({ network }) => network.cidr))
    .filter((cidr) => cidr !== settings.network.cidr);
}
