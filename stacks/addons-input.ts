import type { Addon, AddonFacts } from "../constructs/addons/addon.ts";
import { catalog } from "../constructs/addons/catalog.ts";
import { type AddonChoice, addonOf, type Choices, chooseAddons } from "../constructs/addons/choose.ts";
import { makePlace } from "../constructs/place.ts";
import { addonSettings } from "./addon-settings.ts";
import type { AddonsInput } from "./addons.ts";
import type { PlaceContext } from "./context.ts";
import { backupsFor, costWriters } from "./foreign-places.ts";

/** Branch of this repository that is deployed. */
export const deployedRevision = "main";

/** The add-ons of a place, and for the management place its central services, with what is wrong with the choice. */
export interface PlaceAddons {
  readonly platform: AddonsInput;
  /** @default it is not the management place */
  readonly services?: AddonsInput;
  readonly problems: readonly string[];
}

/** What configuration says of the add-ons of one place. */
export function placeAddons(context: PlaceContext): PlaceAddons {
  const settings = addonSettings(context);
  const facts: AddonFacts = { ...settings, place: makePlace(context.place) };
  const isCentral = context.environment.name === "mgmt";
  const choose = (isHere: (addon: Addon) => boolean): Choices =>
    chooseAddons(catalog, facts, { delivery: context.settings.addonDelivery, options: context.settings.addons }, isHere);
  const platform = choose(({ home = "everywhere" }) => home === "everywhere" || (home === "workloads" && !isCentral));
  const services = choose(({ home }) => home === "services" && isCentral);
  const shared = {
    settings,
    revision: deployedRevision,
    dynamicCredentials: context.estate.terraform.backend === "cloud",
    buckets: Object.keys(context.settings.buckets),
  };
  const namespaces = namespacesOf(platform.addons);
  return {
    platform: {
      ...shared,
      addons: platform.addons,
      rootName: "platform",
      existingNamespaces: [],
      isFoundation: true,
      readsBackupsOf: backupsFor(facts),
      costWriters: [],
      backupReaders: facts.places.filter((other) => backupsFor({ ...facts, place: other.place })?.id === facts.place.id),
    },
    ...(isCentral && {
      services: {
        ...shared,
        addons: services.addons,
        rootName: "services",
        existingNamespaces: namespaces,
        isFoundation: false,
        backupReaders: [],
        costWriters: costWriters(context),
      },
    }),
    problems: [...new Set([...platform.problems, ...services.problems])],
  };
}

const namespacesOf = (choices: readonly AddonChoice[]): string[] =>
  [...new Set(choices.map((choice) => addonOf(choice, catalog).namespace))].sort();
