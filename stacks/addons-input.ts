import { connectPlaces, flowsIn } from "../config/replication.ts";
import type { Addon, AddonFacts, AddonSettings, PlaceFacts } from "../constructs/addons/addon.ts";
import { catalog } from "../constructs/addons/catalog.ts";
import { type AddonChoice, addonOf, type Choices, chooseAddons } from "../constructs/addons/choose.ts";
import { makePlace } from "../constructs/place.ts";
import { addonSettings } from "./addon-settings.ts";
import { isCentralPlace } from "./central.ts";
import type { PlaceContext } from "./context.ts";
import { backupsFor, costWriters } from "./foreign-places.ts";

/** Branch of this repository that is deployed. */
export const deployedRevision = "main";

/** What a place's cluster runs, as the configuration describes it. */
export interface AddonsInput {
  readonly settings: AddonSettings;
  readonly addons: readonly AddonChoice[];
  /** Name of the application all others of the stack are part of. */
  readonly rootName: string;
  readonly revision: string;
  readonly dynamicCredentials: boolean;
  /** Purposes of the place's buckets. */
  readonly buckets: readonly string[];
  readonly hasDatabase: boolean;
  /** Whether Vault is here, and the images that only this place runs. */
  readonly isCentral: boolean;
  readonly existingNamespaces: readonly string[];
  /** Whether the cluster's foundations are made here as well: volumes, and what other stacks are told. */
  readonly isFoundation: boolean;
  /** The place in another cloud whose backups this one may read. */
  readonly readsBackupsOf?: PlaceFacts;
  /** Places in other clouds that may read this one's backups. */
  readonly backupReaders: readonly PlaceFacts[];
  /** Places whose clusters may write what they cost into this one's bucket for it. */
  readonly costWriters: readonly PlaceFacts[];
}

/** The add-ons of a place, and of the central one its services, with what is wrong with the choice. */
export interface PlaceAddons {
  readonly platform: AddonsInput;
  /** @default it is not the central place */
  readonly services?: AddonsInput;
  readonly problems: readonly string[];
}

/** What configuration says of the add-ons of one place. */
export function placeAddons(context: PlaceContext): PlaceAddons {
  const settings = addonSettings(context);
  const facts: AddonFacts = { ...settings, place: makePlace(context.place) };
  const isCentral = isCentralPlace(context.estate, context.place);
  const isManagement = context.environment.name === "mgmt";
  const choose = (isHere: (addon: Addon) => boolean): Choices =>
    chooseAddons(catalog, facts, { delivery: context.settings.addonDelivery, options: optionsOf(context) }, isHere);
  const platform = choose(
    ({ home = "everywhere" }) => home === "everywhere" || (home === "workloads" && !isManagement) || (home === "central" && isCentral),
  );
  const services = choose(({ home }) => home === "services" && isCentral);
  const shared = {
    settings,
    revision: deployedRevision,
    dynamicCredentials: context.estate.terraform.backend === "cloud",
    buckets: Object.keys(context.settings.buckets),
    hasDatabase: context.settings.database.enabled,
    isCentral,
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

/** Change data capture brings what runs it. */
function optionsOf({ estate, environment, place, settings }: PlaceContext): PlaceContext["settings"]["addons"] {
  const connects = connectPlaces(flowsIn(estate, environment)).includes(makePlace(place).id);
  return connects ? { ...settings.addons, strimzi: { ...settings.addons.strimzi, enabled: true } } : settings.addons;
}

const namespacesOf = (choices: readonly AddonChoice[]): string[] =>
  [...new Set(choices.map((choice) => addonOf(choice, catalog).namespace))].sort();
