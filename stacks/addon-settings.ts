import type { Environment, Estate } from "../config/estate.ts";
import { syncPlaces } from "../config/places.ts";
import { flowsIn } from "../config/replication.ts";
import type { AddonSettings, AtlantisSettings, PlaceFacts } from "../constructs/addons/addon.ts";
import { parseOfficeHours } from "../constructs/addons/office-hours.ts";
import { makePlace } from "../constructs/place.ts";
import { capturedIn } from "../constructs/replication/connect/plan.ts";
import { keycloakSignIn, oktaSignIn, type SignIn } from "../constructs/sso/sign-in.ts";
import { type StaticLogin, vaultAddress } from "../constructs/vault/facts.ts";
import { databaseUsers, repositoryUrl } from "./apps-input.ts";
import { centralPlace, isCentralEnvironment, isCentralPlace } from "./central.ts";
import type { PlaceContext } from "./context.ts";
import { placeFacts, placesOf, stays } from "./place-facts.ts";

/** What the configuration says that add-ons of a place depend on. */
export function addonSettings(context: PlaceContext): AddonSettings {
  const { estate, environment, place, settings } = context;
  const own = makePlace(place).id;
  const isKnown = ({ id }: PlaceFacts) => id === own || stays(estate, id);
  const { organization, github, observability, terraform, network, versions } = estate;
  const hours = environment.autoStop === undefined ? undefined : parseOfficeHours(environment.autoStop);
  const atlantis = atlantisSettings(estate);
  return {
    domain: organization.domain,
    estateCidr: network.estateCidr,
    kubernetesVersion: versions.kubernetes,
    postgresVersion: versions.postgres,
    highAvailability: settings.cluster.highAvailability,
    deletionProtection: environment.deletionProtection,
    criticality: environment.criticality,
    compute: settings.cluster.compute,
    cilium: settings.cluster.cilium,
    pools: settings.cluster.pools,
    mesh: environment.mesh,
    ingressMode: environment.traffic.origin,
    interconnect: environment.interconnect,
    observers: environment.observers,
    observerSites: { datadog: observability.datadog.site, newrelic: observability.newrelic?.region ?? "US" },
    policies: environment.policies,
    chaos: environment.chaos,
    ...(hours && { officeHours: hours }),
    budgetUsd: environment.budgetUsd,
    retentionDays: Object.fromEntries(Object.entries(settings.buckets).map(([purpose, { retentionDays }]) => [purpose, retentionDays])),
    contacts: { billing: organization.billingContact, security: organization.securityContact },
    alertsToChat: terraform.notifications !== "none",
    repositories: {
      platform: repositoryUrl(estate, github.repository),
      ...(github.gitops !== undefined && { gitops: repositoryUrl(estate, github.gitops) }),
    },
    ...centralSettings(context),
    ...identitySettings(estate),
    ...(atlantis && { atlantis }),
    ...databaseSettings(context, own),
    places: placesOf(estate, environment).filter(isKnown),
    estate: looksAt(context)
      .flatMap((one) => placesOf(estate, one))
      .filter(isKnown),
  };
}

/** Who gets into the place's database, and which of its changes are passed on. */
const databaseSettings = (
  context: PlaceContext,
  own: string,
): Pick<AddonSettings, "databaseLogins" | "capturedTables" | "keepsDmsLogins" | "databaseUsers"> => ({
  databaseLogins: databaseLogins(context),
  capturedTables: capturedIn(flowsIn(context.estate, context.environment), own),
  keepsDmsLogins: context.environment.dataSync && syncPlaces(context.estate, context.environment)[0]?.id === own,
  databaseUsers: databaseUsers(context),
});

/** Where the central services are, and where Vault is reached: at its private address, or by the edge where that is out of reach. */
function centralSettings({ estate, environment, place }: PlaceContext): Pick<AddonSettings, "central" | "vaultAddress"> {
  const context = centralPlace(estate);
  if (context === undefined) return {};
  const central = placeFacts(context);
  const { domain } = estate.organization;
  const isNear = environment.interconnect || isCentralPlace(estate, place);
  return { central, vaultAddress: isNear ? vaultAddress(domain) : vaultAddress(`${central.id}.${domain}`) };
}

const identitySettings = (estate: Estate): Pick<AddonSettings, "groups" | "signIn" | "identityProvider" | "accessTeam"> => ({
  groups: estate.identity.groups,
  signIn: signIn(estate),
  identityProvider: estate.identity.provider,
  accessTeam: estate.identity.accessTeam,
});

/** Who signs people in, in the whole estate. */
export const signIn = ({ identity: { provider, okta }, organization }: Estate): SignIn =>
  provider === "okta" && okta !== undefined ? oktaSignIn(okta.host) : keycloakSignIn(organization.domain);

function atlantisSettings({ github, terraform, versions }: Estate): AtlantisSettings | undefined {
  if (github.atlantis === undefined || terraform.backend === "local") return undefined;
  return {
    appId: github.atlantis.appId,
    githubHost: github.url?.slice("https://".length) ?? "github.com",
    imageTag: versions.images.atlantis,
    terraformHost: terraform.hostname,
  };
}

/** Logins of a place's database that stay: those of what copies tables, and of the platform's own programs. */
export function databaseLogins({ estate, environment, place, settings: { database } }: PlaceContext): StaticLogin[] {
  if (!database.enabled) return [];
  const isKeycloaks = estate.identity.provider === "keycloak" && isCentralPlace(estate, place);
  return [...(environment.dataSync ? (["dms", "debezium"] as const) : []), ...(isKeycloaks ? (["keycloak"] as const) : [])];
}

/** The central place looks at all; others know it and their own, and nothing of them changes when another environment grows. */
function looksAt({ estate, environment, place }: PlaceContext): Environment[] {
  const all = Object.values(estate.environments);
  if (isCentralPlace(estate, place)) return all;
  return all.filter((other) => isCentralEnvironment(estate, other) || other.name === environment.name);
}
