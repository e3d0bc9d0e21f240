import type { CloudPlacement, Environment, Estate, RegionSettings } from "../config/estate.ts";
import { accountContract } from "../constructs/account/contract.ts";
import { standbyCidr } from "../constructs/network/cidr-plan.ts";
import type { CloudName, PlaceInput } from "../constructs/place.ts";
import type { StackRef } from "./stack-spec.ts";

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

/** Where the account has what it has once. */
export const homePlace = ({ estate, environment, cloud, placement }: CloudContext): PlaceInput => ({
  organization: estate.organization.name,
  environment: environment.name,
  cloud,
  region: placement.homeRegion,
  account: placement.account,
});

/** The stack of a cloud's account. */
export const accountOf = ({
  environment,
  cloud,
}: {
  readonly environment: Pick<Environment, "name">;
  readonly cloud: CloudName;
}): StackRef => ({
  id: `${environment.name}-${cloud}-account`,
  publishes: [accountContract.name],
});

/** Places that this one is linked with: the environment's others, and the central place; of that one, all. */
export function peersOf({ estate, environment, cloud, place }: PlaceContext): PlaceContext[] {
  if (!environment.interconnect) return [];
  const { central, environments } = estate;
  const isCentral = (other: Pick<PlaceInput, "environment" | "cloud" | "region">) =>
    other.environment === central?.environment && other.cloud === "aws" && other.region === central.region;
  return Object.values(environments)
    .filter(({ interconnect }) => interconnect)
    .flatMap((peer) => cloudContexts(estate, peer).flatMap(placeContexts))
    .filter((peer) => isCentral(place) || peer.environment === environment || isCentral(peer.place))
    .filter((peer) => peer.environment !== environment || peer.cloud !== cloud || peer.place.region !== place.region);
}

/** Blocks of the places this one is linked with. */
export const peerCidrs = (context: PlaceContext): string[] => peersOf(context).map(({ settings }) => settings.network.cidr);

/** Block of the standby of a place's database, in its dr region; none without one. On AWS it is reached by links only. */
export function standbyOf({ environment, cloud, place, settings }: PlaceContext): string | undefined {
  const has = settings.dr !== undefined && settings.database.enabled && cloud !== "azure" && (cloud !== "aws" || environment.interconnect);
  return has ? standbyCidr(environment.name, cloud, place.region) : undefined;
}
