import type { Environment, Estate } from "../config/estate.ts";
import type { PlaceInput } from "../constructs/place.ts";
import { cloudContexts, type PlaceContext, placeContexts } from "./context.ts";

/** The place of the central services. @returns undefined where there is none */
export function centralPlace(estate: Estate): PlaceContext | undefined {
  const { central, environments } = estate;
  const environment = central && environments[central.environment];
  return (
    environment &&
    cloudContexts(estate, environment)
      .flatMap(placeContexts)
      .find(({ place }) => isCentralPlace(estate, place))
  );
}

/** Whether the central services are in the place. */
export const isCentralPlace = ({ central }: Estate, { environment, cloud, region }: Pick<PlaceInput, "environment" | "cloud" | "region">) =>
  cloud === "aws" && environment === central?.environment && region === central.region;

/** Whether the environment has the central place. */
export const isCentralEnvironment = ({ central }: Estate, { name }: Pick<Environment, "name">): boolean => central?.environment === name;
