import type { Region } from "../clouds/regions.ts";
import { nameOf } from "../naming.ts";
import { accountOf, type Place } from "../place.ts";

/** Continents that Google keeps images all over: https://cloud.google.com/artifact-registry/docs/repositories/repo-locations */
const continents: Partial<Record<Region["geography"], string>> = { US: "us", EU: "europe", ASIA: "asia" };

/** Where Google keeps images: near every cluster of the continent, or where it has no such place, in the one region. */
export const gcpLocation = ({ region, regionFacts }: Place): string => continents[regionFacts.geography] ?? region;

/** Name of Azure's registry, unique in the world. */
export const azureRegistryName = ({ organization, environment, suffix }: Place): string =>
  nameOf("azure:ContainerRegistry", organization, environment, suffix);

/** What stands before the names of images of a cloud's registry, known before it is made. @param place the home of the registry's account */
export function registryAddress(place: Place): string {
  const { organization, region } = place;
  switch (place.cloud) {
    case "aws":
      return `${accountOf(place, "aws").accountId}.dkr.ecr.${region}.amazonaws.com/${organization}`;
    case "gcp":
      return `${gcpLocation(place)}-docker.pkg.dev/${accountOf(place, "gcp").projectId}/${organization}`;
    case "azure":
      return `${azureRegistryName(place).toLowerCase()}.azurecr.io`;
  }
}
