import { type CloudName, cloudNames, environmentNames, makePlace, type Place } from "../constructs/place.ts";
import type { SyncPlace } from "../constructs/replication/flows.ts";
import type { CloudPlacement, Environment, Estate, RegionSettings } from "./estate.ts";
import type { Path } from "./problems.ts";

/** A place as configured, with what it is part of. */
export interface ConfiguredPlace {
  readonly place: Place;
  readonly environment: Environment;
  readonly placement: CloudPlacement;
  readonly settings: RegionSettings;
  /** Where its settings are in the estate. */
  readonly path: Path;
}

/** One cloud of one environment, as configured. */
export interface ConfiguredCloud {
  readonly cloud: CloudName;
  readonly environment: Environment;
  readonly placement: CloudPlacement;
  readonly path: Path;
}

/** The environments there are, in the order mgmt, dev, staging, prod. */
export const environmentsOf = (estate: Estate): Environment[] =>
  environmentNames.flatMap((name) => {
    const environment = estate.environments[name];
    return environment ? [environment] : [];
  });

/** Every cloud of every environment, in the estate's order. */
export const cloudsOf = (estate: Estate): ConfiguredCloud[] =>
  environmentsOf(estate).flatMap((environment) =>
    cloudNames.flatMap((cloud) => {
      const placement = environment.clouds[cloud];
      return placement ? [{ cloud, environment, placement, path: ["environments", environment.name, "clouds", cloud] }] : [];
    }),
  );

/** A question about an estate, which is never changed: answered once, as rules and stacks ask it again and again. */
export function perEstate<T>(answer: (estate: Estate) => T): (estate: Estate) => T {
  const known = new WeakMap<Estate, { readonly is: T }>();
  return (estate) => {
    const one = known.get(estate) ?? { is: answer(estate) };
    known.set(estate, one);
    return one.is;
  };
}

/** Every place, in the estate's order. */
export const placesOf = perEstate((estate): readonly ConfiguredPlace[] =>
  cloudsOf(estate).flatMap(({ cloud, environment, placement, path }) =>
    Object.entries(placement.regions).map(([region, settings]) => {
      const { account } = placement;
      const place = makePlace({ organization: estate.organization.name, environment: environment.name, cloud, region, account });
      return { place, environment, placement, settings, path: [...path, "regions", region] };
    }),
  ),
);

/** The places of an environment that replicate tables: those with a database, in each cloud the one in the home region first, which writes. */
export const syncPlaces = (estate: Estate, { name }: Pick<Environment, "name">): SyncPlace[] => {
  const all = placesOf(estate).filter(({ place, settings }) => place.environment === name && settings.database.enabled);
  const isHome = ({ place, placement }: ConfiguredPlace): boolean => place.region === placement.homeRegion;
  return cloudNames
    .flatMap((cloud) => {
      const own = all.filter(({ place }) => place.cloud === cloud);
      return [...own.filter(isHome), ...own.filter((place) => !isHome(place))];
    })
    .map(({ place, settings: { database } }) => ({
      id: place.id,
      cloud: place.cloud,
      engine: database.kind === "sqlserver" ? "sqlserver" : "postgresql",
    }));
};
