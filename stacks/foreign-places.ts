import type { AddonFacts, PlaceFacts } from "../constructs/addons/addon.ts";
import { catalog } from "../constructs/addons/catalog.ts";
import { chooseAddons } from "../constructs/addons/choose.ts";
import { readableClouds } from "../constructs/identity/foreign-reader-contract.ts";
import { type CloudName, cloudNames, makePlace } from "../constructs/place.ts";
import { addonSettings } from "./addon-settings.ts";
import { cloudContexts, type PlaceContext, placeContexts } from "./context.ts";
import { placesOf, stays } from "./place-facts.ts";

/**
 * Each place reads the backups of one in another cloud, so that what a whole cloud takes with it can be restored elsewhere. Where several
 * clouds can be read, each reads the one after its own.
 */
export function backupsFor({ place, places, interconnect }: Pick<AddonFacts, "place" | "places" | "interconnect">): PlaceFacts | undefined {
  const inCloud = (cloud: CloudName) => places.filter((other) => other.place.cloud === cloud);
  const own = cloudNames.indexOf(place.cloud);
  const next = [...cloudNames.slice(own + 1), ...cloudNames.slice(0, own)].find(
    (cloud) => readableClouds.includes(cloud) && inCloud(cloud).length > 0,
  );
  if (!interconnect || next === undefined) return undefined;
  const others = inCloud(next);
  return others[inCloud(place.cloud).findIndex(({ id }) => id === place.id) % others.length];
}

/** Places whose clusters report what they cost to the management place, known by tokens: in its own account they need no introduction. */
export function costWriters({ estate, place }: PlaceContext): PlaceFacts[] {
  const own = JSON.stringify(place.account);
  return Object.values(estate.environments).flatMap((environment) =>
    cloudContexts(estate, environment)
      .flatMap(placeContexts)
      .filter((other) => JSON.stringify(other.place.account) !== own && takes(other, "kubecost"))
      .flatMap((other) => placesOf(estate, environment).filter(({ id }) => id === makePlace(other.place).id && stays(estate, id))),
  );
}

const takes = (context: PlaceContext, name: string): boolean =>
  chooseAddons(
    catalog,
    { ...addonSettings(context), place: makePlace(context.place) },
    { delivery: context.settings.addonDelivery, options: context.settings.addons },
    (addon) => addon.name === name,
  ).addons.length > 0;
