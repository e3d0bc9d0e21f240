import type { Environment, Estate } from "../config/estate.ts";
import { makePlace, type PlaceInput } from "../constructs/place.ts";
import { centralPlace, isCentralEnvironment } from "./central.ts";
import { cloudContexts, type PlaceContext, placeContexts, standbyOf } from "./context.ts";
import { known } from "./place-facts.ts";

/** A place with its block. */
export interface LinkedPlace extends PlaceInput {
  readonly id: string;
  readonly cidr: string;
  /** Block of its database's standby, which is reached through it. @default it has none */
  readonly standbyCidr?: string;
}

/** The links of an environment, as the configuration describes them. */
export interface InterconnectInput {
  /** Every two of them are linked. */
  readonly places: readonly LinkedPlace[];
  /** The central place, where it is another environment's: each of the others is linked with it. */
  readonly central?: LinkedPlace;
  readonly keyVersion: number;
  readonly dynamicCredentials: boolean;
}

/**
 * What the stack is built from.
 *
 * @returns undefined where there are no two places to link
 */
export function interconnectInput(estate: Estate, environment: Environment): InterconnectInput | undefined {
  if (!environment.interconnect) return undefined;
  const stackId = interconnectId(environment);
  const places = known(estate, linkedPlaces(estate, environment), stackId);
  const central = isCentralEnvironment(estate, environment) ? undefined : centralLinked(estate);
  if (places.length + (central ? 1 : 0) < 2 || places.length === 0) return undefined;
  return {
    places,
    ...(central && { central }),
    keyVersion: environment.keyVersion,
    dynamicCredentials: estate.terraform.backend === "cloud",
  };
}

/** Whether alarms are raised for a place's tunnels: AWS has none of its own to other clouds, and none at all to itself. */
export const watched = ({ places }: InterconnectInput, { cloud }: LinkedPlace): boolean =>
  cloud === "aws" && places.some((other) => other.cloud !== "aws");

/** Id of an environment's stack of links. */
export const interconnectId = ({ name }: Pick<Environment, "name">): string => `${name}-interconnect`;

/** The places of an environment, in the configuration's order. */
export const linkedPlaces = (estate: Estate, environment: Environment): LinkedPlace[] =>
  cloudContexts(estate, environment).flatMap(placeContexts).map(linkedPlace);

function linkedPlace(context: PlaceContext): LinkedPlace {
  const { place, settings } = context;
  const standby = standbyOf(context);
  return { ...place, id: makePlace(place).id, cidr: settings.network.cidr, ...(standby !== undefined && { standbyCidr: standby }) };
}

/** The central place, where it is linked with others. */
export function centralLinked(estate: Estate): LinkedPlace | undefined {
  const context = centralPlace(estate);
  return context?.environment.interconnect ? linkedPlace(context) : undefined;
}
