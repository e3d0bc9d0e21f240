import type { CloudPlacement, Environment, Estate, RegionSettings } from "../config/estate.ts";
import { accountContract } from "../constructs/account/contract.ts";
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
export const accountOf = ({ environment, cloud }: Pick<CloudContext, "environment" | "cloud">): StackRef => ({
  id: `${environment.name}-${cloud}-account`,
  publishes: [accountContract.name],
});

/** Blocks of the places this one is interconnected with: the environment's others, and the central place; of that one, all. */
export function peerCidrs({ estate, environment, cloud, place, settings }: PlaceContext): string[] {
  if (!environment.interconnect) return [];
  const { central, environments } = estate;
  const isCentral = (name: string, of: string, region: string) =>
    name === central?.environment && of === "aws" && region === central.region;
  const own = isCentral(environment.name, cloud, place.region);
  return Object.values(environments)
    .filter(({ interconnect }) => interconnect)
    .flatMap((peer) =>
      Object.entries(peer.clouds).flatMap(([of, { regions }]) =>
        Object.entries(regions).flatMap(([region, { network }]) =>
          own || peer === environment || isCentral(peer.name, of, region) ? [network.cidr] : [],
        ),
      ),
    )
    .filter((cidr) => cidr !== settings.network.cidr);
}
