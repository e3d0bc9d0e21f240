import type { Environment, Estate } from "../config/estate.ts";
import type { AddonSettings, PlaceFacts } from "../constructs/addons/addon.ts";
import { parseOfficeHours } from "../constructs/addons/office-hours.ts";
import { internalAddressIn } from "../constructs/network/cidr-plan.ts";
import { makePlace } from "../constructs/place.ts";
import { repositoryUrl } from "./apps-input.ts";
import { cloudContexts, type PlaceContext, placeContexts } from "./context.ts";

/** What the configuration says that add-ons of a place depend on. */
export function addonSettings({ estate, environment, place, settings }: PlaceContext): AddonSettings {
  const own = makePlace(place).id;
  const isKnown = ({ id }: PlaceFacts) => id === own || stays(estate, id);
  const { organization, github, identity, terraform, network, versions } = estate;
  const hours = environment.autoStop === undefined ? undefined : parseOfficeHours(environment.autoStop);
  return {
    domain: organization.domain,
    estateCidr: network.estateCidr,
    kubernetesVersion: versions.kubernetes,
    highAvailability: settings.cluster.highAvailability,
    deletionProtection: environment.deletionProtection,
    criticality: environment.criticality,
    compute: settings.cluster.compute,
    cilium: settings.cluster.cilium,
    pools: settings.cluster.pools,
    mesh: environment.mesh,
    interconnect: environment.interconnect,
    observers: environment.observers,
    policies: environment.policies,
    chaos: environment.chaos,
    ...(hours && { officeHours: hours }),
    budgetUsd: environment.budgetUsd,
    retentionDays: Object.fromEntries(Object.entries(settings.buckets).map(([purpose, { retentionDays }]) => [purpose, retentionDays])),
    groups: identity.groups,
    contacts: { billing: organization.billingContact, security: organization.securityContact },
    alertsToChat: terraform.notifications !== "none",
    repositories: {
      platform: repositoryUrl(estate, github.repository),
      ...(github.gitops !== undefined && { gitops: repositoryUrl(estate, github.gitops) }),
    },
    ...(estate.environments.mgmt && { vaultAddress: `https://vault.${organization.domain}` }),
    places: placesOf(estate, environment).filter(isKnown),
    estate: looksAt(estate, environment)
      .flatMap((one) => placesOf(estate, one))
      .filter(isKnown),
  };
}

/** Whether a place stays: others stop relying on one that is being emptied. */
export const stays = ({ retired }: Estate, placeId: string): boolean =>
  !Object.entries(retired).some(([id, step]) => step === "emptied" && id.startsWith(`${placeId}-`));

/** The management place looks at all; others know it and their own, and nothing of them changes when another environment grows. */
const looksAt = ({ environments }: Estate, environment: Environment): Environment[] =>
  Object.values(environments).filter(({ name }) => environment.name === "mgmt" || name === "mgmt" || name === environment.name);

/** The places of an environment, as the configuration knows them. */
export const placesOf = (estate: Estate, environment: Environment): PlaceFacts[] =>
  cloudContexts(estate, environment)
    .flatMap(placeContexts)
    .map(({ place, settings }) => {
      const made = makePlace(place);
      const { cidr } = settings.network;
      return { id: made.id, name: made.name, place: made, cidr, internalAddress: internalAddressIn(made.cloud, cidr) };
    });
