import type { Environment, Estate } from "../config/estate.ts";
import type { PlaceFacts } from "../constructs/addons/addon.ts";
import { internalAddressIn } from "../constructs/network/cidr-plan.ts";
import { makePlace } from "../constructs/place.ts";
import { cloudContexts, type PlaceContext, placeContexts } from "./context.ts";

/** The places of an environment, as the configuration knows them. */
export const placesOf = (estate: Estate, environment: Environment): PlaceFacts[] =>
  cloudContexts(estate, environment).flatMap(placeContexts).map(placeFacts);

/** A place, as the configuration knows it. */
export function placeFacts({ environment, place, settings: { network, database } }: PlaceContext): PlaceFacts {
  const made = makePlace(place);
  return {
    id: made.id,
    name: made.name,
    place: made,
    cidr: network.cidr,
    internalAddress: internalAddressIn(made.cloud, network.cidr),
    ...(database.enabled && { engine: database.kind === "sqlserver" ? ("sqlserver" as const) : ("postgresql" as const) }),
    interconnect: environment.interconnect,
  };
}

/** Whether a place stays: others stop relying on one that is being emptied. */
export const stays = ({ retired }: Estate, placeId: string): boolean =>
  !Object.entries(retired).some(([id, step]) => step === "emptied" && id.startsWith(`${placeId}-`));

/** The places that a stack is about: those that stay, and where the stack goes itself, all of them to the end. */
export const known = <T extends { readonly id: string }>(estate: Estate, places: readonly T[], stackId: string): T[] =>
  places.filter(({ id }) => estate.retired[stackId] === "emptied" || stays(estate, id));
