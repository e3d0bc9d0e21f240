import { type AddonFacts, isCentral, type PlaceFacts } from "../addon.ts";

/** Version of Karmada: host and agents move together. https://github.com/karmada-io/karmada/releases */
export const karmadaVersion = "v1.18.1";

/** Port of Karmada's API, at its Service and at the management place's internal gateway. */
export const federationPort = 5443;

/** Karmada's namespace, in the host's cluster and in members'. */
export const federationNamespace = "karmada-system";

/** Name in the certificate of Karmada's API. */
export const federationHost = `karmada-apiserver.${federationNamespace}.svc`;

/** Key in Vault with a member's token for Karmada's API. */
export const memberKey = (name: string): string => `karmada/${name}`;

/** Clusters that applications may be spread over, by environment: those of environments with several places that reach each other. */
export function federatedPlaces(estate: readonly PlaceFacts[]): Map<string, readonly PlaceFacts[]> {
  const environments = [...new Set(estate.map(({ place }) => place.environment))];
  const places = environments.map((environment) => [environment, estate.filter(({ place }) => place.environment === environment)] as const);
  return new Map(places.filter(([, members]) => members.length > 1));
}

/** Whether Karmada runs here. */
export const hostsFederation = (facts: AddonFacts): boolean => isCentral(facts) && federatedPlaces(facts.estate).size > 0;
